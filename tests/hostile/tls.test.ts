// Somebody between an agent and its collector (adversary A3): certificates of every wrong kind against the real dialler.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, createServer as createTcp, type AddressInfo } from 'node:net';
import { getCACertificates, rootCertificates, setDefaultCACertificates } from 'node:tls';
import { answerMs } from '@fettle/agent/link/reach';
import { dialWith } from '@fettle/agent/link/socket';
import { connectSecurely } from '@fettle/agent/link/tls';
import * as fixture from '@fettle/agent/link/tls.fixture';
import { FettleError } from '@fettle/shared/errors';
import { pinOf } from '@fettle/shared/trust/pin';
import { afterAll, describe, expect, test } from 'vitest';
import { type Listener, listenTls, makeCa, makeServer } from '../support/tls.ts';

const day = 86_400_000;
const now = Date.now();
const clock = { wall: () => now };
const names = ['127.0.0.1', 'localhost'];
// Of one name: a name is nothing that tells them apart.
const [ca, other] = [await makeCa('Fettle CA'), await makeCa('Fettle CA')];

/** What became of a connection: `open`, a code of ours, or what the network said. */
async function outcome(port: number, how: { pin?: string | null; address?: string; wall?: number } = {}) {
  const { pin = ca.pin, address = '', wall = now } = how;
  const { promise, resolve } = Promise.withResolvers<string>();
  const wire = dialWith(pin, { wall: () => wall })(address || `wss://127.0.0.1:${port}/agent/v1`, {
    opened: () => resolve('open'),
    text() {},
    ended: (why, _code, refusal) => resolve(refusal?.code ?? why),
  });
  try {
    return await promise;
  } finally {
    wire.cut();
  }
}

/** The outcome, and that a refused server was told nothing. */
async function against(options: Parameters<typeof listenTls>[0], how?: Parameters<typeof outcome>[1]) {
  await using server: Listener = await listenTls(options);
  const found = await outcome(server.port, how);
  if (found !== 'open') expect(server.received(), 'bytes sent before the certificate was checked').toBe(0);
  else expect(server.received()).toBeGreaterThan(0);
  return found;
}

const withCa = ({ key, cert }: { key: string; cert: string }, by = ca) => ({ key, cert: `${cert}${by.certificate}` });

describe('accepted', () => {
  test('a certificate that the pinned key signed for this address', async () => {
    expect(await against(withCa(await makeServer(ca, names)))).toBe('open');
  });
  test('the next one, over another key', async () => {
    expect(await against(withCa(await makeServer(ca, names, now + day)))).toBe('open');
  });
  test('with the CA’s own certificate made anew over the same key, whatever dates it says', async () => {
    const renewed = await makeCa(ca.name, now - 20 * 365 * day, ca.key);
    expect(await against(withCa(await makeServer(ca, names), renewed))).toBe('open');
  });
  test('a self-signed certificate that is itself pinned', async () => {
    const own = await makeServerOf(other);
    expect(await against(own, { pin: other.pin })).toBe('open');
  });
  test('one that begins later: the clock of a device without a battery stands at 1970', async () => {
    expect(await against(withCa(await makeServer(ca, names)), { wall: 86_400_000 })).toBe('open');
  });
});

/** A certificate of the key itself, with names. */
async function makeServerOf(by: typeof ca) {
  const { issueServer } = await import('@fettle/collector/commands/tls/issue');
  return { key: by.key, cert: await issueServer({ caKey: by.key, caName: by.name, key: by.key, names, now }) };
}

describe('refused, and nothing is said to the other side', () => {
  test('another CA of the same name', async () => {
    expect(await against(withCa(await makeServer(other, names), other))).toBe('tls_pin_mismatch');
  });
  test('another CA’s certificate with the right CA sent along', async () => {
    expect(await against(withCa(await makeServer(other, names), ca))).toBe('tls_pin_mismatch');
  });
  test('one that claims in every field to be of the right CA, which is sent along', async () => {
    const chain = { key: fixture.forgedKey, cert: `${fixture.forged}${fixture.root}` };
    const pin = pinOf(new X509Certificate(fixture.root).publicKey);
    expect(await against(chain, { pin })).toBe('tls_pin_mismatch');
  });
  test('the right one behind a wrong one', async () => {
    const [wrong, right] = [await makeServer(other, names), await makeServer(ca, names)];
    const chain = { key: wrong.key, cert: `${wrong.cert}${right.cert}${ca.certificate}` };
    expect(await against(chain)).toBe('tls_pin_mismatch');
  });
  test('a certificate below one of our servers’: those may sign nothing', async () => {
    const server = await makeServer(ca, names);
    const forged = await makeServer({ ...ca, key: server.key, name: 'Fettle collector' }, names);
    expect(await against({ key: forged.key, cert: `${forged.cert}${server.cert}${ca.certificate}` })).toBe(
      'tls_pin_mismatch',
    );
  });
  test('a self-signed one', async () => {
    expect(await against(await makeServerOf(other))).toBe('tls_pin_mismatch');
    expect(await against({ key: other.key, cert: other.certificate })).toBe('tls_pin_mismatch');
  });
  test('the right one without its CA: there is nothing to hold against the pin', async () => {
    expect(await against(await makeServer(ca, names))).toBe('tls_pin_mismatch');
  });
  test('the right CA for another name', async () => {
    expect(await against(withCa(await makeServer(ca, ['other.lan', '127.0.0.2'])))).toBe('tls_certificate_invalid');
  });
  test('the right CA, but over', async () => {
    const old = withCa(await makeServer(ca, names, now - 91 * day));
    expect(await against(old)).toBe('tls_certificate_expired');
    expect(await against(old, { wall: now - 30 * day })).toBe('open');
  });
  test('an expired one of another CA is a wrong one, not an old one', async () => {
    expect(await against(withCa(await makeServer(other, names, now - 91 * day), other))).toBe('tls_pin_mismatch');
  });
  test('TLS 1.1', async () => {
    const old = { ...withCa(await makeServer(ca, names)), minVersion: 'TLSv1', maxVersion: 'TLSv1.1' } as const;
    expect(await against({ ...old, ciphers: 'DEFAULT@SECLEVEL=0' })).toMatch(/version|protocol/i);
  });
});

