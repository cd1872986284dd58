/** The copier's thread: `workerData` is the plan. So a large copy takes no turn of the collector's own. */
import { parentPort, workerData } from 'node:worker_threads';
import { type BackupPlan, Cut } from './cut.ts';
import type { FromCopier } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('backup/thread.ts is the beginning of a worker thread; the collector starts it.');
const say = (message: FromCopier) => port.postMessage(message);
port.once('message', () => {
  copy().catch((error: unknown) => say({ type: 'failed', message: (error as Error).message }));
});

async function copy(): Promise<void> {
  const cut = new Cut(workerData as BackupPlan);
  try {
    say({ type: 'begun' });
    say({ type: 'done', manifest: await cut.copy() });
  } finally {
    cut.close();
  }
}
