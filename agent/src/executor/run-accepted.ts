/** From acceptance to the receipt: what is begun is on disk before anything runs, and so is its end before anybody hears of it. */
import { randomBytes } from 'node:crypto';
import type { Job, Verdict } from '@fettle/shared/trust/accept/question';
import { begun, ended } from '@fettle/shared/trust/firings';
import { outcomeOfSteps } from '@fettle/shared/trust/outcome';
import type { Folder, Intent } from './folder.ts';
import { mostOutput } from '@fettle/shared/trust/kept-output';
import { type About, writeReceipt } from './receipts.ts';
import { runJob, type RunPorts } from './run-action.ts';
import type { Stand } from './stand.ts';
import type { Answer } from './wire.ts';

/** `grace`: how long after the first word to a program the last one comes, ms. */
export type Ports = Pick<RunPorts, 'clock' | 'platform' | 'grace' | 'at'>;
export type Tell = (answer: Answer) => Promise<void>;
export type Accepted = Extract<Verdict, { readonly verdict: 'accepted' }>;

export interface Asked {
  readonly about: About;
  readonly exp: number;
  readonly job: Job;
  readonly bodies: ReadonlyMap<string, Uint8Array>;
  readonly floor: number;
}

/** Where so many bytes wait for the collector, little more is kept of output. */
const mostBytes = 67_108_864;
const piece = 16_384;

/** @returns the receipt's number; null: it was begun before, by another process */
export async function runAccepted(
  folder: Folder,
  stand: Stand,
  { about, exp, job, bodies, floor }: Asked,
  stop: AbortSignal,
  ports: Ports,
  tell: Tell,
): Promise<number | null> {
  const { clock, at } = ports;
  const { order, run, firing } = about;
  const started = clock.now();
  const intent: Intent = { ...about, exp, started, cookie: randomBytes(16).toString('hex'), receipt: null };
  at('before-intent');
  folder.keep({ ...stand.kept, floor });
  try {
    folder.begin(intent);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  }
  at('after-intent');
  const before = folder.standing.get(order);
  if (firing !== null && before !== undefined) folder.keepStanding(order, begun(before, firing, run, started));
  // Nobody waits for who looks on.
  void tell({ answer: 'began', order, run });
  const room = folder.bytes < mostBytes ? mostOutput : 4_096;
  let shown = 0;
  const { steps, output } = await runJob(job, bodies, {
    ...ports,
    folder: folder.run,
    cookie: intent.cookie,
    stop,
    room,
    began: (step) => void tell({ answer: 'step', order, run, step }),
    live(bytes) {
      for (let from = 0; from < bytes.length && shown < room; from += piece) {
        const part = bytes.subarray(from, from + piece);
        void tell({ answer: 'output', order, run, at: shown, data: part.toString('base64') });
        shown += part.length;
      }
    },
  });
  at('before-receipt');
  const outcome = outcomeOfSteps(steps);
  const end = Math.max(clock.now(), started);
  const told = { outcome, code: null, steps, started, ended: end };
  const seq = writeReceipt(folder, stand, intent, told, { bytes: output.bytes(), total: output.total });
  at('after-receipt');
  const after = folder.standing.get(order);
  if (firing !== null && after !== undefined) folder.keepStanding(order, ended(after, run, outcome, end));
  folder.end(intent, seq);
  at('after-end');
  return seq;
}
