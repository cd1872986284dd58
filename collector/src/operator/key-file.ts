/** The operator's Ed25519 seed in a file: sealed with argon2id and AES-256-GCM, or plain for one person on loopback. */
import { argon2, createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { FettleError } from '@fettle/shared/errors';
import { canonicalBytes } from '@fettle/shared/trust/canonical';
import { bytes32, formVersion, integer, object, only, publicKey, text } from '@fettle/shared/trust/fields';
import { fromBase64, publicKeyOf, toBase64 } from '@fettle/shared/trust/keys';
import { createPrivateFile, readPrivateFile, replacePrivateFile } from './private-file.ts';

/** RFC 9106 section 4, the second recommended choice; memory in KiB. */
const cost = { memory: 65_536, passes: 3, parallelism: 4 } as const;
/** What a file may ask of us, so that a forged one cannot exhaust the machine. */
const most = { memory: 1_048_576, passes: 16, parallelism: 16 } as const;
const cipher = 'aes-256-gcm';

interface Header {
  readonly v: 1;
  readonly publicKey: string;
  readonly kdf: {
    readonly name: 'argon2id';
    readonly memory: number;
    readonly passes: number;
    readonly parallelism: number;
    readonly salt: string;
  };
  readonly nonce: string;
}

/**
 * Writes a new key file of mode 0600. An empty passphrase is none: then the seed lies in the file as it is.
 * @returns false when there is a key file already
 */
export async function writeKeyFile(file: string, seed: Uint8Array, passphrase: string | null): Promise<boolean> {
  const content = passphrase ? await seal(seed, passphrase) : plain(seed);
  return createPrivateFile(file, `${JSON.stringify(content, null, 2)}\n`);
}

/**
 * The seed in a key file, or null when there is no file.
 * @throws FettleError `key_unreadable`: wrong or missing passphrase, a damaged file, or one that others may read
 */
export async function readKeyFile(file: string, passphrase: string | null): Promise<Uint8Array | null> {
  try {
    const content = await readPrivateFile(file);
    return content === null ? null : await unseal(JSON.parse(content), passphrase);
  } catch (error) {
    throw new FettleError('key_unreadable', `The operator’s key ${file} cannot be opened: ${(error as Error).message}`);
  }
}

/** Whether the seed needs a passphrase; null when there is no file. @throws FettleError `key_unreadable` */
export async function isKeySealed(file: string): Promise<boolean | null> {
  try {
    const content = await readPrivateFile(file);
    return content === null ? null : Object.hasOwn(object(JSON.parse(content), 'key file'), 'sealed');
  } catch (error) {
    throw new FettleError('key_unreadable', `The operator’s key ${file} cannot be read: ${(error as Error).message}`);
  }
}

/** The public key that a file names, which opening it would prove; null when there is no file. @throws FettleError `key_unreadable` */
export async function readPublicKey(file: string): Promise<Uint8Array | null> {
  try {
    const content = await readPrivateFile(file);
    if (content === null) return null;
    return fromBase64(publicKey(object(JSON.parse(content), 'key file')['publicKey'], 'publicKey'));
  } catch (error) {
    throw new FettleError('key_unreadable', `The operator’s key ${file} cannot be read: ${(error as Error).message}`);
  }
}

/**
 * Seals a key with a new passphrase, in one step. `before` opens it: null when it was not sealed.
 * @throws FettleError `key_unreadable`, also when there is no key; `home_unwritable`
 */
export async function sealKeyFile(file: string, before: string | null, passphrase: string): Promise<void> {
  const seed = await readKeyFile(file, before);
  if (seed === null) throw new FettleError('key_unreadable', `There is no operator’s key at ${file}.`);
  await replacePrivateFile(file, `${JSON.stringify(await seal(seed, passphrase), null, 2)}\n`);
}

function plain(seed: Uint8Array) {
  return { v: 1, publicKey: toBase64(publicKeyOf(seed)), seed: toBase64(seed) };
}

async function seal(seed: Uint8Array, passphrase: string) {
  const header: Header = {
    v: 1,
    publicKey: toBase64(publicKeyOf(seed)),
    kdf: { name: 'argon2id', ...cost, salt: toBase64(randomBytes(16)) },
    nonce: toBase64(randomBytes(12)),
  };
  const sealing = createCipheriv(cipher, await derive(header.kdf, passphrase), fromBase64(header.nonce));
  sealing.setAAD(canonicalBytes(header));
  const sealed = Buffer.concat([sealing.update(seed), sealing.final(), sealing.getAuthTag()]);
  return { ...header, sealed: toBase64(sealed) };
}

async function unseal(content: unknown, passphrase: string | null): Promise<Uint8Array> {
  const found = object(content, 'key file');
  formVersion(found['v']);
  const seed = Object.hasOwn(found, 'seed') ? readPlain(found) : await openSealed(found, passphrase);
  if (toBase64(publicKeyOf(seed)) !== found['publicKey']) throw new Error('its public key is of another key.');
  return seed;
}

function readPlain(found: unknown): Uint8Array {
  const file = only(found, 'key file', ['v', 'publicKey', 'seed']);
  return fromBase64(bytes32(file.seed, 'seed'));
}

async function openSealed(found: unknown, passphrase: string | null): Promise<Uint8Array> {
  const { sealed, ...rest } = only(found, 'key file', ['v', 'publicKey', 'kdf', 'nonce', 'sealed']);
  const header = readHeader(rest);
  if (!passphrase) throw new Error('it is sealed. Give its passphrase, or FETTLE_KEY_PASSPHRASE_FILE.');
  const bytes = fromBase64(text(sealed, 'sealed'));
  if (bytes.length !== 48) throw new Error('it was cut.');
  const opening = createDecipheriv(cipher, await derive(header.kdf, passphrase), fromBase64(header.nonce), {
    authTagLength: 16,
  });
  opening.setAAD(canonicalBytes(header));
  opening.setAuthTag(bytes.subarray(32));
  try {
    return new Uint8Array(Buffer.concat([opening.update(bytes.subarray(0, 32)), opening.final()]));
  } catch {
    throw new Error('the passphrase is wrong, or the file was changed.');
  }
}

function readHeader(rest: { v: unknown; publicKey: unknown; kdf: unknown; nonce: unknown }): Header {
  const kdf = only(rest.kdf, 'kdf', ['name', 'memory', 'passes', 'parallelism', 'salt']);
  text(kdf.name, 'kdf name', /^argon2id$/);
  return {
    v: formVersion(rest.v),
    publicKey: publicKey(rest.publicKey, 'publicKey'),
    kdf: {
      name: 'argon2id',
      memory: integer(kdf.memory, 'memory', 8_192, most.memory),
      passes: integer(kdf.passes, 'passes', 1, most.passes),
      parallelism: integer(kdf.parallelism, 'parallelism', 1, most.parallelism),
      salt: text(kdf.salt, 'salt', /^[A-Za-z0-9+/]{22}==$/),
    },
    nonce: text(rest.nonce, 'nonce', /^[A-Za-z0-9+/]{16}$/),
  };
}

const deriveKey = promisify(argon2);

function derive({ salt, memory, passes, parallelism }: Header['kdf'], passphrase: string): Promise<Buffer> {
  const message = passphrase.normalize('NFC');
  return deriveKey('argon2id', { message, nonce: fromBase64(salt), memory, passes, parallelism, tagLength: 32 });
}
