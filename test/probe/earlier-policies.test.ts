/** The second look at a domain: what became of the policy that a sender fetched at the first. */
import { describe, expect, test } from 'vitest';
import { createPolicyMemory } from '../../src/adapters/policy-memory.ts';
import { toBase64 } from '../../src/core/base/text.ts';
import type { MtaStsObservation } from '../../src/core/mta-sts/observation.ts';
import { type Observation, observationSchema } from '../../src/core/observation.ts';
import type { Handshake } from '../../src/core/tls/facts.ts';
import { judge } from '../../src/core/verdict.ts';
import { anchorOf, createAnchorStore } from '../../src/core/x509/anchors.ts';
import { parseCertificate } from '../../src/core/x509/certificate.ts';
import { recallPolicy } from '../../src/probe/earlier-policies.ts';
import { createProbe, rememberPolicies } from '../../src/service.ts';
import { anchors, cryptography } from '../core/judging.ts';
import { certificates } from '../core/mta-sts/policy-host-certificates.ts';
import { completed, dnsAnswer, healthyObservation, mtaSts, policyText } from '../core/observation-builder.ts';

const at = (day: number) => `2026-11-${String(day).padStart(2, '0')}T10:20:30.000Z`;

function seen(policy: MtaStsObservation, day: number): Observation {
  return healthyObservation({ finishedAt: at(day), mtaSts: policy });
}

function withId(policy: MtaStsObservation, id: string): MtaStsObservation {
  const strings = [`v=STSv1; id=${id}`];
  return { ...policy, record: dnsAnswer('_mta-sts.example.test', 'TXT', [{ type: 'TXT', strings }]) };
}

const gone: MtaStsObservation = { record: dnsAnswer('_mta-sts.example.test', 'TXT', []) };
const enforce = mtaSts(policyText('enforce'));
const moved = mtaSts(policyText('enforce', 'other.test'));

/** Each look after the other, one memory; what the last one finds of MTA-STS. */
async function lookAtAll(...looks: readonly Observation[]) {
  const memory = createPolicyMemory(() => 0);
  let last: Observation | undefined;
  for (const look of looks) last = await recallPolicy(look, { memory, anchors, cryptography });
  if (!last) throw new TypeError('no look');
  expect(observationSchema.safeParse(last).error).toBeUndefined();
  const verdict = judge(last, { anchors, cryptography });
  const ids = verdict.findings.map(({ id }) => id).filter((id) => id.startsWith('sts.'));
  return { last, verdict, ids };
}

describe('the second look', () => {
  test('C65: tells that the policy changed and its id did not, and what the older one refuses', async () => {
    const { ids, verdict } = await lookAtAll(seen(moved, 1), seen(enforce, 2));
    expect(ids).toEqual(['sts.id-not-bumped']);
    expect(verdict.mtaSts.older).toEqual({
      id: '20260101',
      mode: 'enforce',
      mx: ['other.test'],
      bindsUntil: '2026-11-08T10:00:00.000Z',
      refuses: ['mx.example.test'],
    });
    const step = verdict.mx[0]?.precedence?.find(({ policy }) => policy === 'mta-sts');
    expect(step?.why).toContain('refuses this host');
  });

  test('C65: and goes on telling, for senders hold the older one until it has run out', async () => {
    expect((await lookAtAll(seen(moved, 1), seen(enforce, 2), seen(enforce, 3))).ids).toEqual([
      'sts.id-not-bumped',
    ]);
    expect((await lookAtAll(seen(moved, 1), seen(enforce, 9))).ids).toEqual([]);
  });

  test('C64: tells that a policy which is gone still binds', async () => {
    const { ids, verdict } = await lookAtAll(seen(moved, 1), seen(gone, 2));
    expect(ids).toEqual(['sts.withdrawn-too-soon']);
    expect(verdict.findings[0]?.fix).toContain('mode: none\nmax_age: 86400');
  });

  test('says nothing where the id was changed with the file, or nothing changed', async () => {
    expect((await lookAtAll(seen(moved, 1), seen(withId(enforce, '2'), 2))).ids).toEqual([]);
    const same = await lookAtAll(seen(enforce, 1), seen(enforce, 2));
    expect(same.ids).toEqual([]);
    expect(same.verdict.mtaSts).not.toHaveProperty('older');
  });

  test('a new id replaces what is held', async () => {
    const { last } = await lookAtAll(seen(moved, 1), seen(withId(enforce, '2'), 2), seen(gone, 3));
    expect(last.mtaSts?.earlier).toMatchObject({ id: '2', policy: policyText('enforce') });
  });

  test('what the caller knows goes before what is remembered', async () => {
    const { last } = await lookAtAll(seen(moved, 1), seen(gone, 2));
    const policy = { mode: 'testing', maxAgeSeconds: 604_800, mx: ['x.test'], extensions: [] } as const;
    const knownPolicy = { id: '9', policy, fetchedAt: new Date(at(2)) };
    expect(judge(last, { anchors, cryptography, knownPolicy }).mtaSts.older).toMatchObject({ id: '9' });
  });
});

