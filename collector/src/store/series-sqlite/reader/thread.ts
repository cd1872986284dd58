/** The reader's thread: answers questions from the period files, several at a time, and never writes. */
import { parentPort, workerData } from 'node:worker_threads';
import { FettleError } from '@fettle/shared/errors';
import type { Rows } from '../block/rows.ts';
import { Writes } from '../files/writes.ts';
import type { DictionaryMessage } from '../keeper/messages.ts';
import type { Buckets } from '../rollup/buckets.ts';
import type { FleetRows } from '../rollup/fleet-codec.ts';
import { answer } from './answer.ts';
import { Folder } from './folder.ts';
import { Lru } from './lru.ts';
import type { DamagedRow, Found, FromReader, RangeMessage, SizeMessage, TableMessage, ToReader } from './messages.ts';
import type { Settled } from './settled.ts';
import { sizeOf } from './size.ts';
import { tableAt } from './table.ts';

/** Messages that may be on their way to a question's reader. */
const ahead = 4;
const cacheBytes = {
  rows: 32 * 1024 * 1024,
  buckets: 32 * 1024 * 1024,
  fleet: 48 * 1024 * 1024,
  settled: 32 * 1024 * 1024,
};

interface Running {
  cancelled: boolean;
  onWay: number;
  /** Called when one was consumed, or nobody wants more. */
  go: () => void;
}

const { folder: path, writes } = workerData as { readonly folder: string; readonly writes: SharedArrayBuffer | null };
const folder = new Folder(path, writes && new Writes(writes));
const dictionaries = new Map<number, DictionaryMessage>();
const running = new Map<number, Running>();
const caches = {
  rows: new Lru<Rows>(cacheBytes.rows),
  buckets: new Lru<Buckets>(cacheBytes.buckets),
  fleet: new Lru<FleetRows>(cacheBytes.fleet),
  settled: new Lru<Settled>(cacheBytes.settled),
};

const say = (message: FromReader, moved: ArrayBuffer[] = []) => parentPort?.postMessage(message, moved);
/** What moves with it. */
const memoryOf = (found: Found | null) => (found?.written ? [found.written.bytes.buffer] : []);

const fail = (id: number, error: unknown) => {
  const code = error instanceof FettleError ? error.code : 'internal';
  say({ type: 'failed', id, code, message: error instanceof Error ? error.message : String(error) });
};

async function range(message: RangeMessage): Promise<void> {
  const { id } = message;
  const own: Running = { cancelled: false, onWay: 0, go: () => {} };
  running.set(id, own);
  const damaged: DamagedRow[] = [];
  try {
    const { rest, ms } = await answer(
      message,
      folder,
      { ...caches, dictionaries, damaged: (row) => damaged.push(row) },
      {
        cancelled: () => own.cancelled,
        async send(found) {
          say({ type: 'found', id, found }, memoryOf(found));
          own.onWay++;
          if (own.onWay < ahead || own.cancelled) return;
          await new Promise<void>((resolve) => {
            own.go = resolve;
          });
        },
      },
    );
    say({ type: 'done', id, found: rest, damaged, ms }, memoryOf(rest));
  } catch (error) {
    fail(id, error);
  } finally {
    running.delete(id);
  }
}

function table(message: TableMessage): void {
  const damaged: DamagedRow[] = [];
  try {
    const found = tableAt(folder, message, (row) => damaged.push(row));
    const { id } = message;
    if (found) say({ type: 'table', id, time: found.time, sequence: found.sequence, content: found.rows });
    else say({ type: 'done', id, found: null, damaged, ms: 0 });
  } catch (error) {
    fail(message.id, error);
  }
}

function size({ id, device }: SizeMessage): void {
  try {
    say({ type: 'size', id, ...sizeOf(folder, device) });
  } catch (error) {
    fail(id, error);
  }
}

function consumed(id: number, cancelled: boolean): void {
  const own = running.get(id);
  if (!own) return;
  own.onWay--;
  own.cancelled ||= cancelled;
  own.go();
}

const handlers: {
  readonly [Type in ToReader['type']]: (message: Extract<ToReader, { type: Type }> & { id: number }) => void;
} = {
  dictionary: (message) => dictionaries.set(message.id, message),
  range: (message) => void range(message),
  table,
  size,
  release: ({ files }) => {
    folder.release(files);
    // What is gone is no part of answers any more, not even of those that are being read.
    caches.settled = new Lru(cacheBytes.settled);
  },
  more: ({ id }) => consumed(id, false),
  cancel: ({ id }) => consumed(id, true),
  close: () => {
    for (const id of running.keys()) consumed(id, true);
    folder.close();
    parentPort?.close();
  },
};

parentPort?.on('message', (message: ToReader) => (handlers[message.type] as (message: ToReader) => void)(message));
