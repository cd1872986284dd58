import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { followChain } from '@fettle/shared/trust/chain';
import { openGrant, openToken, requireWindow } from '@fettle/shared/trust/check';
import { parseToken } from '@fettle/shared/trust/enrolment-token';
import { deviceId, fromBase64, newKey, publicKeyOf, toBase64 } from '@fettle/shared/trust/keys';
import { signEnrolmentToken, signGrant } from './enrolment.ts';
import { ensureSoloTrust } from './solo.ts';

const folder = await mkdtemp(join(tmpdir(), 'fettle-enrolment-'));
afterAll(() => rm(folder, { recursive: true }));
const now = 1_800_000_000_000;
const day = 86_400_000;
const passphrase = 'secret words';
const home = join(folder, 'home');
const trust = await ensureSoloTrust({ home, passphrase, collectorIdentity: newKey().publicKey, now });
const root = followChain(trust.chain, trust.fingerprint);
const failure = (code: string) => expect.objectContaining({ name: 'FettleError', code });

const token = { home, passphrase, site: 'main', labels: { env: 'lab' }, uses: 2, now, lastsMs: day, pin: null };
const grant = {
  home,
  passphrase,
  device: deviceId(newKey().publicKey),
  site: 'main',
  labels: { env: 'lab' },
  version: 1,
  now,
};

test('a token’s text carries the secret of the key that the statement names', async () => {
  const made = await signEnrolmentToken({ ...token, pin: 'ab'.repeat(32) });
  const statement = openToken(root, made.envelope);
  expect(statement).toMatchObject({ site: 'main', labels: { env: 'lab' }, uses: 2, key: made.key });
  const secret = parseToken(made.token);
  expect(toBase64(publicKeyOf(secret.seed))).toBe(made.key);
  expect(secret).toMatchObject({ fingerprint: trust.fingerprint, pin: 'ab'.repeat(32) });
  expect(fromBase64(made.key)).toHaveLength(32);
  expect(JSON.stringify(made.envelope)).not.toContain(toBase64(secret.seed));
});

test('a token is good from now, for the time asked, and each is another', async () => {
  const [one, other] = [await signEnrolmentToken(token), await signEnrolmentToken(token)];
  const statement = openToken(root, one.envelope);
  expect(() => requireWindow(statement, now)).not.toThrow();
  expect(() => requireWindow(statement, now + day - 1)).not.toThrow();
  expect(() => requireWindow(statement, now + day)).toThrow(expect.objectContaining({ code: 'expired' }));
  expect(other.key).not.toBe(one.key);
});

test('a grant says where a device belongs', async () => {
  expect(openGrant(root, await signGrant(grant))).toMatchObject({ device: grant.device, site: 'main', version: 1 });
});

describe('refuses', () => {
  test.each<[string, string, object]>([
    ['input_invalid', 'no site', { site: '' }],
    ['input_invalid', 'a label with a space', { labels: { 'a b': 'c' } }],
    ['input_invalid', 'no use', { uses: 0 }],
    ['input_invalid', 'no time', { lastsMs: -300_000 }],
    ['input_invalid', 'half a millisecond', { lastsMs: 0.5 }],
    ['input_invalid', 'a pin of another form', { pin: 'sha256' }],
    ['key_unreadable', 'a wrong passphrase', { passphrase: 'other' }],
    ['trust_missing', 'a home without trust', { home: join(folder, 'none') }],
    ['not_allowed', 'an expired root', { now: root.expires }],
  ])('%s: %s', async (code, _name, change) => {
    await expect(signEnrolmentToken({ ...token, ...change })).rejects.toEqual(failure(code));
  });
  test.each<[string, string, object]>([
    ['input_invalid', 'what is no device', { device: 'd1' }],
    ['input_invalid', 'version 0', { version: 0 }],
    ['trust_missing', 'a home without trust', { home: join(folder, 'none') }],
  ])('%s: a grant for %s', async (code, _name, change) => {
    await expect(signGrant({ ...grant, ...change })).rejects.toEqual(failure(code));
  });
});
