/** The keeper's thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { PeriodFiles } from '../files/files.ts';
import { Writes } from '../files/writes.ts';
import { Keeper } from './keeper.ts';
import type { FromKeeper, ToKeeper } from './messages.ts';
import { Talk } from './talk.ts';

const port = parentPort;
if (port === null) throw new Error('keeper/thread.ts is the beginning of a worker thread; the collector starts it.');
const { folder, writes } = workerData as { readonly folder: string; readonly writes: SharedArrayBuffer };
const keeper = new Keeper(new PeriodFiles(folder, new Writes(writes)));
const talk = new Talk(keeper, (answer: FromKeeper) => port.postMessage(answer));
port.on('message', (message: ToKeeper) => {
  if (talk.hear(message) === 'closed') port.close();
});
