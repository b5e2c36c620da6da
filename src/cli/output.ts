/**
 * Where the command line says things: one document on stdout and nothing else there; everything said to the user goes to stderr.
 */
export interface CliOutput {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Columns of the terminal; 80 in a pipe. */
  readonly width: number;
}

const usageError = 64;

/** @returns the exit status of a command that can't be done as it was given */
export function complain(output: CliOutput, sentence: string): number {
  output.stderr(`starttls-probe: ${sentence}\nTry --help.\n`);
  return usageError;
}

export const asJson = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
