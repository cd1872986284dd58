/** The keeper's thread. `workerData` is the folder of the period files. */
import { parentPort, workerData } from 'node:worker_threads';
import { PeriodFiles } from '../files/files.ts';
import { Keeper } from './keeper.ts';
import type { FromKeeper, ToKeeper } from './messages.ts';
import { Talk } from './talk.ts';

const port = parentPort;
if (port === null) throw new Error('keeper/thread.ts is the beginning of a worker thread; the collector starts it.');
const keeper = new Keeper(new PeriodFiles(workerData as string));
const talk = new Talk(keeper, (answer: FromKeeper) => port.postMessage(answer));
port.on('message', (message: ToKeeper) => {
  if (talk.hear(message) === 'closed') port.close();
});
