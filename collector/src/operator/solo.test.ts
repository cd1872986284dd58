import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fingerprintOf, followChain, isCollector, keysOf, nextRoot } from '@fettle/shared/trust/chain';
import { payloadTypes, sign } from '@fettle/shared/trust/envelope';
import { newKey, signer, toBase64 } from '@fettle/shared/trust/keys';
import { readRoot, roles } from '@fettle/shared/trust/statements';
import { homeAt } from './home.ts';
import { parseRecoveryKey } from './recovery-key.ts';
import { ensureSoloTrust } from './solo.ts';

const folder = await mkdtemp(join(tmpdir(), 'fettle-solo-'));
afterAll(() => rm(folder, { recursive: true }));
let homes = 0;
const day = 86_400_000;
const now = 1_800_000_000_000;
const request = () => ({
  home: join(folder, String(homes++)),
  passphrase: null as string | null,
  collectorIdentity: newKey().publicKey,
  now,
});
const failure = (code: string) => expect.objectContaining({ name: 'FettleError', code });

test('the first time makes a solo root with the operator for everything, and a recovery key beside', async () => {
  const asked = request();
  const trust = await ensureSoloTrust(asked);
  expect(trust.made).toBe(true);
  expect(trust.chain).toEqual([trust.root]);
  const root = followChain(trust.chain, trust.fingerprint);
  expect(root).toMatchObject({ version: 1, policy: { solo: true, freshness: 14, bulk: 25 } });
  expect(isCollector(root, asked.collectorIdentity)).toBe(true);
  const operator = toBase64(keysOf(root, 'operator')[0]!);
  for (const role of roles) expect(keysOf(root, role).map(toBase64)).toContain(operator);
  const recovery = signer(parseRecoveryKey(trust.recoveryKey ?? ''));
  expect(root.roles.admin.keys).toContain(recovery.keyId);
  for (const role of roles.filter((one) => one !== 'admin'))
    expect(root.roles[role].keys).not.toContain(recovery.keyId);
});

test('the recovery key alone can replace the operator, and is stored nowhere', async () => {
  const asked = request();
  const trust = await ensureSoloTrust(asked);
  const seed = parseRecoveryKey((trust.recoveryKey ?? '').toUpperCase().replaceAll('-', ' '));
  const root = followChain(trust.chain, trust.fingerprint);
  const recovery = signer(seed);
  const alone = { keys: [recovery.keyId], threshold: 1 };
  const next = readRoot({
    ...root,
    version: 2,
    previous: trust.fingerprint,
    roles: Object.fromEntries(roles.map((role) => [role, alone])),
  });
  expect(nextRoot(root, sign(payloadTypes.root, next, [recovery]))).toEqual(next);
  for (const name of await readdir(asked.home, { recursive: true, withFileTypes: true })) {
    if (!name.isFile()) continue;
    const text = await readFile(join(name.parentPath, name.name), 'utf8');
    expect(text).not.toContain(toBase64(seed));
    expect(text).not.toContain(trust.recoveryKey);
  }
});

test('again changes nothing and needs no passphrase', async () => {
  const asked = { ...request(), passphrase: 'secret words' };
  const first = await ensureSoloTrust(asked);
  const again = await ensureSoloTrust({ ...asked, passphrase: null, now: now + day });
  expect(again).toEqual({ ...first, made: false, recoveryKey: null });
});

test('another collector is added by the next root, once', async () => {
  const asked = request();
  const first = await ensureSoloTrust(asked);
  const other = newKey().publicKey;
  const second = await ensureSoloTrust({ ...asked, collectorIdentity: other });
  expect(second).toMatchObject({ made: false, recoveryKey: null });
  expect(second.chain).toHaveLength(2);
  const root = followChain(second.chain, first.fingerprint);
  expect(root.version).toBe(2);
  expect(fingerprintOf(root)).toBe(second.fingerprint);
  expect(isCollector(root, other) && isCollector(root, asked.collectorIdentity)).toBe(true);
  expect((await ensureSoloTrust(asked)).chain).toHaveLength(2);
});

