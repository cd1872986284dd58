import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { newKey } from '@fettle/shared/trust/keys';
import { isKeySealed, readKeyFile, sealKeyFile, writeKeyFile } from './key-file.ts';

const folder = await mkdtemp(join(tmpdir(), 'fettle-key-'));
afterAll(() => rm(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, String(files++), 'operator.key');
const unreadable = (words: RegExp) =>
  expect.objectContaining({ code: 'key_unreadable', message: expect.stringMatching(words) });
const change = async (file: string, by: (content: Record<string, unknown>) => object) =>
  writeFile(file, JSON.stringify(by(JSON.parse(await readFile(file, 'utf8')))));

describe.each([
  ['sealed', 'correct horse'],
  ['plain', null],
])('%s', (_name, passphrase) => {
  test('is read back, lies in a file of 0600, and leaves nothing beside it', async () => {
    const { seed } = newKey();
    const file = newFile();
    expect(await writeKeyFile(file, seed, passphrase)).toBe(true);
    expect(await readKeyFile(file, passphrase)).toEqual(seed);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await stat(join(file, '..'))).mode & 0o777).toBe(0o700);
    expect(await readdir(join(file, '..'))).toEqual(['operator.key']);
  });
  test('never replaces a key', async () => {
    const file = newFile();
    const [first, second] = [newKey().seed, newKey().seed];
    await writeKeyFile(file, first, passphrase);
    expect(await writeKeyFile(file, second, passphrase)).toBe(false);
    expect(await readKeyFile(file, passphrase)).toEqual(first);
  });
  test('is refused when others may read it', async () => {
    const file = newFile();
    await writeKeyFile(file, newKey().seed, passphrase);
    for (const mode of [0o640, 0o604, 0o620]) {
      await chmod(file, mode);
      await expect(readKeyFile(file, passphrase)).rejects.toEqual(unreadable(/chmod 600/));
    }
  });
  test('is refused when it is cut or was changed', async () => {
    const file = newFile();
    await writeKeyFile(file, newKey().seed, passphrase);
    const whole = await readFile(file, 'utf8');
    for (const text of ['', whole.slice(0, -20), '[]', '{}', whole.replace('"v": 1', '"v": 2')]) {
      await writeFile(file, text);
      await expect(readKeyFile(file, passphrase)).rejects.toEqual(unreadable(/./));
    }
  });
  test('is refused when it has another public key or a field more', async () => {
    const file = newFile();
    const other = Buffer.from(newKey().publicKey).toString('base64');
    await writeKeyFile(file, newKey().seed, passphrase);
    const whole = await readFile(file, 'utf8');
    await change(file, (content) => ({ ...content, publicKey: other }));
    await expect(readKeyFile(file, passphrase)).rejects.toEqual(unreadable(/./));
    await writeFile(file, whole);
    await change(file, (content) => ({ ...content, more: 1 }));
    await expect(readKeyFile(file, passphrase)).rejects.toEqual(unreadable(/unknown field/));
  });
});

test('no file is no key', async () => {
  expect(await readKeyFile(newFile(), null)).toBe(null);
});

test('a sealed key needs its passphrase', async () => {
  const file = newFile();
  const { seed } = newKey();
  await writeKeyFile(file, seed, 'Zürich');
  await expect(readKeyFile(file, null)).rejects.toEqual(unreadable(/FETTLE_KEY_PASSPHRASE_FILE/));
  await expect(readKeyFile(file, 'zürich')).rejects.toEqual(unreadable(/passphrase is wrong/));
  expect(await readKeyFile(file, 'Zu\u0308rich')).toEqual(seed);
  expect(await readFile(file, 'utf8')).not.toContain(Buffer.from(seed).toString('base64'));
});

test('a sealed key may not ask for more memory than there is', async () => {
  const file = newFile();
  await writeKeyFile(file, newKey().seed, 'x');
  await change(file, (content) => ({ ...content, kdf: { ...(content['kdf'] as object), memory: 2 ** 31 } }));
  await expect(readKeyFile(file, 'x')).rejects.toEqual(unreadable(/memory/));
});

test('a link in place of a key is refused', async () => {
  const file = newFile();
  await writeKeyFile(file, newKey().seed, null);
  await symlink(file, `${file}.link`);
  await expect(readKeyFile(`${file}.link`, null)).rejects.toEqual(unreadable(/ELOOP/));
});

test('of several writers at once one makes the key', async () => {
  const file = newFile();
  const made = await Promise.all(Array.from({ length: 5 }, () => writeKeyFile(file, newKey().seed, null)));
  expect(made.filter(Boolean)).toHaveLength(1);
});

describe('sealing a key that lay open', () => {
  test('keeps the key, asks for the passphrase from then on, and changes it', async () => {
    const file = newFile();
    const { seed } = newKey();
    expect(await isKeySealed(file)).toBeNull();
    await writeKeyFile(file, seed, null);
    expect(await isKeySealed(file)).toBe(false);
    await sealKeyFile(file, null, 'a first passphrase');
    expect(await isKeySealed(file)).toBe(true);
    await expect(readKeyFile(file, null)).rejects.toThrow(/sealed/);
    await sealKeyFile(file, 'a first passphrase', 'a second passphrase');
    expect(await readKeyFile(file, 'a second passphrase')).toEqual(seed);
    await expect(sealKeyFile(file, 'a first passphrase', 'a third one here')).rejects.toThrow(/wrong/);
  });

  test('needs a key', async () => {
    await expect(sealKeyFile(newFile(), null, 'a passphrase')).rejects.toMatchObject({
      code: 'key_unreadable',
    });
  });
});
