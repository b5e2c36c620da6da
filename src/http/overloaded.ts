/** Thrown when too much is under way; the caller is told to come back (503). */
export class Overloaded extends Error {
  override name = 'Overloaded';
}
