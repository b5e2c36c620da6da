/**
 * What to do about a defect, beside the rule's one general fix: for single software where it differs, and, where the receiver can't be
 * mended, on the sender's side with its price. Each says whether it was tried in the lab (test/lab) or only taken from documentation.
 * One definition: `GET /rules`, docs/rules, findings and texts are made of it.
 */
import { z } from 'zod';

export const bases = ['tried-in-lab', 'documentation'] as const;
type Basis = (typeof bases)[number];

const shared = {
  software: z.string().describe('e.g. Postfix, Exim, OpenSSL'),
  steps: z.string().describe('what to do, in a sentence'),
  lines: z.array(z.string()).optional().describe('settings or commands, to be copied as they stand'),
  basis: z
    .enum(bases)
    .describe('tried-in-lab: seen to work in the laboratory; documentation: as its maker says'),
  source: z.string().describe('where it was tried, or where it is documented'),
};

export const fixSchema = z.object(shared).meta({ id: 'Fix' });
/** How one software is mended. */
export type Fix = Readonly<z.infer<typeof fixSchema>>;

export const workaroundSchema = z
  .object({
    id: z.string().describe('never renamed, never reused'),
    ...shared,
    price: z.string().describe('what is given up'),
  })
  .meta({ id: 'Workaround' });
/** What a sender's administrator can do meanwhile. */
export type Workaround = Readonly<z.infer<typeof workaroundSchema>>;

/** How sure it is, for people: `tried in the lab`, or `documented in ...`. */
export const basisWords: Readonly<Record<Basis, (source: string) => string>> = {
  'tried-in-lab': (source) => `tried in the lab: ${source}`,
  documentation: (source) => `documented in ${source}`,
};

/** All of them as one text: the contract's `workaround` of a finding. @returns nothing where there is none */
export function workaroundText(workarounds: readonly Workaround[] = []): string | undefined {
  const texts = workarounds.map(({ software, steps, lines = [], price, basis, source }) => {
    const what = [steps, ...lines.map((line) => `"${line}"`)].join(' ');
    return `${software}: ${what}${lines.length > 0 ? '.' : ''} The price: ${price} (${basisWords[basis](source)})`;
  });
  return texts.length > 0 ? texts.join(' ') : undefined;
}
