/** The catalogue lints itself: what every rule owes its readers. */
import { describe, expect, it } from 'vitest';
import { rules } from '../../../src/core/rules/catalogue.ts';
import { findAll } from '../../../src/core/rules/engine.ts';
import { workaroundText } from '../../../src/core/rules/remedies.ts';
import type { Rule } from '../../../src/core/rules/rule.ts';
import records from '../../fixtures/senders/workarounds.json' with { type: 'json' };
import { factsOf } from '../judging.ts';
import { healthyObservation } from '../observation-builder.ts';

const prose = (rule: Rule) => [
  rule.title,
  rule.explanation,
  rule.fix,
  workaroundText(rule.workarounds) ?? '',
];

describe('every rule', () => {
  it('has an id of its own, area.defect', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids)
      expect(id).toMatch(/^(probe|mx|dns|smtp|tls|dane|sts|tls-rpt|cert)\.[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s says what, whom it hurts and what to do',
    (_id, rule) => {
      expect(rule.title.length).toBeLessThanOrEqual(64);
      expect(rule.title).not.toMatch(/[.!]$/);
      expect(rule.explanation.length).toBeGreaterThan(80);
      expect(rule.fix.length).toBeGreaterThan(30);
      expect(rule.citations.length).toBeGreaterThan(0);
      for (const text of prose(rule)) expect(text).not.toMatch(/ {2}|TODO|\bdisable/i);
    },
  );

  it('never tells anyone to turn TLS off', () => {
    for (const rule of rules) {
      expect(`${rule.id}: ${rule.fix}`).not.toMatch(
        /\b(turn|switch) (TLS|STARTTLS) off|stop (offering|advertising)/i,
      );
    }
  });

  it('says of each remedy whether it was tried, and where, and gives a way round one id', () => {
    const byId = new Map<string, unknown>();
    for (const { fixes = [], workarounds = [] } of rules) {
      for (const { basis, source, steps, lines = [] } of [...fixes, ...workarounds]) {
        expect(source.includes('test/lab/') || basis === 'documentation').toBe(true);
        expect(steps.length).toBeGreaterThan(20);
        for (const line of lines) expect(line.trim()).toBe(line);
      }
      for (const workaround of workarounds) {
        expect(workaround.id).toMatch(/^[a-z]+(-[a-z]+)+$/);
        expect(byId.get(workaround.id) ?? workaround).toBe(workaround);
        byId.set(workaround.id, workaround);
        expect(workaround.price).toMatch(/\.$/);
      }
    }
  });

  it('calls a way round tried exactly where the real software took it', () => {
    const worked = new Set(records.filter(({ works }) => works).map(({ id }) => id));
    for (const { id, basis } of rules.flatMap(({ workarounds = [] }) => workarounds)) {
      expect([id, basis]).toEqual([id, worked.has(id) ? 'tried-in-lab' : 'documentation']);
    }
  });

  it('names the day from which it holds as a day', () => {
    for (const { effective = '2018-03-01' } of rules) {
      expect(new Date(effective).toISOString().slice(0, 10)).toBe(effective);
    }
  });

  it('cites sections in one form, and others than RFCs with what they are and where', () => {
    for (const { citations } of rules) {
      for (const { title, url } of citations) {
        if (!title.startsWith('RFC')) {
          expect(title.length).toBeGreaterThan(12);
          expect(url).toMatch(/^https:\/\/[a-z0-9.-]+\/\S+$/);
          continue;
        }
        expect(title).toMatch(/^RFC \d{4}( §\d+(\.\d+)*)?$/);
        expect(url).toMatch(/^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d{4}(#section-[\d.]+)?$/);
      }
    }
  });
});

describe('the engine', () => {
  const rule = (id: string, more: Partial<Rule>): Rule => ({
    id,
    severity: 'notice',
    acts: 'nobody',
    title: id,
    explanation: id,
    fix: id,
    citations: [],
    find: () => [{ subject: {}, evidence: {} }],
    ...more,
  });
  const facts = factsOf(healthyObservation());

  it('puts the worst first, and the catalogue in order below it', () => {
    const raised = rule('a.raised', { find: () => [{ subject: {}, evidence: {}, severity: 'error' }] });
    const findings = findAll(facts, [rule('a.first', {}), rule('a.second', {}), raised]);
    expect(findings.map((finding) => finding.rule.id)).toEqual(['a.raised', 'a.first', 'a.second']);
  });

  it('says the same thing once, whatever the order of its fields', () => {
    const find = () => [
      { subject: { mx: 'a', address: 'b' }, evidence: { one: 1, two: [{ x: 1, y: 2 }] } },
      { subject: { address: 'b', mx: 'a' }, evidence: { two: [{ y: 2, x: 1 }], one: 1 } },
      { subject: { mx: 'a', address: 'c' }, evidence: { one: 1, two: [{ x: 1, y: 2 }] } },
    ];
    expect(findAll(facts, [rule('a.b', { find })]).map(({ subject }) => subject.address)).toEqual(['b', 'c']);
  });
});
