import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { readIfThere, writeDurably } from '../operator/durable-file.ts';
import { unwritable } from './places.ts';

const bytes = 32;

/**
 * The key with which channels' secrets are sealed and links of notices made: 32 bytes, base64, mode 0600, in the data folder,
 * made when it is first needed. @throws FettleError `data_unwritable`, `secret_unreadable` (the file is damaged)
 */
export async function noticeKey(data: string): Promise<Uint8Array> {
  const file = join(data, 'notices.key');
  try {
    const known = await readIfThere(file);
    if (known !== null) return sound(Buffer.from(known.trim(), 'base64'), file);
    const made = randomBytes(bytes);
    await mkdir(data, { recursive: true });
    await writeDurably(file, `${made.toString('base64')}\n`);
    return made;
  } catch (error) {
    if (error instanceof FettleError) throw error;
    throw unwritable(data, error as Error);
  }
}

function sound(key: Buffer, file: string): Uint8Array {
  if (key.length === bytes) return key;
  throw new FettleError(
    'secret_unreadable',
    `${file} is damaged. Restore it from a backup, or remove it and set all secrets again.`,
  );
}
