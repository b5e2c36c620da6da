/**
 * What a statement about foreign software rests on, strongest first: seen in the laboratory, read in its source, said by its maker,
 * or reported by others.
 */
export const confidences = ['measured', 'source-code', 'vendor-documentation', 'report'] as const;
export type Confidence = (typeof confidences)[number];

/** The weakest of several: what a statement made of them is worth. */
export function weakestOf(parts: readonly Confidence[]): Confidence {
  return confidences[Math.max(0, ...parts.map((part) => confidences.indexOf(part)))] ?? 'report';
}
