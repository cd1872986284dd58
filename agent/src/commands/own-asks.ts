/** What this user asked: the keys by which it is found again, in a file of their own. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import { readIfThere, writeDurably } from '../durable-file.ts';

export interface OwnAsk {
  readonly key: string;
  /** The agent's data folder. */
  readonly data: string;
  readonly time: number;
}

const most = 100;
const fileIn = (folder: string) => join(folder, 'asked.json');

/** The newest first; none where nothing is remembered. */
export function ownAsks(folder: string): readonly OwnAsk[] {
  const text = readIfThere(fileIn(folder));
  if (text === null) return [];
  try {
    return JSON.parse(text) as OwnAsk[];
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return [];
  }
}

/** @throws FettleError `data_unwritable`; what was asked is asked all the same */
export function rememberAsk(folder: string, ask: OwnAsk): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeDurably(fileIn(folder), JSON.stringify([ask, ...ownAsks(folder)].slice(0, most)), 0o600);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new FettleError(
      'data_unwritable',
      `It was asked, but its key could not be kept (${why}). Ask for it with: fettle-agent asked ${ask.key}`,
    );
  }
}
