/**
 * A certificate that a server did not send, fetched from where the one below says it is (caIssuers, RFC 5280 §4.2.2.1): as observed, unjudged.
 */
import { z } from 'zod';

export const fetchedIssuerSchema = z
  .object({
    url: z
      .string()
      .describe('from the authority information access of a certificate that was sent or fetched'),
    outcome: z.enum([
      'certificates',
      'not-a-certificate',
      'dns-failure',
      'connect-failure',
      'http-failure',
      'timeout',
      'special-address',
      'refused-url',
    ]),
    detail: z.string(),
    address: z.string().optional(),
    status: z.number().optional().describe('HTTP status; a redirect is not followed'),
    certificates: z.array(z.string()).describe('DER as base64; empty for any other outcome'),
  })
  .meta({ id: 'FetchedIssuer' });
export type FetchedIssuer = z.infer<typeof fetchedIssuerSchema>;
