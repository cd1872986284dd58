/** What ran on this machine, for the people at it: read without asking the agent. */
import { join } from 'node:path';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { ReceiptStatement } from '@fettle/shared/trust/statements';
import { readJson } from './folder.ts';

/** In the data folder, the agent's. */
export const runsFolder = (data: string): string => join(data, 'runs');
/** In it, and readable by every local user. */
export const historyFile = 'history.json';

export interface HistoryItem extends Pick<
  ReceiptStatement,
  'seq' | 'order' | 'kind' | 'run' | 'started' | 'ended' | 'outcome' | 'code' | 'firing'
> {
  /** Names of the steps. */
  readonly what: readonly string[];
  /** Whose keys signed it. */
  readonly by: readonly string[];
}

/** A result's file, once the collector has it; before it is named by the number alone. */
export const keptName = (seq: number): string => `${seq}-kept`;

export interface StoredResult {
  readonly receipt: Envelope;
  /** Base64. */
  readonly output: string;
  readonly by: readonly string[];
}

/** The oldest first; empty where nothing ran yet. */
export function readHistory(data: string): readonly HistoryItem[] {
  return historyItems(readJson(join(runsFolder(data), historyFile)));
}

export function historyItems(value: unknown): readonly HistoryItem[] {
  return Array.isArray(value) ? (value as readonly HistoryItem[]) : [];
}

/** Of one of the last runs, its receipt and output; null: it is not here any more. */
export function readResult(data: string, seq: number): StoredResult | null {
  const read = (name: string) => readJson(join(runsFolder(data), 'results', `${name}.json`));
  return (read(String(seq)) ?? read(keptName(seq))) as StoredResult | null;
}
