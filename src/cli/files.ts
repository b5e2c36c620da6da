/**
 * The files that a command line names. What the file system refuses is the user's to mend: a sentence, not a throw.
 */
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fail, ok, type Result } from '../core/base/result.ts';
import { type CachedPolicy, readKnownPolicy } from '../core/mta-sts/known-policy.ts';
import type { JudgeContext } from '../core/verdict.ts';
import { createJudgeContext } from '../service.ts';
import type { KnownPolicy } from './arguments.ts';

export async function tryFile<T>(act: () => Promise<T>): Promise<Result<T, string>> {
  try {
    return ok(await act());
  } catch (error) {
    // A file too long for a string is refused without a code.
    if (error instanceof Error && ('code' in error || error instanceof RangeError))
      return fail(error.message);
    throw error;
  }
}

/** @param file  `-` is standard input */
export function readText(file: string): Promise<Result<string, string>> {
  return tryFile(() => (file === '-' ? text(process.stdin) : readFile(file, 'utf8')));
}

/** Mozilla's anchors, and those of the PEM file that --roots names. */
export async function readRoots(file: string | undefined): Promise<Result<JudgeContext, string>> {
  const pem = file === undefined ? ok(undefined) : await readText(file);
  if (!pem.ok) return pem;
  const context = createJudgeContext(pem.value);
  return context.ok ? context : fail(`--roots: ${context.error}`);
}

/** The policy that --known-policy names, as a sender that fetched it then still holds it. */
export async function readKnownPolicyFile(known: KnownPolicy): Promise<Result<CachedPolicy, string>> {
  const { file, id, fetchedAt } = known;
  const text = await readText(file);
  if (!text.ok) return text;
  const read = readKnownPolicy({ policy: text.value, id, at: fetchedAt?.toISOString() }, new Date());
  return read.ok ? read : fail(`--known-policy: ${file}: ${read.error.detail}`);
}