test('C65: the service tells at its second probe what it could not at its first', async () => {
  const looks = [seen(moved, 1), seen(enforce, 2)];
  const measure = async () => looks.shift() ?? seen(gone, 3);
  const memory = createPolicyMemory(() => 0);
  const context = { anchors, cryptography };
  const probe = createProbe(rememberPolicies(measure, context, memory), context);
  const target = { input: 'example.test', host: 'example.test', form: 'domain' } as const;
  const found = async () =>
    (await probe({ target, port: 25 })).findings.map(({ id }) => id).filter((id) => id.startsWith('sts.'));
  expect(await found()).toEqual(['sts.mx-not-in-policy']);
  expect(await found()).toEqual(['sts.id-not-bumped']);
  expect(await found()).toEqual(['sts.withdrawn-too-soon']);
});

describe('the memory learns nothing', () => {
  test.each<[string, MtaStsObservation]>([
    ['from a host whose certificate is not for it', { ...moved, fetch: fetchWith(completed({})) }],
    ['from a file that is no policy', mtaSts('version: STSv1\n')],
    ['from an answer other than 200', { ...moved, fetch: { ...fetchWith(), status: 404 } }],
    [
      'from a file that some senders refuse',
      { ...moved, fetch: { ...fetchWith(), contentType: 'text/html' } },
    ],
    ['from a very long file', mtaSts(policyText('enforce', 'other.test') + 'x: y\n'.repeat(2_000))],
    ['without a record', gone],
  ])('%s', async (_, look) => {
    const { last } = await lookAtAll(seen(look, 1), seen(gone, 2));
    expect(last.mtaSts).not.toHaveProperty('earlier');
  });

  test.each<[string, Handshake['signatureVerified'] | undefined, boolean]>([
    ['from a host that has not proven its key', 'unsupported', false],
    ['(but does from one that has)', 'valid', true],
  ])('%s', async (_, signatureVerified, learns) => {
    const root = parseCertificate(certificates.root);
    if (!root.ok) throw new TypeError(root.error.detail);
    const shown = completed({
      certificates: [toBase64(certificates.good)],
      ...(signatureVerified && { signatureVerified }),
    });
    const look = healthyObservation({
      host: 'example.com',
      finishedAt: at(22),
      mtaSts: { ...moved, fetch: fetchWith(shown) },
    });
    const memory = createPolicyMemory(() => 0);
    const given = { memory, anchors: createAnchorStore([anchorOf(root.value, '')]), cryptography };
    await recallPolicy(look, given);
    expect((await memory.recall('example.com')) !== undefined).toBe(learns);
  });

  test('and tells the time to the hour only', async () => {
    const { last } = await lookAtAll(seen(moved, 1), seen(gone, 2));
    expect(last.mtaSts?.earlier?.fetchedAt).toBe('2026-11-01T10:00:00.000Z');
  });
});

function fetchWith(handshake?: ReturnType<typeof completed>): NonNullable<MtaStsObservation['fetch']> {
  const { fetch } = moved;
  if (!fetch) throw new TypeError('no fetch');
  return { ...fetch, ...(handshake && { handshake }) };
}
