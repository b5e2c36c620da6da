/**
 * The log line of every recorded failure and every delivery in cleartext, held against what the software wrote: addresses, host names, times,
 * queue ids and recipients aside, the predicted line stands in the recorded log. Where nothing was written, none is predicted.
 */
import { describe, expect, test } from 'vitest';
import certificates from '../../fixtures/senders/certificates.json' with { type: 'json' };
import logs from '../../fixtures/senders/logs.json' with { type: 'json' };
import observations from '../../fixtures/senders/observations.json' with { type: 'json' };
import { predictionsFor } from './recorded.ts';

/** These wait for ever, so that the laboratory had to end them; they say nothing while they wait. */
const mute: Readonly<Record<string, readonly string[]>> = { 'starttls-hang': ['go', 'msmtp'] };

/**
 * These lines are held against the senders' lab instead. A server that closed without having read the hello: senders saw a reset or an end, as
 * the race fell; the probe saw the end. A silent one: nodemailer gives up after ten minutes, and was ended before.
 */
const otherwise: Readonly<Record<string, readonly string[]>> = {
  'starttls-close': ['msmtp'],
  'starttls-hang': ['nodemailer'],
};

const masked = (line: string): string =>
  line
    .replaceAll(/\d+\.\d+\.\d+\.\d+/g, '{ip}')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '{time}')
    // One-shot clients were given mx.DOMAIN, where there was no such mail host, too.
    .replaceAll(/\b(mx\.)?[a-z0-9-]+\.lab\.test/g, '{host}');

describe('predicted lines are recorded ones', () => {
  test.each(Object.entries(logs))('%s', (scenario, senders) => {
    const prediction = predictionsFor({ certificates, observations }, scenario);
    const wrong: string[] = [];
    const silent: string[] = [];
    for (const [sender, lines] of Object.entries(senders)) {
      const { log, first } = prediction(sender);
      if (first === 'unknown') continue;
      if (log === undefined) silent.push(sender);
      else if (otherwise[scenario]?.includes(sender)) continue;
      else if (!lines.some((line: string) => masked(line).includes(masked(log))))
        wrong.push(`${sender}: ${log}`);
    }
    expect({ wrong, silent: silent.sort() }).toEqual({ wrong: [], silent: mute[scenario] ?? [] });
  });
});
