/**
 * The command line's run: read the arguments, do it, print (output.ts), and say in the exit status how it went.
 */
import { writeFile } from 'node:fs/promises';
import { fail, ok, type Result } from '../core/base/result.ts';
import { type Observation, observationSchema } from '../core/observation.ts';
import type { Status } from '../core/report/schema.ts';
import { renderText } from '../core/report/text.ts';
import { describeRule, describeRules } from '../core/rules/describe.ts';
import { describeSender, describeSenders } from '../core/senders/describe.ts';
import { type JudgeContext, judge } from '../core/verdict.ts';
import { type Command, type ProbeCommand, readArguments } from './arguments.ts';
import { runCertificate } from './certificate.ts';
import { ruleText, senderText } from './descriptions.ts';
import { readKnownPolicyFile, readRoots, readText, tryFile } from './files.ts';
import { listRules, listSenders } from './lists.ts';
import { asJson, type CliOutput, complain } from './output.ts';
import { usage } from './usage.ts';

/** Measures; injected, so that the sockets are wired in the entry. */
export type ObserveCommand = (command: ProbeCommand) => Promise<Result<Observation, string>>;

const exitStatus: Record<Status, number> = { ok: 0, degraded: 1, failing: 2, indeterminate: 3 };

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
      const { id, json } = command.value;
      if (id !== undefined) return runSender(id, json, output);
      const senders = describeSenders();
      output.stdout(json ? asJson({ senders }) : listSenders(senders, output.width));
      return 0;
    }
    case 'rules': {
      const { id, json } = command.value;
      if (id !== undefined) return runRule(id, json, output);
      const rules = describeRules();
      output.stdout(json ? asJson({ rules }) : listRules(rules, output.width));
      return 0;
    }
    case 'cert':
      return await runCertificate(command.value, output);
    case 'probe':
    case 'replay':
      return await runJudge(command.value, options);
    default:
      return command.value satisfies never;
  }
}

function runSender(id: string, json: boolean, output: CliOutput): number {
  const sender = describeSender(id);
  if (sender === undefined) return complain(output, `no sender has the id ${id}; "senders" lists them`);
  output.stdout(json ? asJson(sender) : senderText(sender, output.width));
  return 0;
}

function runRule(id: string, json: boolean, output: CliOutput): number {
  const rule = describeRule(id);
  if (rule === undefined) return complain(output, `no rule has the id ${id}; "rules" lists them`);
  output.stdout(json ? asJson(rule) : ruleText(rule, output.width));
  return 0;
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
  const verdict = judge(observation.value, context.value);
  output.stdout(command.json ? asJson(verdict) : renderText(verdict, { width: output.width }));
  // After the verdict: what was measured is shown even where it can't be kept.
  const kept = await keepObservation(command, observation.value);
  if (!kept.ok) return complain(output, kept.error);
  return exitStatus[verdict.status];
}

async function keepObservation(
  command: Extract<Command, { kind: 'probe' | 'replay' }>,
  observation: Observation,
): Promise<Result<void, string>> {
  if (command.kind !== 'probe') return ok(undefined);
  const { observationFile } = command;
  return observationFile === undefined
    ? ok(undefined)
    : await tryFile(() => writeFile(observationFile, asJson(observation)));
}

async function readContext(
  command: Extract<Command, { kind: 'probe' | 'replay' }>,
): Promise<Result<JudgeContext, string>> {
  const { rootsFile, at, knownPolicy } = command;
  const senders = command.kind === 'probe' ? command.request.senders : command.senders;
  const context = await readRoots(rootsFile);
  if (!context.ok) return context;
  const known = knownPolicy === undefined ? ok(undefined) : await readKnownPolicyFile(knownPolicy);
  if (!known.ok) return known;
  return ok({
    ...context.value,
    ...(at !== undefined && { at }),
    ...(senders !== undefined && { senders }),
    ...(known.value !== undefined && { knownPolicy: known.value }),
  });
}

async function readObservation(file: string): Promise<Result<Observation, string>> {
  const text = await readText(file);
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
