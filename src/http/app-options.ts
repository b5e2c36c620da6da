/**
 * What an entry hands to the HTTP face: the work itself, and what differs between runtimes.
 */

import type { CertificateRequest } from '../core/certificate-request.ts';
import type { Observation } from '../core/observation.ts';
import type { CertificateVerdict } from '../core/report/certificate-verdict.ts';
import type { Verdict } from '../core/report/schema.ts';
import type { ProbeRequest } from '../core/request.ts';

export interface AppOptions {
  readonly probe: (request: ProbeRequest) => Promise<Verdict>;
  readonly judgeCertificate: (request: CertificateRequest) => CertificateVerdict;
  /** With the token its holders must show; absent: this deployment is no vantage, and `/observe` is not there. */
  readonly vantage?: {
    readonly token: string;
    readonly observe: (request: ProbeRequest) => Promise<Observation>;
    readonly hash: (text: string) => Uint8Array;
  };
  /** UTS 46 to A-labels; undefined where the name cannot be one. */
  readonly toAscii: (text: string) => string | undefined;
  /** Told of our own mistakes; the caller of the API learns only that there was one. */
  readonly report: (error: Error) => void;
}
