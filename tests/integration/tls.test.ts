// Real processes over TLS: `0.0.0.0` is what others can reach, and is reached here by loopback.
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { plainName } from '@fettle/collector/commands/tls/names';
import { parseToken } from '@fettle/shared/trust/enrolment-token';
import { pinOf } from '@fettle/shared/trust/pin';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ask } from '../support/ask.ts';
import { Fettle, until } from '../support/fettle.ts';
import { patience } from '../support/patience.ts';
import { makeCa, makeServer } from '../support/tls.ts';

const hour = 3_600_000;
const day = 24 * hour;
const wrongClock = new URL('../support/wrong-clock.mjs', import.meta.url).href;
const password = 'correct horse battery';

interface Line {
  readonly token: string;
  readonly url: string;
  readonly line: string;
}
interface Link {
  readonly state: string;
  readonly since: number;
  readonly error: { readonly code: string; readonly message: string } | null;
  readonly acknowledged: { readonly sequence: number } | null;
}

const line = async (fettle: Fettle, ...flags: string[]) =>
  JSON.parse(await fettle.cli('token', 'enrol', '--json', ...flags)) as Line;
const enrol = (fettle: Fettle, { token, url }: Line) =>
  fettle.agentCli('enrol', '--collector', url, '--token', token, '--data', fettle.agentData);
/** What the agent last wrote of its link. */
const linkOf = async (fettle: Fettle) => {
  const text = await readFile(join(fettle.agentData, 'status.json'), 'utf8').catch(() => 'null');
  return (JSON.parse(text) as { link: Link } | null)?.link;
};
const acknowledged = (fettle: Fettle, more: number) =>
  until('frames to be acknowledged', async () => {
    const link = await linkOf(fettle);
    return link?.state === 'connected' && (link.acknowledged?.sequence ?? 0) > more && link;
  });

async function onEveryAddress(): Promise<{ fettle: Fettle; ca: string; url: string }> {
  const fettle = await Fettle.createSealed();
  fettle.environment = { FETTLE_HOST: '0.0.0.0', FETTLE_TLS_NAMES: 'localhost' };
  const url = await fettle.launchCollector();
  return { fettle, url, ca: await readFile(join(fettle.data, 'tls', 'ca.crt'), 'utf8') };
}

