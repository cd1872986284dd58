import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, open, stat } from 'node:fs/promises';
import type { BackupFile } from './manifest.ts';

/** Copies a file, for this user only; it is on disk when this resolves. @throws Error also if there is one already */
export async function copyDurably(from: string, to: string): Promise<void> {
  // Makes it with its mode first, so that nobody else can read what is secret for a moment.
  await (await open(to, 'wx', 0o600)).close();
  await copyFile(from, to);
  await sync(to);
}

export async function sync(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.chmod(0o600);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Size and hash of a file as it lies on disk. */
export async function measure(file: string, path: string): Promise<BackupFile> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(part as Buffer);
  return { path, bytes: (await stat(file)).size, sha256: hash.digest('hex') };
}
