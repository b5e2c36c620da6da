import { describe, expect, test } from 'vitest';
import { createApp } from '../../src/http/app.ts';

const never = (): never => {
  throw new Error('nothing is measured here');
};
const app = createApp({ probe: never, judgeCertificate: never, toAscii: (name) => name, report: never });

async function get(path: string) {
  const response = await app.request(path);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe.each([
  ['rules', 'cert.expired'],
  ['senders', 'postfix-sts-3.10'],
])('GET /%s/{id}', (list, known) => {
  test('gives every entry of the list, the same', async () => {
    const { body } = await get(`/${list}`);
    const entries = body[list] as { id: string }[];
    expect(entries.map(({ id }) => id)).toContain(known);
    for (const entry of entries)
      expect(await get(`/${list}/${entry.id}`)).toEqual({ status: 200, body: entry });
  });

  test.each(['nope', 'CERT.EXPIRED', '__proto__', '%00'])(
    '%s is a 404 problem that names the id',
    async (id) => {
      expect(await get(`/${list}/${id}`)).toEqual({
        status: 404,
        body: expect.objectContaining({ type: 'urn:starttls-probe:problem:not-found', parameter: 'id' }),
      });
    },
  );
});

describe.each([
  ['rules', 'cert.expired', 'The certificate has expired'],
  ['senders', 'postfix-sts-3.10', 'Postfix 3.10 with postfix-mta-sts-resolver'],
  ['senders', 'yahoo', 'Yahoo'],
])('for people, /%s', (list, id, name) => {
  const page = async (path: string): Promise<string> => {
    const response = await app.request(path, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=UTF-8');
    expect(response.headers.get('vary')).toContain('Accept');
    return await response.text();
  };

  test('is a table whose rows lead to the entries', async () => {
    expect(await page(`/${list}`)).toContain(`<a href="/${list}/${id}">${name}</a>`);
  });

  test(`/${id} is a page with its name`, async () => {
    expect(await page(`/${list}/${id}`)).toContain(`<h1>${name}</h1>`);
  });
});

test('every entry has a page', async () => {
  for (const list of ['rules', 'senders']) {
    const { body } = await get(`/${list}`);
    for (const { id } of body[list] as { id: string }[]) {
      const response = await app.request(`/${list}/${id}`, { headers: { accept: 'text/html' } });
      expect([id, response.status, (await response.text()).includes(id)]).toEqual([id, 200, true]);
    }
  }
});

describe('a sender', () => {
  test('comes with what it does about each failure, or with why nothing is predicted', async () => {
    const { body } = await get('/senders');
    const senders = body.senders as { id: string; behaviour?: object; unknown?: string }[];
    expect(
      senders.filter(({ behaviour, unknown }) => (behaviour === undefined) === (unknown === undefined)),
    ).toEqual([]);
  });

  test('Postfix waits after a failed handshake, and delivers in clear later (C82)', async () => {
    const { body } = await get('/senders/postfix-may');
    expect(body.behaviour).toMatchObject({
      starttls: 'opportunistic',
      dane: false,
      reactions: expect.arrayContaining([
        expect.objectContaining({
          failure: 'handshake-failed',
          kind: 'cleartext',
          connection: 'new',
          notBeforeSeconds: 300,
          from: ['lab', 'fallback'],
          confidence: 'measured',
        }),
      ]),
    });
  });

  test('Postfix with DANE never goes without TLS where it binds', async () => {
    const { body } = await get('/senders/postfix-dane');
    expect(body.behaviour).toMatchObject({ dane: true, underPolicy: { otherwise: { kind: 'next-host' } } });
  });
});
