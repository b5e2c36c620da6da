/**
 * A sender profile as its readers see it: `GET /senders`, the CLI's `senders`, docs. All from the one definition.
 */
import { z } from 'zod';
import { confidences } from '../report/schema.ts';
import { senderProfiles } from './catalogue.ts';

export const senderDescriptionSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    software: z.string(),
    versions: z.string(),
    kind: z.enum(['mta', 'submission-client', 'service']),
    confidence: z.enum(confidences),
    unknown: z.string().optional().describe('why nothing is predicted'),
    sources: z.array(z.object({ fact: z.string(), source: z.string(), confidence: z.enum(confidences) })),
    measuredAs: z.array(z.string()).describe('the lab profiles whose recorded behaviour it stands for'),
  })
  .meta({ id: 'Sender' });
export type SenderDescription = z.infer<typeof senderDescriptionSchema>;

/** In the order of the catalogue. */
export function describeSenders(): SenderDescription[] {
  return senderProfiles.map((profile) => ({
    id: profile.id,
    name: profile.name,
    software: profile.software,
    versions: profile.versions,
    kind: profile.kind,
    confidence: profile.confidence,
    ...(profile.unknown !== undefined && { unknown: profile.unknown }),
    sources: profile.sources.map((source) => ({ ...source })),
    measuredAs: [...profile.measuredAs],
  }));
}