describe('with the collector’s own CA', () => {
  test('an agent enrols and sends by the line alone, and keeps the pin', async () => {
    const { fettle, ca, url } = await onEveryAddress();
    await using _ = fettle;
    expect(url).toBe(`https://127.0.0.1:${fettle.port}`);
    const made = await line(fettle);
    expect(made.url).toBe(`https://localhost:${fettle.port}`);
    expect(made.line).toContain(`--collector ${made.url} --token ${made.token}`);
    await enrol(fettle, made);
    await fettle.startAgent();
    await acknowledged(fettle, 1);
    const { token } = JSON.parse(await fettle.cli('token', 'create', '--role', 'admin', '--json')) as Line;
    const devices = await ask(`${url}/api/v1/devices`, ca, { headers: { authorization: `Bearer ${token}` } });
    expect(JSON.parse(devices.body)).toMatchObject({ items: [{ state: 'online' }] });
    const kept = JSON.parse(await readFile(join(fettle.agentData, 'enrolment.json'), 'utf8')) as object;
    expect(kept).toMatchObject({ collector: made.url, pin: parseToken(made.token).pin });
    // The line is made by a shell that knows nothing of the collector's configuration.
    fettle.environment = { FETTLE_PORT: undefined };
    expect((await line(fettle)).url).toBe(made.url);
  });

  test('browsers get a cookie for this host and TLS only, and no promise that a private CA cannot keep', async () => {
    const { fettle, ca, url } = await onEveryAddress();
    await using _ = fettle;
    const health = await ask(`${url}/healthz`, ca);
    expect([health.status, health.protocol, health.headers['strict-transport-security']]).toEqual([
      200,
      'TLSv1.3',
      undefined,
    ]);
    expect((await ask(`${url}/readyz`, ca)).status).toBe(200);
    const code = await fettle.setupCode();
    const set = await ask(`${url}/api/v1/setup`, ca, { method: 'POST', body: { code, name: 'ida', password } });
    const [cookie = ''] = set.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^__Host-fettle=[^;]+; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    const [pair = ''] = cookie.split(';');
    const session = (name: string) => ask(`${url}/api/v1/session`, ca, { headers: { cookie: name } });
    expect(JSON.parse((await session(pair)).body)).toMatchObject({ person: { name: 'ida' } });
    expect(JSON.parse((await session(pair.replace('__Host-', ''))).body)).toMatchObject({ person: null });
    await expect(fetch(url.replace('https', 'http'))).rejects.toThrow();
  });

  test('a certificate is renewed while an agent is connected, without a restart of either', async () => {
    const { fettle, ca, url } = await onEveryAddress();
    await using _ = fettle;
    await enrol(fettle, await line(fettle));
    await fettle.collector?.stop();
    // Made 60 days ago but for an hour, which the collector's clock passes once the agent is connected.
    await plantServer(fettle, Date.now() - 60 * day + hour);
    const clock = join(fettle.folder, 'wrong-clock');
    await writeFile(clock, '0');
    const usual = fettle.environment;
    fettle.environment = { ...usual, NODE_OPTIONS: `--import=${wrongClock}`, FETTLE_WRONG_CLOCK: clock };
    await fettle.launchCollector();
    fettle.environment = usual;
    const serial = async () => (await ask(`${url}/healthz`, ca)).certificate.serialNumber;
    const before = await serial();
    await fettle.startAgent();
    const first = await acknowledged(fettle, 1);
    expect(await serial(), 'not yet due').toBe(before);
    await writeFile(clock, String(hour + 1_000));
    await until('the renewed certificate', async () => (await serial()) !== before, 2 * patience);
    const later = await acknowledged(fettle, (first.acknowledged?.sequence ?? 0) + 3);
    expect([later.state, later.since]).toEqual(['connected', first.since]);
    // And a new connection, to the new certificate.
    await fettle.agent?.stop();
    await fettle.startAgent();
    expect((await acknowledged(fettle, later.acknowledged?.sequence ?? 0)).state).toBe('connected');
  });

  test('a collector that moved to TLS is told apart, and a new line brings the device back as itself', async () => {
    await using fettle = await Fettle.createSealed();
    await fettle.startCollector();
    await fettle.enrol();
    const { device } = await fettle.status();
    await fettle.collector?.stop();
    fettle.environment = { FETTLE_HOST: '0.0.0.0', FETTLE_TLS_NAMES: 'localhost' };
    await fettle.launchCollector();
    await fettle.startAgent();
    const link = await until('the refusal', async () => {
      const now = await linkOf(fettle);
      return now?.error && now;
    });
    expect(link.error?.message).toContain('new line');
    await fettle.agent?.stop();
    await rm(join(fettle.agentData, 'enrolment.json'));
    await enrol(fettle, await line(fettle));
    await fettle.startAgent();
    await acknowledged(fettle, 1);
    expect((await fettle.status())['device']).toBe(device);
  });

  test('lines are refused that no device could follow', async () => {
    await using fettle = await Fettle.createSealed();
    fettle.environment = { FETTLE_HOST: '0.0.0.0' };
    await expect(line(fettle, '--url', 'http://localhost:1')).rejects.toThrow(/config_invalid.*Write https:/);
    await expect(line(fettle, '--url', 'https://fettle.lan')).rejects.toThrow(/FETTLE_TLS_NAMES/);
    const proxied = await line(fettle, '--url', 'https://fettle.lan', '--no-pin');
    expect(parseToken(proxied.token).pin).toBeNull();
  });
});