describe('a CA that the whole machine trusts', () => {
  const before = getCACertificates('default');
  setDefaultCACertificates([...rootCertificates, other.certificate]);
  afterAll(() => setDefaultCACertificates(before));

  test('cannot vouch for a pinned collector', async () => {
    // Control: others on this machine do believe it.
    await using server = await listenTls(withCa(await makeServer(other, names), other));
    expect((await fetch(`https://127.0.0.1:${server.port}/`)).status).toBe(404);
    expect(await outcome(server.port)).toBe('tls_pin_mismatch');
  });
});

describe('without a pin', () => {
  test('a CA that this machine does not know is refused', async () => {
    expect(await against(withCa(await makeServer(ca, names)), { pin: null })).toBe('tls_certificate_invalid');
  });
});

describe('a way back to plain HTTP', () => {
  test('is not taken for an address that begins with ws://', async () => {
    const plain = createServer().listen(0, '127.0.0.1');
    await once(plain, 'listening');
    const connections: unknown[] = [];
    plain.on('connection', (socket) => connections.push(socket));
    const { port } = plain.address() as AddressInfo;
    expect(await outcome(port, { address: `ws://127.0.0.1:${port}/agent/v1` })).toBe('tls_required');
    expect(connections).toEqual([]);
    plain.close();
  });
  test('is not taken when the other side speaks it', async () => {
    const plain = createServer().listen(0, '127.0.0.1');
    await once(plain, 'listening');
    expect(await outcome((plain.address() as AddressInfo).port)).not.toBe('open');
    plain.close();
  });
  test('is not taken when the other side redirects to it', async () => {
    const { key, cert } = withCa(await makeServer(ca, names));
    const { createServer: createHttps } = await import('node:https');
    const server = createHttps({ key, cert }, (_request, response) => {
      response.writeHead(301, { location: 'http://127.0.0.1:1/agent/v1' }).end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    expect(await outcome((server.address() as AddressInfo).port)).toMatch(/301/);
    server.closeAllConnections();
    server.close();
  });
});

test('a side that accepts and stays silent does not hold the agent for ever', async () => {
  const silent = createTcp().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const { promise, resolve } = Promise.withResolvers<Error | null>();
  connectSecurely(
    { host: '127.0.0.1', port, pin: ca.pin, timeoutMs: 10_000, answerMs: 300 },
    { wall: () => now },
    resolve,
  );
  expect((await promise)?.message).toBe('no answer within 0.3 s');
  expect(answerMs).toBeLessThanOrEqual(60_000);
  silent.close();
});

test('giving up ends the connection at once', async () => {
  const silent = createTcp().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const arrived = once(silent, 'connection');
  const ends: (string | null)[] = [];
  const wire = dialWith(ca.pin, clock)(`wss://127.0.0.1:${port}/`, {
    opened() {},
    text() {},
    ended: (why) => ends.push(why),
  });
  const [socket] = (await arrived) as [ReturnType<typeof connect>];
  const ended = once(socket.resume(), 'close');
  wire.cut();
  await ended;
  expect(ends).toHaveLength(1);
  silent.close();
});

test('the refusal is an error of ours, with what to do', async () => {
  await using server = await listenTls(withCa(await makeServer(ca, ['other.lan'])));
  const { promise, resolve } = Promise.withResolvers<FettleError | undefined>();
  dialWith(ca.pin, clock)(`wss://127.0.0.1:${server.port}/`, {
    opened() {},
    text() {},
    ended: (_why, _code, refusal) => resolve(refusal),
  });
  expect((await promise)?.message).toMatch(/not good for 127\.0\.0\.1.*FETTLE_TLS_NAMES/);
});
