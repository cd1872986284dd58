/** The thread that makes reports: it reads the records by a connection of its own and never writes; series it asks for. `workerData` is the file. */
import { setImmediate } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import type { Progress } from './domain/reports/index.ts';
import type { RangeQuery, SeriesPoints } from './domain/series/index.ts';
import { type Asked, errorOf, failureOf, type FromThread, type ToThread } from './reports-messages.ts';
import { reportWork } from './reports-work.ts';
import { openRecordsToRead } from './store/open.ts';
import { Inbox } from './store/series-sqlite/reader/inbox.ts';

const port = parentPort;
if (port === null) throw new Error('reports-thread.ts is the beginning of a worker thread; the collector starts it.');

/** So often it is told how far it is, at most. */
const toldMs = 100;

const records = openRecordsToRead((workerData as { readonly file: string }).file);
const scans = new Map<number, Inbox<readonly SeriesPoints[]>>();
const cancelled = new Set<number>();
let lastScan = 0;

const say = (message: FromThread) => port.postMessage(message, []);

/** Asked of the collector; whoever stops reading ends the work. */
async function* scan(query: RangeQuery): AsyncGenerator<SeriesPoints> {
  const id = ++lastScan;
  const inbox = new Inbox<readonly SeriesPoints[]>();
  scans.set(id, inbox);
  say({ type: 'scan', id, query });
  try {
    for (let next = await inbox.next(); next !== null; next = await inbox.next()) {
      yield* next;
      say({ type: 'more', id });
    }
  } finally {
    scans.delete(id);
    say({ type: 'stop', id });
  }
}

const work = reportWork({ ...records, series: { scan } });

function progressOf(id: number): Progress {
  let told = performance.now();
  return async (share, doing) => {
    // What was called off meanwhile is heard now.
    await setImmediate();
    if (cancelled.has(id)) throw new Error('It was called off.');
    if (performance.now() - told < toldMs) return;
    told = performance.now();
    say({ type: 'progress', id, share, doing });
  };
}

function done(id: number, asked: Asked): Promise<unknown> {
  switch (asked.work) {
    case 'make':
      return work.make(asked.ask, progressOf(id));
    case 'preview':
      return work.preview(asked.order, asked.now);
    case 'file':
    default:
      return work.file(asked.report, asked.ask);
  }
}

async function take(id: number, asked: Asked): Promise<void> {
  try {
    say({ type: 'done', id, answer: await done(id, asked) });
  } catch (error) {
    say({ type: 'failed', id, failure: failureOf(error) });
  } finally {
    cancelled.delete(id);
  }
}

const handlers: {
  readonly [Type in ToThread['type']]: (message: Extract<ToThread, { type: Type }>) => unknown;
} = {
  ask: ({ id, asked }) => take(id, asked),
  cancel: ({ id }) => cancelled.add(id),
  points: ({ id, points }) => scans.get(id)?.found(points),
  end: ({ id }) => scans.get(id)?.final(),
  failed: ({ id, failure }) => scans.get(id)?.fail(errorOf(failure)),
  close: async () => {
    await records.close();
    port.close();
  },
};

port.on('message', (message: ToThread) => void (handlers[message.type] as (message: ToThread) => unknown)(message));
