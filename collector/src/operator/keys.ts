/** The keys of a home: which there are, and opening one. */
import { readdir } from 'node:fs/promises';
import { FettleError } from '@fettle/shared/errors';
import { keyId, newKey, type Signer, signer, toBase64 } from '@fettle/shared/trust/keys';
import type { Root } from '@fettle/shared/trust/statements';
import type { Home } from './home.ts';
import { isKeySealed, readKeyFile, readPublicKey, writeKeyFile } from './key-file.ts';

/** A key that lies in the home. Its secret is not looked at. */
export interface HomeKey {
  /** Null: the operator's key itself. */
  readonly name: string | null;
  readonly file: string;
  readonly id: string;
  /** Base64. */
  readonly publicKey: string;
  readonly sealed: boolean;
}

/** @throws FettleError `key_unreadable` */
export async function homeKeys(home: Home): Promise<HomeKey[]> {
  const names = await readdir(home.keysFolder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const further = names.filter((name) => name.endsWith('.key')).map((name) => name.slice(0, -'.key'.length));
  const found = await Promise.all([null, ...further.toSorted()].map((name) => homeKey(home, name)));
  return found.filter((one) => one !== null);
}

/** Null: there is none of that name. */
export async function homeKey(home: Home, name: string | null): Promise<HomeKey | null> {
  const file = home.keyFileOf(name);
  const publicKey = await readPublicKey(file);
  if (publicKey === null) return null;
  return {
    name,
    file,
    id: keyId(publicKey),
    publicKey: toBase64(publicKey),
    sealed: (await isKeySealed(file)) === true,
  };
}

/** Makes a key. @throws FettleError `trust_exists` when there is one of that name, `home_unwritable` */
export async function makeKey(home: Home, name: string | null, passphrase: string | null): Promise<HomeKey> {
  const file = home.keyFileOf(name);
  if (!(await writeKeyFile(file, newKey().seed, passphrase)))
    throw new FettleError(
      'trust_exists',
      `There is a key at ${file} already. Give the new one a name of its own: --key NAME.`,
    );
  const made = await homeKey(home, name);
  if (made === null) throw new FettleError('key_unreadable');
  return made;
}

/** @throws FettleError `key_unreadable`, also when there is no such key */
export async function openKey(home: Home, name: string | null, passphrase: string | null): Promise<Signer> {
  const file = home.keyFileOf(name);
  const seed = await readKeyFile(file, passphrase);
  if (seed === null)
    throw new FettleError(
      'key_unreadable',
      `There is no key at ${file}. \`fettle key new\` makes one; FETTLE_HOME says where keys are.`,
    );
  return signer(seed);
}

/** Who a key is in a root; null: nobody. */
export function personOf(root: Root, id: string): string | null {
  return root.keys[id]?.person ?? null;
}