test('of very many collectors the oldest goes', async () => {
  const asked = request();
  await ensureSoloTrust(asked);
  for (let i = 0; i < 16; i++) await ensureSoloTrust({ ...asked, collectorIdentity: newKey().publicKey });
  const { chain } = await ensureSoloTrust({ ...asked, collectorIdentity: newKey().publicKey });
  const first = JSON.parse(Buffer.from(chain[0]!.payload, 'base64').toString());
  const root = followChain(chain, fingerprintOf(first));
  expect(root.collectors).toHaveLength(16);
  expect(isCollector(root, asked.collectorIdentity)).toBe(false);
});

test('a root near its end is renewed, also after it', async () => {
  for (const later of [551 * day, 5_000 * day]) {
    const asked = request();
    const first = await ensureSoloTrust(asked);
    const renewed = await ensureSoloTrust({ ...asked, now: now + later });
    expect(followChain(renewed.chain, first.fingerprint).expires).toBe(now + later + 730 * day);
  }
});

test('several at once agree on one trust, and one of them shows the recovery key', async () => {
  const asked = request();
  const all = await Promise.all(
    Array.from({ length: 4 }, () => ensureSoloTrust({ ...asked, collectorIdentity: newKey().publicKey })),
  );
  expect(all.filter(({ recoveryKey }) => recoveryKey !== null)).toHaveLength(1);
  expect(all.filter(({ made }) => made)).toHaveLength(1);
  const { chain } = await ensureSoloTrust(asked);
  expect(chain).toHaveLength(5);
});

describe('what is left half-way or damaged', () => {
  test('a key without a root is used', async () => {
    const asked = request();
    const first = await ensureSoloTrust(asked);
    const operator = keysOf(followChain(first.chain, first.fingerprint), 'operator');
    await rm(homeAt(asked.home).rootsFolder, { recursive: true });
    const again = await ensureSoloTrust(asked);
    expect(keysOf(followChain(again.chain, again.fingerprint), 'operator')).toEqual(operator);
  });
  test('a root without its key says so', async () => {
    const asked = request();
    await ensureSoloTrust(asked);
    await rm(homeAt(asked.home).keyFile);
    await expect(ensureSoloTrust({ ...asked, collectorIdentity: newKey().publicKey })).rejects.toEqual(
      failure('key_unreadable'),
    );
  });
  test('a changed or cut root is not used', async () => {
    const asked = request();
    const { root } = await ensureSoloTrust(asked);
    const file = homeAt(asked.home).rootFile(1);
    const other = {
      ...root,
      signatures: root.signatures.map((one) => ({ ...one, sig: toBase64(new Uint8Array(64)) })),
    };
    for (const text of [JSON.stringify(other), '', 'null', JSON.stringify(root).slice(0, -9)]) {
      await writeFile(file, text);
      await expect(ensureSoloTrust(asked)).rejects.toEqual(failure('trust_damaged'));
    }
  });
  test('a root that this key cannot change stays as it is', async () => {
    const asked = request();
    const first = await ensureSoloTrust(asked);
    const home = homeAt(asked.home);
    await rm(home.keyFile);
    const foreign = await ensureSoloTrust(request());
    expect(foreign.made).toBe(true);
    await writeFile(home.keyFile, await readFile(homeAt(join(folder, String(homes - 1))).keyFile), { mode: 0o600 });
    await expect(ensureSoloTrust({ ...asked, collectorIdentity: newKey().publicKey })).rejects.toEqual(
      failure('trust_exists'),
    );
    expect((await ensureSoloTrust(asked)).chain).toEqual(first.chain);
  });
  test('a folder that cannot be one says so', async () => {
    const asked = request();
    await writeFile(asked.home, 'a file');
    await expect(ensureSoloTrust(asked)).rejects.toEqual(failure('home_unwritable'));
    await expect(ensureSoloTrust({ ...asked, home: join(asked.home, 'within') })).rejects.toEqual(
      failure('home_unwritable'),
    );
  });
  test('a key that others may read is refused', async () => {
    const asked = request();
    await ensureSoloTrust(asked);
    await chmod(homeAt(asked.home).keyFile, 0o644);
    await expect(ensureSoloTrust({ ...asked, collectorIdentity: newKey().publicKey })).rejects.toEqual(
      failure('key_unreadable'),
    );
  });
});
