/**
 * Where people at the machine put what they ask, and find what became of it, in `asks` of the agent's data folder. Into `in` everybody may
 * write and nobody but the agent may look: who wrote a file its owner tells. What is told lies in `told` under the key that its asker
 * chose, which nobody can list or guess.
 */
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { unwritable } from '../durable-file.ts';

export interface AskPlace {
  readonly in: string;
  readonly told: string;
  /** The agent's alone. */
  readonly kept: string;
  /** What may be asked for here, as the collector said last. */
  readonly items: string;
}

export function askPlace(data: string): AskPlace {
  const folder = join(data, 'asks');
  return {
    in: join(folder, 'in'),
    told: join(folder, 'told'),
    kept: join(folder, 'kept'),
    items: join(folder, 'items.json'),
  };
}

/** 128 random bits, hex. */
export const keyForm = /^[0-9a-f]{32}$/;
export const fileOf = (folder: string, key: string) => join(folder, `${key}.json`);

/** @throws FettleError `data_unwritable` */
export function makeAskPlace(data: string): AskPlace {
  const place = askPlace(data);
  const make = (folder: string, mode: number) => {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    // Whatever the umask: sticky, so that nobody takes away what another has put there.
    chmodSync(folder, mode);
  };
  try {
    make(join(data, 'asks'), 0o755);
    make(place.in, 0o1733);
    make(place.told, 0o711);
    make(place.kept, 0o700);
  } catch (error) {
    throw unwritable(join(data, 'asks'), error);
  }
  return place;
}
