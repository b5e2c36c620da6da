/**
 * The command line's run: read the arguments, do it, print, and say in the exit status how it went.
 * One document on stdout and nothing else there; everything said to the user goes to stderr.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fail, ok, type Result } from '../core/base/result.ts';
import { type Observation, observationSchema } from '../core/observation.ts';
import type { Status, Verdict } from '../core/report/schema.ts';
import { renderText } from '../core/report/text.ts';
import { describeRules } from '../core/rules/describe.ts';
import { describeSenders } from '../core/senders/describe.ts';
import { type JudgeContext, judge } from '../core/verdict.ts';
import { createJudgeContext } from '../service.ts';
import { type Command, type ProbeCommand, readArguments } from './arguments.ts';
import { listRules, listSenders } from './lists.ts';
import { usage } from './usage.ts';

export interface CliOutput {
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Columns of the terminal; 80 in a pipe. */
  readonly width: number;
}

/** Measures; injected, so that the sockets are wired in the entry. */
export type ObserveCommand = (command: ProbeCommand) => Promise<Result<Observation, string>>;

const exitStatus: Record<Status, number> = { ok: 0, degraded: 1, failing: 2, indeterminate: 3 };
const usageError = 64;

/** @returns the exit status; our own mistakes are thrown */
export async function runCli(
  args: readonly string[],
  options: { readonly output: CliOutput; readonly observe: ObserveCommand; readonly version: string },
): Promise<number> {
  const { output } = options;
  const command = readArguments(args);
  if (!command.ok) return complain(output, command.error);
  switch (command.value.kind) {
    case 'help':
      output.stdout(usage);
      return 0;
    case 'version':
      output.stdout(`${options.version}\n`);
      return 0;
    case 'senders': {
      const senders = describeSenders();
      output.stdout(command.value.json ? asJson({ senders }) : listSenders(senders, output.width));
      return 0;
    }
    case 'rules': {
      const rules = describeRules();
      output.stdout(command.value.json ? asJson({ rules }) : listRules(rules, output.width));
      return 0;
    }
    case 'probe':
    case 'replay':
      return await runJudge(command.value, options);
    default:
      return command.value satisfies never;
  }
}

async function runJudge(
  command: Extract<Command, { kind: 'probe' | 'replay' }>,
  options: { readonly output: CliOutput; readonly observe: ObserveCommand },
): Promise<number> {
  const { output } = options;
  const context = await readContext(command);
  if (!context.ok) return complain(output, context.error);
  const observation =
    command.kind === 'probe' ? await options.observe(command) : await readObservation(command.file);
  if (!observation.ok) return complain(output, observation.error);
  if (command.kind === 'probe' && command.observationFile !== undefined) {
    const written = await tryFile(() => writeFile(command.observationFile ?? '', asJson(observation.value)));
    if (!written.ok) return complain(output, written.error);
  }
  const verdict = judge(observation.value, context.value);
  output.stdout(command.json ? asJson(verdict) : renderText(verdict, { width: output.width }));
  return exitStatus[verdict.status];
}

async function readContext(
  command: Extract<Command, { kind: 'probe' | 'replay' }>,
): Promise<Result<JudgeContext, string>> {
  const { rootsFile, at } = command;
  const senders = command.kind === 'probe' ? command.request.senders : command.senders;
  const pem = rootsFile === undefined ? ok(undefined) : await tryFile(() => readFile(rootsFile, 'utf8'));
  if (!pem.ok) return pem;
  const context = createJudgeContext(pem.value);
  if (!context.ok) return fail(`--roots: ${context.error}`);
  return ok({ ...context.value, ...(at !== undefined && { at }), ...(senders !== undefined && { senders }) });
}

async function readObservation(file: string): Promise<Result<Observation, string>> {
  const text = await tryFile(() => readFile(file, 'utf8'));
  if (!text.ok) return text;
  try {
    const parsed = observationSchema.safeParse(JSON.parse(text.value));
    if (parsed.success) return ok(parsed.data);
    const issue = parsed.error.issues[0];
    return fail(`${file} is no observation: ${issue?.path.join('.')}: ${issue?.message}`);
  } catch (error) {
    if (error instanceof SyntaxError) return fail(`${file} is not JSON: ${error.message}`);
    throw error;
  }
}

/** What the file system refuses is the user's to mend. */
async function tryFile<T>(act: () => Promise<T>): Promise<Result<T, string>> {
  try {
    return ok(await act());
  } catch (error) {
    if (error instanceof Error && 'code' in error) return fail(error.message);
    throw error;
  }
}

function complain(output: CliOutput, sentence: string): number {
  output.stderr(`starttls-probe: ${sentence}\nTry --help.\n`);
  return usageError;
}

const asJson = (value: Verdict | Observation | object): string => `${JSON.stringify(value, null, 2)}\n`;
