/** What came of runs: kept until the collector has it, the last of them also for the people at this machine. */
import { join } from 'node:path';
import type { FromAgent, Kept, Remedied } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { ReceiptStatement } from '@fettle/shared/trust/statements';
import { writeDurably } from '../durable-file.ts';
import type { Log } from '../log.ts';
import type { Contents, Courier } from './courier.ts';
import { openShelf, readJson } from './folder.ts';
import { historyFile, type HistoryItem, historyItems, keptName, runsFolder, type StoredResult } from './history.ts';
import { receiptIn } from './reading.ts';

/** So many that the collector has stay for `fettle-agent runs`, and so many are listed. */
const most = { shown: 10, listed: 50 } as const;
/** Bytes of output in one message; 16 parts hold all that is kept of one. */
const partBytes = 65_536;

export interface Results {
  /** Number of the newest receipt that is kept or was. */
  readonly last: number;
  /** All up to this one need not be kept by anybody but us. */
  readonly forgettable: number;
  /** Null: it was known already, or is none. On disk when this returns. @throws FettleError `data_unwritable` */
  take(
    receipt: Envelope,
    output: string,
    by: (statement: ReceiptStatement) => readonly string[],
  ): ReceiptStatement | null;
  /** The last runs, the oldest first. */
  readonly history: readonly HistoryItem[];
  /** @throws FettleError `data_unwritable` */
  remedied(message: Static<typeof Remedied>): void;
  kept(kept: Static<typeof Kept>): void;
  /** There is a new connection: all that is not kept is sent again. */
  restart(): void;
}

/** @throws FettleError `data_unwritable` */
export function openResults(data: string, courier: Pick<Courier, 'send' | 'say'>, log: Log): Results {
  const folder = runsFolder(data);
  const shelf = openShelf(join(folder, 'results'), log);
  const remedies = openShelf(join(folder, 'remedied'), log);
  const numbers = () => shelf.names.map((name) => Number.parseInt(name, 10)).filter(Number.isSafeInteger);
  let history = historyItems(readJson(join(folder, historyFile), log));
  const waiting = new Set(numbers().filter((seq) => shelf.names.includes(String(seq))));
  let last = Math.max(0, ...numbers());
  // A power failure may have come between the two.
  for (const seq of numbers()) listed(stored(seq));

  function stored(seq: number): StoredResult | null {
    return (shelf.read(String(seq)) ?? shelf.read(keptName(seq))) as StoredResult | null;
  }

  function listed(result: StoredResult | null): void {
    const receipt = result === null ? null : receiptIn(result.receipt);
    if (result === null || receipt === null || history.some(({ seq }) => seq === receipt.seq)) return;
    history = [...history, itemOf(receipt, result.by)].slice(-most.listed);
  }

  function send(seq: number): void {
    courier.send({
      key: `result ${seq}`,
      open() {
        const result = waiting.has(seq) ? stored(seq) : null;
        return result === null ? null : partsOf(result, () => waiting.has(seq));
      },
    });
  }

  function sendRemedied(name: string): void {
    const message = remedies.read(name) as FromAgent | null;
    if (message !== null) courier.say(`remedied ${name}`, message);
  }

  function prune(): void {
    const done = numbers().filter((seq) => !waiting.has(seq));
    for (const seq of done.slice(0, -most.shown)) shelf.remove(keptName(seq));
  }

  return {
    get last() {
      return last;
    },
    get forgettable() {
      return Math.min(last, ...[...waiting].map((seq) => seq - 1));
    },
    take(receipt, output, by) {
      const statement = receiptIn(receipt);
      if (statement === null || statement.seq <= last) return null;
      const { seq } = statement;
      const result: StoredResult = { receipt, output, by: by(statement) };
      shelf.write(String(seq), result);
      listed(result);
      writeDurably(join(folder, historyFile), JSON.stringify(history), 0o644);
      last = seq;
      waiting.add(seq);
      send(seq);
      return statement;
    },
    get history() {
      return history;
    },
    remedied(message) {
      const name = String(message.seq);
      remedies.write(name, message);
      sendRemedied(name);
    },
    kept({ what, seq }) {
      if (what === 'remedied') return remedies.remove(String(seq));
      if (!waiting.delete(seq)) return;
      shelf.rename(String(seq), keptName(seq));
      prune();
    },
    restart() {
      for (const seq of [...waiting].toSorted((a, b) => a - b)) send(seq);
      for (const name of remedies.names) sendRemedied(name);
    },
  };
}

/** @param needed asked before each part */
function partsOf({ receipt, output }: StoredResult, needed: () => boolean): Contents {
  const bytes = Buffer.from(output, 'base64');
  const parts = Math.max(1, Math.ceil(bytes.length / partBytes));
  return {
    parts,
    part(place) {
      if (!needed()) return null;
      const data = bytes.subarray(place * partBytes, (place + 1) * partBytes).toString('base64');
      return { type: 'result', receipt, part: place, parts, data };
    },
  };
}

function itemOf(receipt: ReceiptStatement, by: readonly string[]): HistoryItem {
  const { seq, order, kind, run, started, ended, outcome, code, steps, firing } = receipt;
  return { seq, order, kind, run, started, ended, outcome, code, what: steps.map(({ name }) => name), firing, by };
}
