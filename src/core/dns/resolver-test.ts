/**
 * Does a resolver validate DNSSEC at all? Without that its "no AD bit" says nothing, and its "AD" even less (RFC 7672 §2.1.1, §2.1.3).
 * Two questions tell: a signed name must come with AD, a name whose signatures are broken on purpose must not come at all.
 * Which two is a setting: the public DNS has a well-known pair, a lab has its own.
 */
import { z } from 'zod';
import { isAskableName } from '../base/host-name.ts';
import { fail, ok, type Result } from '../base/result.ts';
import { describeAnswer } from './addresses.ts';
import type { DnsAnswer, Resolve } from './answer.ts';
import { isConclusive } from './dnssec.ts';

/** Two names with an A record. */
export interface DnssecTest {
  /** Signed, and the signatures are good. */
  readonly signed: string;
  /** Signed, and the signatures are wrong. */
  readonly broken: string;
}

/** IANA's own name, and the one that Comcast keeps broken for this very use. */
const defaultDnssecTest: DnssecTest = { signed: 'iana.org', broken: 'dnssec-failed.org' };

/**
 * The two names of the resolver self-test. `DNSSEC_TEST` and `--dnssec-test`.
 *
 * @param text  `SIGNED,BROKEN`, or `off`; absent: the public pair
 * @returns undefined: no test
 */
export function parseDnssecTest(text: string | undefined): Result<DnssecTest | undefined, string> {
  if (text === undefined) return ok(defaultDnssecTest);
  if (text === 'off') return ok(undefined);
  const [signed, broken, ...more] = text.split(',').map((name) => name.trim().toLowerCase());
  const named = signed !== undefined && broken !== undefined && signed !== '' && broken !== '';
  if (!named || more.length > 0 || !isAskableName(signed) || !isAskableName(broken)) {
    return fail('two names, the signed one and the broken one, with a comma between them; or off');
  }
  return ok({ signed, broken });
}

export const resolverTestSchema = z
  .object({
    resolver: z.string(),
    validates: z.enum(['yes', 'no', 'unknown']).describe('unknown: the two names could not be asked for'),
    detail: z.string(),
    testedAt: z.string().describe('ISO 8601, UTC; remembered for a while'),
  })
  .meta({ id: 'ResolverTest' });
export type ResolverTest = z.infer<typeof resolverTestSchema>;

/**
 * Ask one resolver for both names.
 *
 * @param resolve  of that resolver alone: with others behind it another one might answer
 * @throws never
 */
export async function testResolver(
  resolve: Resolve,
  { signed, broken }: DnssecTest,
): Promise<Pick<ResolverTest, 'validates' | 'detail'>> {
  const answers = await Promise.all([resolve(signed, 'A'), resolve(broken, 'A')]);
  return judgeResolver(...answers);
}

function judgeResolver(signed: DnsAnswer, broken: DnsAnswer): Pick<ResolverTest, 'validates' | 'detail'> {
  if (isConclusive(broken.outcome)) {
    const detail = `${broken.name}, whose signatures are wrong, is answered: ${describeAnswer(broken)}`;
    return { validates: 'no', detail };
  }
  if (isConclusive(signed.outcome)) {
    if (!signed.ad) return { validates: 'no', detail: `${signed.name}, which is signed, comes without AD` };
    if (broken.outcome === 'servfail') {
      return { validates: 'yes', detail: `${signed.name} comes with AD, ${broken.name} is refused` };
    }
    return { validates: 'unknown', detail: `${broken.name}: ${describeAnswer(broken)}` };
  }
  return { validates: 'unknown', detail: `${signed.name}: ${describeAnswer(signed)}` };
}

/**
 * An answer with the DNSSEC state that its resolver is good for: of one that was not seen to validate neither `secure` nor `insecure`
 * may be believed, whether it failed the test or could not be asked. `bogus` needs a validator, so it stands.
 */
export function discountState(answer: DnsAnswer, test: Pick<ResolverTest, 'validates'>): DnsAnswer {
  const claimed = answer.dnssec === 'secure' || answer.dnssec === 'insecure';
  return test.validates !== 'yes' && claimed ? { ...answer, dnssec: 'indeterminate' } : answer;
}
