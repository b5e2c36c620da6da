import type { Verdict } from '../../src/core/report/schema.ts';

/** A verdict with one of everything, and hostile text wherever a peer's text can be. */
export const hostile = '<script>alert(1)</script>"\'&';

export const verdict: Verdict = {
  host: 'example.test',
  port: 25,
  status: 'degraded',
  summary: 'Mail arrives. In clear.',
  statusSenders: ['exim'],
  senders: [
    {
      id: 'exim',
      name: 'Exim 4.96-4.98, DANE tried',
      shortName: 'Exim',
      first: 'delivered-cleartext',
      final: 'delivered-cleartext',
      timeline: [
        { afterSeconds: 0, outcome: 'delivered-cleartext', mx: 'mx.example.test', why: `said ${hostile}` },
      ],
      because: [{ finding: 'smtp.starttls-not-offered', subject: { mx: 'mx.example.test' } }],
      log: hostile,
      confidence: 'measured',
    },
  ],
  findings: [
    {
      id: 'smtp.starttls-not-offered',
      severity: 'warning',
      acts: 'mx-operator',
      subject: { mx: 'mx.example.test', address: '192.0.2.1' },
      title: 'STARTTLS is not offered',
      explanation: 'Mail goes in clear.',
      fix: 'Offer STARTTLS.',
      fixes: [],
      workarounds: [],
      evidence: { extensions: [hostile], greeting: hostile },
      citations: [{ title: 'RFC 3207', url: 'https://www.rfc-editor.org/rfc/rfc3207' }],
    },
  ],
  routing: { kind: 'mx', dnssec: 'insecure' },
  mx: [
    {
      host: 'mx.example.test',
      preference: 10,
      addresses: [
        {
          ip: '192.0.2.1',
          smtp: {
            reachable: 'yes',
            greeting: hostile,
            extensions: [hostile],
            starttls: 'not-offered',
            cleartext: 'accepted',
          },
          tls: { handshake: 'not-tried' },
          certificates: [],
          dane: { state: 'none', records: [] },
        },
      ],
    },
  ],
  mtaSts: { state: 'none', problems: [] },
  tlsRpt: { state: 'none', rua: [], problems: [] },
  dns: [],
  observedAt: '2026-11-22T10:00:00.000Z',
  vantage: { id: 'test', runtime: 'test', ehloName: 'probe.test', resolvers: [] },
};
