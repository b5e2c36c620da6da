/**
 * What a caller asks about a certificate that is not deployed yet: the body of `POST /certificates/judge`, also the CLI's `cert`.
 */
import { z } from 'zod';
import type { ToAscii } from './base/host-name.ts';
import { parseIpAddress } from './base/ip-address.ts';
import { fail, ok, type Result } from './base/result.ts';
import { parseTime } from './base/time.ts';
import type { CertificateQuestion } from './certificate-verdict.ts';
import { ports } from './observation.ts';
import type { Refusal } from './request.ts';
import { parseTarget } from './target.ts';
import { parsePem } from './x509/pem.ts';
import { holdsPrivateKey } from './x509/pem-strangers.ts';

/** Real chains have two to five; what a caller asks costs us, and nobody else. */
export const maxCertificates = 16;
/** As much as a handshake may send in a probe, as PEM. */
export const maxPemLength = 352 * 1024;

/** As a caller asks it: judged at the present, unless they say when. */
export type CertificateRequest = Omit<CertificateQuestion, 'at'> & { readonly at?: Date };

export const certificateBodySchema = z
  .strictObject({
    pem: z
      .string()
      .describe('The chain as the server would send it: its own certificate first. Never send a private key')
      .meta({ examples: ['-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----\n'] }),
    host: z
      .string()
      .describe("The mail host's own name, as the MX record has it")
      .meta({ examples: ['mx.example.org'] }),
    port: z
      .literal(ports)
      .default(25)
      .meta({
        description: 'On 465 and 587 senders verify by themselves, so faults weigh more',
        // The generator knows the first value of a literal only.
        enum: [...ports],
      }),
    at: z
      .string()
      .optional()
      .describe('ISO 8601; without a zone: UTC. Default: now')
      .meta({ examples: ['2026-11-22T10:00:00Z'] }),
  })
  .meta({ id: 'CertificateQuestion' });
export type CertificateBody = z.infer<typeof certificateBodySchema>;

/** Read a body whose shape zod has already accepted; the refusal names the field at fault. */
export function readCertificateRequest(
  body: { readonly [Field in keyof CertificateBody]: CertificateBody[Field] },
  toAscii: ToAscii,
): Result<CertificateRequest, Refusal> {
  const refuse = (parameter: keyof CertificateBody, detail: string) => fail({ parameter, detail });
  if (body.host.includes('@'))
    return refuse('host', "an e-mail address names no mail host: give the MX's own name");
  if (parseIpAddress(body.host.replace(/^\[|\]$/g, '')))
    return refuse('host', "an address has no name to compare: give the mail host's name");
  const target = parseTarget(body.host, { toAscii });
  if (!target.ok) return refuse('host', target.error.detail);
  const at = body.at === undefined ? undefined : parseTime(body.at);
  if (body.at !== undefined && at === undefined) {
    return refuse('at', 'no ISO 8601 time, e.g. 2026-11-22T10:00:00Z');
  }
  if (body.pem.length > maxPemLength) {
    return refuse('pem', `${body.pem.length} characters, at most ${maxPemLength} are read`);
  }
  if (holdsPrivateKey(body.pem)) {
    const detail = 'a private key is in it: leave that out, and if it has left your machine, replace it';
    return refuse('pem', detail);
  }
  const chain = parsePem(body.pem, maxCertificates);
  if (!chain.ok) {
    const { block, code, detail } = chain.error;
    return refuse('pem', block === 0 ? detail : `certificate ${block}: ${code}: ${detail}`);
  }
  const { host, unicodeHost } = target.value;
  return ok({
    chain: chain.value.map(({ der }) => der),
    host,
    ...(unicodeHost !== undefined && { unicodeHost }),
    port: body.port,
    ...(at !== undefined && { at }),
  });
}
