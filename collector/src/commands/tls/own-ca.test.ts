import { createPublicKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pinOf } from '@fettle/shared/trust/pin';
import { lasts } from './lifetime.ts';
import { openCa, openOwnCertificate } from './own-ca.ts';

let data: string;
beforeEach(async () => (data = await mkdtemp(join(tmpdir(), 'fettle-ca-'))));
afterEach(() => rm(data, { recursive: true }));
const now = 1_800_000_000_000;
const day = 86_400_000;
const names = ['fettle.lan', 'localhost', '10.0.0.5', '::1'];
const inTls = (file: string) => join(data, 'tls', file);
const damaged = expect.objectContaining({ code: 'tls_files_damaged' });

/** The server's certificate and that of the CA which comes with it. */
function shown(chain: string): [X509Certificate, X509Certificate] {
  const [leaf = '', ca = '', ...more] = chain.match(/-----BEGIN[^]*?-----END CERTIFICATE-----/g) ?? [];
  expect(more).toEqual([]);
  return [new X509Certificate(leaf), new X509Certificate(ca)];
}

test('is made at the first call, for ten years and for 90 days, in files that nobody else may read', async () => {
  const { current, vouched } = await openOwnCertificate(data, names, now);
  const [leaf, ca] = shown(current.chain);
  expect(vouched).toBe(false);
  expect(leaf.verify(ca.publicKey) && ca.verify(ca.publicKey) && leaf.checkIssued(ca)).toBe(true);
  expect([leaf.ca, ca.ca]).toEqual([false, true]);
  expect(leaf.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  expect(leaf.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
  expect([leaf.validToDate.getTime(), ca.validToDate.getTime()]).toEqual([now + lasts.server, now + lasts.ca]);
  expect(leaf.validFromDate.getTime()).toBeLessThan(now);
  expect(leaf.checkHost('fettle.lan') && leaf.checkIP('10.0.0.5') && leaf.checkIP('::1')).toBeTruthy();
  expect(leaf.checkHost('example.org')).toBeUndefined();
  const files = await readdir(join(data, 'tls'));
  expect(files.toSorted()).toEqual(['ca.crt', 'ca.key', 'server.pem']);
  for (const file of files) expect((await stat(inTls(file))).mode & 0o777).toBe(0o600);
  expect((await stat(join(data, 'tls'))).mode & 0o777).toBe(0o700);
});

test('stays as it is when it is opened again, and is renewed over a new key when its time comes', async () => {
  const first = (await openOwnCertificate(data, names, now)).current;
  const source = await openOwnCertificate(data, names, now + day);
  expect(source.current).toEqual(first);
  expect(await source.refresh(now + 59 * day)).toBe(false);
  expect(await source.refresh(now + 60 * day)).toBe(true);
  const [[old, ca], [renewed, sameCa]] = [shown(first.chain), shown(source.current.chain)];
  expect(renewed.validToDate.getTime()).toBe(now + 60 * day + lasts.server);
  expect(pinOf(renewed.publicKey)).not.toBe(pinOf(old.publicKey));
  expect(renewed.verify(ca.publicKey)).toBe(true);
  expect(sameCa.raw).toEqual(ca.raw);
  expect(source.current.key).not.toContain('CERTIFICATE');
  expect(await source.refresh(now + 61 * day)).toBe(false);
});

test('the CA’s certificate is renewed too, and its pin stays', async () => {
  const source = await openOwnCertificate(data, names, now);
  const { pin } = await openCa(data, now);
  expect(await source.refresh(now + lasts.ca)).toBe(true);
  const [leaf, ca] = shown(source.current.chain);
  expect(ca.validToDate.getTime()).toBe(now + 2 * lasts.ca);
  expect([pinOf(ca.publicKey), (await openCa(data, now + lasts.ca)).pin]).toEqual([pin, pin]);
  expect(leaf.verify(ca.publicKey)).toBe(true);
});

test('a further name brings a new certificate at the next start', async () => {
  await openOwnCertificate(data, names, now);
  const [leaf] = shown((await openOwnCertificate(data, ['new.lan', ...names], now)).current.chain);
  expect(leaf.checkHost('new.lan')).toBe('new.lan');
});

test('of several processes at once one makes the CA', async () => {
  const pins = await Promise.all(Array.from({ length: 5 }, async () => (await openCa(data, now)).pin));
  expect(new Set(pins).size).toBe(1);
  expect((await readdir(join(data, 'tls'))).toSorted()).toEqual(['ca.crt', 'ca.key']);
});

test('a lost certificate is made again from the keys, since only these cannot be', async () => {
  const { pin } = await openCa(data, now);
  await rm(inTls('ca.crt'));
  expect((await openCa(data, now)).pin).toBe(pin);
  expect(pinOf(createPublicKey(await readFile(inTls('ca.crt'))))).toBe(pin);
});

test.each([
  ['a lost CA key', () => rm(inTls('ca.key'))],
  [
    'a CA key that is cut',
    async () => writeFile(inTls('ca.key'), (await readFile(inTls('ca.key'), 'utf8')).slice(0, 90)),
  ],
  ['the certificate of another CA', async () => writeFile(inTls('ca.crt'), await otherCa())],
  ['a server file that is cut', async () => writeFile(inTls('server.pem'), '-----BEGIN')],
])('%s is told and nothing is made in its place', async (_name, damage) => {
  await openOwnCertificate(data, names, now);
  await damage();
  const before = await readdir(join(data, 'tls'));
  await expect(openOwnCertificate(data, names, now)).rejects.toEqual(damaged);
  expect(await readdir(join(data, 'tls'))).toEqual(before);
});

async function otherCa(): Promise<string> {
  const { issueCa, newKeyPem } = await import('./issue.ts');
  return issueCa(await newKeyPem(), 'Other', now);
}