describe('with an own certificate', () => {
  test('system CAs decide, it is reloaded, and what does not fit is told and left', async () => {
    await using fettle = await Fettle.createSealed();
    const ca = await makeCa('Company CA');
    const files = {
      cert: join(fettle.folder, 'cert.pem'),
      key: join(fettle.folder, 'key.pem'),
      ca: join(fettle.folder, 'ca.pem'),
    };
    const put = async ({ key, cert }: { key: string; cert: string }) => {
      await writeFile(files.key, key);
      await writeFile(files.cert, `${cert}${ca.certificate}`);
    };
    await put(await makeServer(ca, ['localhost', '127.0.0.1']));
    await writeFile(files.ca, ca.certificate);
    fettle.environment = { FETTLE_TLS_CERT: files.cert, FETTLE_TLS_KEY: files.key, FETTLE_TLS_NAMES: 'localhost' };
    const url = await fettle.launchCollector();
    const first = await ask(`${url}/healthz`, ca.certificate);
    expect(first.headers['strict-transport-security']).toBe('max-age=31536000');

    const free = await line(fettle);
    expect(parseToken(free.token).pin).toBeNull();
    await expect(enrol(fettle, free)).rejects.toThrow(/tls_certificate_invalid/);
    fettle.environment = { ...fettle.environment, SSL_CERT_FILE: files.ca };
    await enrol(fettle, free);
    await fettle.startAgent();
    await acknowledged(fettle, 1);
    await fettle.agent?.stop();
    // Pinned, no CA of the system is asked.
    fettle.environment = { ...fettle.environment, SSL_CERT_FILE: undefined };
    const pinned = await line(fettle, '--pin');
    expect(parseToken(pinned.token).pin).toBe(ca.pin);
    await fettle.agentCli(
      'enrol',
      '--collector',
      pinned.url,
      '--token',
      pinned.token,
      '--data',
      join(fettle.folder, 'other'),
    );

    const serial = async () => (await ask(`${url}/healthz`, ca.certificate)).certificate.serialNumber;
    await writeFile(files.key, (await makeServer(ca, ['localhost'])).key);
    fettle.collector?.child.kill('SIGHUP');
    await until('the refusal', () => fettle.collector?.output.includes('is not the key of the first certificate'));
    expect(await serial()).toBe(first.certificate.serialNumber);
    await put(await makeServer(ca, ['localhost', '127.0.0.1']));
    fettle.collector?.child.kill('SIGHUP');
    await until('the new certificate', async () => (await serial()) !== first.certificate.serialNumber);
    const second = await serial();
    await put(await makeServer(ca, ['localhost', '127.0.0.1']));
    // Without a signal too.
    await until('the third certificate', async () => (await serial()) !== second);
    expect(fettle.collector?.alive).toBe(true);
  });
});

test('only a named proxy may bring requests from elsewhere', async () => {
  await using fettle = await Fettle.createSealed();
  fettle.environment = { FETTLE_HOST: '0.0.0.0', FETTLE_TLS: 'off', FETTLE_TRUSTED_PROXY: '127.0.0.9' };
  await fettle.startCollector();
  const headers = { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https' };
  const answer = await fetch(`${fettle.url}/api/v1/session`, { headers });
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([403, 'tls_required']);
  // Agents come by the same rule; the proxy is 127.0.0.9.
  const agentFrom = (localAddress: string) =>
    new WebSocket(`${fettle.url.replace('http', 'ws')}/agent/v1`, { headers, localAddress });
  const stranger = agentFrom('127.0.0.1');
  const [refusal] = (await once(stranger, 'error')) as [Error];
  expect(refusal.message).toContain('403');
  const proxied = agentFrom('127.0.0.9');
  await once(proxied, 'open');
  proxied.terminate();
  await expect(line(fettle)).rejects.toThrow(/--url/);
  expect(parseToken((await line(fettle, '--url', 'https://fettle.example.org')).token).pin).toBeNull();
});

/** A certificate in place of the collector's, for the same names by the same CA, as if it had been made then. */
async function plantServer(fettle: Fettle, madeAt: number): Promise<void> {
  const file = (name: string) => join(fettle.data, 'tls', name);
  const [key, certificate, current] = await Promise.all(
    ['ca.key', 'ca.crt', 'server.pem'].map((name) => readFile(file(name), 'utf8')),
  );
  const ca = new X509Certificate(certificate ?? '');
  const name = ca.subject.replace('CN=', '');
  const names = new X509Certificate(current ?? '').subjectAltName?.replaceAll(/DNS:|IP Address:/g, '').split(', ');
  const own = { name, key: key ?? '', certificate: certificate ?? '', pin: pinOf(ca.publicKey) };
  const planted = await makeServer(own, (names ?? []).map(plainName), madeAt);
  await writeFile(file('server.pem'), `${planted.key}${planted.cert}`);
}
