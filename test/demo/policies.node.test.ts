/**
 * The town's DANE and MTA-STS hosts: what their names hold fits, or does not fit, what their servers show.
 */
import { Buffer } from 'node:buffer';
import { createHash, X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { decode } from 'dns-packet';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Badmx, startBadmx } from '../../src/demo/town.ts';
import { dnsQuery, secureSession } from './clients.ts';

const tlsaType = 52;

let town: Badmx;
beforeAll(async () => {
  town = await startBadmx();
});
afterAll(() => town.stop());

async function ask(name: string, type: number, flags?: number) {
  const response = await fetch(town.dohUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/dns-message' },
    body: dnsQuery(name, type, flags),
    signal: AbortSignal.timeout(300),
  });
  const packet = decode(Buffer.from(await response.arrayBuffer()));
  return {
    rcode: (packet as unknown as { rcode: string }).rcode,
    ad: packet.flag_ad,
    answers: packet.answers ?? [],
  };
}

interface Tlsa {
  readonly usage: number;
  readonly selector: number;
  readonly matchingType: number;
  readonly certificate: Buffer;
}

async function tlsaOf(name: string, flags?: number) {
  const { answers, ...rest } = await ask(`_25._tcp.mx.${name}.badmx.test`, tlsaType, flags);
  return {
    ...rest,
    records: answers.map((answer) => ('data' in answer ? (answer.data as unknown as Tlsa) : null)),
  };
}

/** SHA-256 of the public keys of the chain that a host sends, leaf first. */
async function keysOf(name: string): Promise<string[]> {
  const mx = `mx.${name}.badmx.test`;
  const server = town.hosts.flatMap((host) => host.mailHosts).find((each) => each.name === mx);
  if (!server) throw new Error(`no ${mx}`);
  const session = await secureSession(server.address, town.portMap(server.address, 25), { servername: mx });
  if (session.kind === 'failed') throw new Error(session.code);
  const leaf = session.tls.getPeerCertificate(true);
  session.tls.destroy();
  // Node shows no issuer where it knows none.
  const issuers = leaf.issuerCertificate ? [leaf.issuerCertificate] : [];
  return [leaf, ...issuers].map(({ raw }) => {
    const spki = new X509Certificate(raw).publicKey.export({ type: 'spki', format: 'der' });
    return createHash('sha256').update(spki).digest('hex');
  });
}

describe('TLSA', () => {
  test.each([
    ['dane', 3, 0, true, true],
    ['dane-ta', 2, 1, true, true],
    ['dane-self-signed', 3, 0, true, true],
    ['dane-unusable', 1, 0, true, true],
    ['dane-mismatch', 3, 0, false, true],
    ['dane-unsigned', 3, 0, false, false],
  ])('%s: usage %i against certificate %i', async (name, usage, depth, matches, secure) => {
    const { records, ad } = await tlsaOf(name);
    expect(records).toMatchObject([{ usage, selector: 1, matchingType: 1 }]);
    expect(ad).toBe(secure);
    const key = (await keysOf(name))[depth];
    expect(records[0]?.certificate.toString('hex') === key).toBe(matches);
  });

  test('dane hosts have secure MX and addresses, others do not', async () => {
    expect((await ask('dane.badmx.test', 15)).ad).toBe(true);
    expect((await ask('mx.dane.badmx.test', 1)).ad).toBe(true);
    expect((await ask('mx.healthy.badmx.test', 1)).ad).toBe(false);
  });

  test('dane-bogus is SERVFAIL, and right once checking is disabled', async () => {
    expect((await tlsaOf('dane-bogus')).rcode).toBe('SERVFAIL');
    const shown = await tlsaOf('dane-bogus', 0x0130);
    expect(shown.ad).toBe(false);
    expect(shown.records[0]?.certificate.toString('hex')).toBe((await keysOf('dane-bogus'))[0]);
  });

  test('C94 dane-silent: TLSA is never answered, A at the same name is', async () => {
    await expect(tlsaOf('dane-silent')).rejects.toMatchObject({ name: 'TimeoutError' });
    const { rcode, ad } = await ask('_25._tcp.mx.dane-silent.badmx.test', 1);
    expect([rcode, ad]).toEqual(['NOERROR', true]);
  });
});

async function policyOf(name: string): Promise<{ status: number; body: string; type: string } | string> {
  const host = `mta-sts.${name}.badmx.test`;
  const [answer] = (await ask(host, 1)).answers;
  const address = answer && 'data' in answer ? String(answer.data) : '';
  return new Promise((resolve) => {
    const asked = request(
      {
        host: address,
        port: town.portMap(address, 443),
        servername: host,
        headers: { host },
        path: '/.well-known/mta-sts.txt',
        ca: town.rootsPem,
        agent: false,
      },
      (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => {
          body += text;
        });
        const { statusCode: status = 0, headers } = response;
        response.on('end', () => resolve({ status, body, type: headers['content-type'] ?? '' }));
      },
    );
    asked.on('error', (error: Error & { code?: string }) => resolve(error.code ?? error.message));
    asked.end();
  });
}

describe('MTA-STS', () => {
  test('hosts with a policy say so in the DNS', async () => {
    for (const host of town.hosts.filter(({ area }) => area === 'mta-sts')) {
      const { answers } = await ask(`_mta-sts.${host.name}`, 16);
      expect(answers, host.name).toMatchObject([{ data: [Buffer.from('v=STSv1; id=20260101T000000;')] }]);
    }
    expect((await ask('_mta-sts.healthy.badmx.test', 16)).rcode).toBe('NXDOMAIN');
  });

  test.each([
    ['sts', 200, /^version: STSv1\r\nmode: enforce\r\nmx: mx\.sts\.badmx\.test\r\nmax_age: 604800\r\n$/],
    ['sts-testing', 200, /\r\nmode: testing\r\n/],
    ['sts-mx-not-listed', 200, /\r\nmx: mail\.elsewhere\.test\r\n/],
    ['sts-policy-invalid', 200, /^version: STSv1\r\nmax_age: 604800\r\n$/],
    ['sts-policy-404', 404, /^no policy/],
    ['sts-policy-redirect', 301, /^no policy/],
  ])('%s serves its policy with %i', async (name, status, body) => {
    expect(await policyOf(name)).toEqual({
      status,
      body: expect.stringMatching(body),
      type: 'text/plain; charset=utf-8',
    });
  });

  test('sts-policy-certificate cannot be fetched by who verifies', async () => {
    expect(await policyOf('sts-policy-certificate')).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  });
});
