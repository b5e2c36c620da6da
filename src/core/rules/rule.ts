/**
 * The shape of a rule: one defect, how to see it in the facts, who must act, and the texts that `GET /rules`, the docs and the verdict share.
 * A rule looks at facts and returns every place where the defect is; it never imports another rule and never looks at a sender.
 */
import { z } from 'zod';
import type { Facts } from '../facts.ts';
import type { TlsRptResultType } from '../tls-rpt/result-types.ts';
import type { Fix, Workaround } from './remedies.ts';

export const severities = ['error', 'warning', 'notice', 'info'] as const;
export type Severity = (typeof severities)[number];

export const actors = ['domain-owner', 'mx-operator', 'dns-operator', 'sender', 'nobody'] as const;
export type Actor = (typeof actors)[number];

export const subjectSchema = z.object({
  mx: z.string().optional(),
  address: z.string().optional(),
  certificate: z.string().optional().describe('SHA-256 fingerprint, lower-case hexadecimal'),
});
/** What a finding is about; empty: the domain as a whole. */
export type Subject = z.infer<typeof subjectSchema>;

/** Any JSON value; the types are spelt out since OpenAPI generators do not follow zod's recursive definition. */
const jsonSchema = z.json().meta({ type: ['string', 'number', 'boolean', 'object', 'array', 'null'] });
export const evidenceSchema = z.record(z.string(), jsonSchema);
/** What was measured, by the field's own names, so that a reader can check the finding by hand. */
export type Evidence = z.infer<typeof evidenceSchema>;

export const citationSchema = z.object({
  title: z.string().describe('e.g. RFC 5280 §4.2.1.3'),
  url: z.string(),
});
export type Citation = z.infer<typeof citationSchema>;

/** One place where a rule's defect was seen. */
export interface Match {
  readonly subject: Subject;
  readonly evidence: Evidence;
  /** Where the case at hand weighs more or less than the rule does in general. */
  readonly severity?: Severity;
  /** A fix made for the case at hand: a copy-ready record, the name to add. */
  readonly fix?: string;
  /** The day from which what is cited demands it, where that depends on the case. */
  readonly effective?: string;
  /** What a sender's report would call the case at hand, where that depends on it. */
  readonly tlsRptResultType?: TlsRptResultType;
}

export const effectiveSchema = z
  .string()
  .describe('the day from which what is cited demands it')
  .meta({ examples: ['2026-03-15'] });

export interface Rule {
  /** `area.defect`; never renamed, never reused. */
  readonly id: string;
  readonly severity: Severity;
  readonly acts: Actor;
  readonly title: string;
  /** Two or three plain sentences: what is wrong, and whom it hurts. */
  readonly explanation: string;
  /** One for all software. */
  readonly fix: string;
  /** For single software, only where it differs or has commands of its own. */
  readonly fixes?: readonly Fix[];
  /** What a sender's administrator can do where the receiver can't be mended. */
  readonly workarounds?: readonly Workaround[];
  /** The day from which what is cited demands it, `2026-03-15`; absent: always so, or no day is known. */
  readonly effective?: string;
  readonly citations: readonly Citation[];
  readonly tlsRptResultType?: TlsRptResultType;
  readonly find: (facts: Facts) => readonly Match[];
}

/** A rule that did not pass, at one place. */
export interface Finding extends Match {
  readonly rule: Rule;
}

/** An RFC section as a citation, e.g. `rfc(5280, '4.2.1.3')`. */
export function rfc(number: number, section?: string): Citation {
  const url = `https://www.rfc-editor.org/rfc/rfc${number}`;
  if (section === undefined) return { title: `RFC ${number}`, url };
  return { title: `RFC ${number} §${section}`, url: `${url}#section-${section}` };
}
