/**
 * Whom this machine obeys, and who it is: taken once from what the agent enrolled with, and never looked up there again. Where
 * the executor is root it is taken while root installs it; the agent's user can change its own files later, and nothing there.
 * Where the agent spawns it, one user owns both.
 */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeviceId } from '@fettle/shared/ids';
import { deviceId, fromBase64, publicKeyOf } from '@fettle/shared/trust/keys';
import { makeFolder, type Pin, readPin, writePin } from '../../executor/folder.ts';

interface Enrolled {
  readonly device: DeviceId;
  readonly host?: string;
  readonly fingerprint: string;
}

interface Keys {
  readonly seed: string;
  readonly sealing: { readonly private: string };
}

/**
 * @param data the agent's data folder, which was enrolled
 * @returns `pinned`, or `same` where that was done before, or `other` where this folder obeys others or is another device: it
 *   stays so, until its owner removes it
 * @throws Error where the files are missing or do not fit together
 */
export function pinFrom(data: string, folder: string): 'pinned' | 'same' | 'other' {
  const enrolled = readOwned(join(data, 'enrolment.json')) as Enrolled;
  const keys = readOwned(join(data, 'device.json')) as Keys;
  const pin: Pin = {
    device: enrolled.device,
    host: enrolled.host ?? '',
    fingerprint: enrolled.fingerprint,
    seed: keys.seed,
    sealing: keys.sealing.private,
  };
  if (deviceId(publicKeyOf(fromBase64(pin.seed))) !== pin.device)
    throw new Error(`the key in ${data} is not the device’s`);
  makeFolder(folder, process.getuid?.() === 0);
  const before = readPin(folder);
  if (before === null) {
    writePin(folder, pin);
    return 'pinned';
  }
  const same = before.device === pin.device && before.fingerprint === pin.fingerprint && before.seed === pin.seed;
  return same ? 'same' : 'other';
}

/** Root reads in a folder of another user's: no link is followed, and nothing but a plain file is read. */
function readOwned(path: string): unknown {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { size, nlink } = fstatSync(file);
    if (!fstatSync(file).isFile() || nlink !== 1 || size > 262_144)
      throw new Error(`${path} is no file of the agent’s`);
    return JSON.parse(readFileSync(file, 'utf8'));
  } finally {
    closeSync(file);
  }
}
