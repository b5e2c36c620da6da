/** The lab's record: what a sender logged, joined with what the servers saw. */
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../lab/senders/logs/attempt.ts';
import { maskLine } from '../lab/senders/masks.ts';
import { type Connection, makeRow } from '../lab/senders/rows.ts';

const attempt = (fate: Attempt['fate'], more: Partial<Attempt> = {}): Attempt => ({
  domain: 'x.badmx.test',
  fate,
  lines: [fate],
  ...more,
});
const taken = (overTls: boolean): Connection => ({
  scenario: 'x',
  accepted: true,
  overTls,
  clientHello: null,
});
const refused: Connection = { scenario: 'x', accepted: false, overTls: false, clientHello: null };

describe('a row', () => {
  it("takes TLS or cleartext from the servers and the fate from the sender's log", () => {
    expect(makeRow([attempt('delivered', { peer: 'Trusted' })], [refused, taken(true)])).toEqual({
      first: 'delivered-tls',
      peer: 'Trusted',
      log: ['delivered'],
    });
  });

  it('has a retry only after a deferral, and no word for a delivery in cleartext', () => {
    const attempts = [attempt('deferred'), attempt('delivered', { peer: 'Trusted' }), attempt('deferred')];
    expect(makeRow(attempts, [taken(false)])).toEqual({
      first: 'deferred',
      retry: 'delivered-cleartext',
      log: ['deferred'],
      log2: ['delivered'],
    });
  });

  it('says that there is none where nothing was logged', () => {
    expect(makeRow([], [refused])).toEqual({ none: 'no-outcome-logged' });
  });

  it('is refused where a delivery was logged that no server saw', () => {
    expect(() => makeRow([attempt('delivered')], [refused])).toThrow('no server accepted');
  });
});

describe('a mask', () => {
  it.each([
    ['delay=35, delays=35/0/0/0.04, dsn=2.0.0', 'delay={id}, delays={id}, dsn=2.0.0'],
    [
      'after MAIL FROM:<root@exim.sender.test> SIZE=1361: 530',
      'after MAIL FROM:<root@exim.sender.test> SIZE={id}: 530',
    ],
    [
      'SIGSEGV ( 1502 delivering 1xWhVR-0000O3-1p to mx.x.badmx.test [127.25.1.1] (u@x.badmx.test)',
      'SIGSEGV ({id} delivering {id} to mx.x.badmx.test [127.25.1.1] (u@x.badmx.test)',
    ],
    ['evpid=47ffd97adec07c9e delay=5m2s', 'evpid={id} delay={id}'],
    ['delay=00:00:01, xdelay=00:00:01, pri=30020', 'delay={id}, xdelay={id}, pri={id}'],
    ['relay=mx.x.badmx.test[127.25.1.1]:25', 'relay=mx.x.badmx.test[127.25.1.1]:25'],
  ])('covers what changes from run to run: %s', (line, masked) => {
    expect(maskLine(line)).toBe(masked);
  });
});
