import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { newKey, type Signer, signer } from '@fettle/shared/trust/keys';
import { readIfThere, writeDurably } from '../operator/durable-file.ts';
import { unwritable } from './places.ts';

/**
 * The collector's identity key, made at its first start: a raw Ed25519 seed, base64, mode 0600, in the data folder.
 * Agents accept only a collector whose key their root lists. @throws FettleError `data_unwritable`
 */
export async function collectorIdentity(data: string): Promise<Signer> {
  const file = join(data, 'identity.key');
  try {
    const known = await readIfThere(file);
    if (known !== null) return signer(Buffer.from(known.trim(), 'base64'));
    const { seed } = newKey();
    await mkdir(data, { recursive: true });
    await writeDurably(file, `${Buffer.from(seed).toString('base64')}\n`);
    return signer(seed);
  } catch (error) {
    throw unwritable(data, error as Error);
  }
}
