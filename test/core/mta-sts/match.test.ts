import { describe, expect, it } from 'vitest';
import { matchMxPattern } from '../../../src/core/mta-sts/match.ts';

describe('matchMxPattern', () => {
  it.each([
    [['mail.example.com'], 'mail.example.com', 'mail.example.com'],
    [['MAIL.Example.com'], 'mail.example.COM.', 'MAIL.Example.com'],
    [['mail.example.com.'], 'mail.example.com', 'mail.example.com.'],
    [['other.test', '*.example.com'], 'mx1.example.com', '*.example.com'],
    [['*.EXAMPLE.com'], 'MX1.example.com', '*.EXAMPLE.com'],
    [['*.h-v1.mx.microsoft'], 'x.h-v1.mx.microsoft', '*.h-v1.mx.microsoft'],
    [['*.com'], 'example.com', '*.com'],
  ])('C56: %j names %s', (patterns, host, pattern) => {
    expect(matchMxPattern(patterns, host)).toEqual({ kind: 'matched', pattern });
  });

  it.each([
    [['*.example.com'], 'example.com', 'wildcard-apex'],
    [['*.example.com'], 'a.b.example.com', 'wildcard-depth'],
    [['*.mx.microsoft'], 'x.h-v1.mx.microsoft', 'wildcard-depth'],
    [['example.com'], 'mail.example.com', 'wildcard-missing'],
    [['mail.example.com'], 'mail.example.net', undefined],
    [['*.example.com'], 'mail.notexample.com', undefined],
    [['*.example.com'], 'com', undefined],
    [['*.localhost'], 'localhost', 'wildcard-apex'],
    [[], 'mail.example.com', undefined],
  ])('C56: %j does not name %s (%s)', (patterns, host, why) => {
    const near = why === undefined ? {} : { near: { pattern: patterns[0], why } };
    expect(matchMxPattern(patterns, host)).toEqual({ kind: 'mismatch', ...near });
  });

  it('a later entry that matches beats an earlier one that nearly does', () => {
    expect(matchMxPattern(['*.example.com', 'example.com'], 'example.com').kind).toBe('matched');
  });
});
