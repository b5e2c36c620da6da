/**
 * What goes into the DANE evaluator and what comes out of it: the words that evaluate.ts, anchor.ts and reasons.ts share.
 */
import type { Cryptography } from '../cryptography.ts';
import type { CertificateFacts } from '../x509/certificate-facts.ts';
import type { PathProblem } from '../x509/path-result.ts';
import type { PathWork } from '../x509/path-work.ts';
import type { JudgedRecord, TlsaFields } from './records.ts';

export interface DaneInput {
  /** In DNS order, from a secure answer. */
  readonly records: readonly TlsaFields[];
  /** DER, in the order sent, leaf first. */
  readonly chain: readonly Uint8Array[];
  /** Of `chain`, already parsed; undefined where that failed. Absent: it is done here. */
  readonly certificates?: readonly (CertificateFacts | undefined)[];
  /** What the searches may cost, where they share it with others. */
  readonly work?: PathWork;
  /** Reference identifiers (names.ts). */
  readonly names: readonly string[];
  readonly now: Date;
  readonly cryptography: Pick<Cryptography, 'hash' | 'verify'>;
  /** SMTP ignores names under DANE-EE (RFC 7672 §3.1.1); other protocols may not, and foreign test vectors ask for it. */
  readonly endEntityNames?: 'ignored' | 'checked';
}

export interface EvaluatedRecord extends JudgedRecord {
  /** Positions in the chain as sent whose bytes the record fits; for usage 3 only 0 counts, for usage 2 only the others. */
  readonly fits: readonly number[];
}

export interface DaneMatch {
  readonly record: JudgedRecord;
  readonly usage: 2 | 3;
  /** In the path built, 0 the leaf; for a bare key that of the certificate it signed. */
  readonly depth: number;
  /** What matched; undefined for a bare key. */
  readonly certificate: Uint8Array | undefined;
  /** The reference identifier that the leaf goes by; absent where none was asked for. */
  readonly name?: string;
}

export type DaneOutcome =
  | { readonly kind: 'no-records' }
  /** TLS is mandatory, authentication impossible (RFC 7672 §2.2). */
  | { readonly kind: 'all-unusable' }
  | ({ readonly kind: 'matched' } & DaneMatch)
  | {
      readonly kind: 'failed';
      readonly reasons: readonly DaneReason[];
      /** The record fits, but something else refuses: name, dates, signatures. */
      readonly nearest?: DaneMatch;
      /** A signature of a kind that we cannot check stood in the way, or more anchors than we try: a sender that can may accept. */
      readonly undecided: boolean;
    };

export interface DaneResult {
  readonly records: readonly EvaluatedRecord[];
  readonly outcome: DaneOutcome;
}

export type DaneReasonCode =
  /** No certificate was sent, or the leaf cannot be read. */
  | 'no-certificate'
  | 'leaf-unreadable'
  /** Usage 3: the leaf is another one. */
  | 'leaf-mismatch'
  /** Usage 3 fits an issuer, or usage 2 fits the leaf: the usage is wrong. */
  | 'fits-issuer'
  | 'fits-leaf'
  /** It would fit, and a stronger digest of its kind is published, so senders do not look at it (RFC 7671 §9). */
  | 'overruled'
  /** Usage 2: no certificate sent fits, and the record holds no whole one (RFC 7672 §3.1.2). */
  | 'anchor-not-sent'
  /** Usage 2: the anchor is known, the path to it fails; `problems` say how. */
  | 'path'
  | 'name-mismatch'
  | 'budget';

export interface DaneReason {
  readonly code: DaneReasonCode;
  /** The record it is about, by position; absent: all of them. */
  readonly record?: number;
  readonly detail: string;
  readonly problems?: readonly PathProblem[];
}
