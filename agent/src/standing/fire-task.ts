/** Asks the executor to fire a standing order, and to go on asking while its time has not come. */
import type { Progress } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { Firing } from '@fettle/shared/trust/statements';
import type { Clock } from '../clock.ts';
import type { Answer } from '../executor/wire.ts';
import type { Log } from '../log.ts';
import type { Task } from '../runs/line.ts';
import { bodiesOf } from '../runs/reading.ts';
import type { Beside } from '../runs/standing-shelf.ts';
import type { InForce } from './in-force.ts';

const againMs = { busy: 5_000, lost: 30_000 } as const;

interface Needs {
  readonly key: string;
  readonly order: InForce;
  readonly beside: Beside;
  readonly clock: Clock;
  readonly log: Log;
  /** Right before each ask: why it fires, noted on disk; null: it need not any more. */
  readonly begin: () => Firing | null;
  /** Whether its receipt came. */
  readonly isOver: () => boolean;
  readonly tell: (progress: Static<typeof Progress>) => void;
  readonly heard: (answer: Answer) => void;
  readonly behind: () => void;
  /** Nothing was run, and nothing is to be asked again. */
  readonly dropped: (code: string | null) => void;
}

export function fireTask(needs: Needs): Task {
  const { order, beside, clock, log } = needs;
  const { id } = order.statement;
  let firing: Firing | null = null;

  function hear(answer: Answer): void {
    const time = clock.wall();
    if (answer.answer === 'began')
      needs.tell({ type: 'progress', order: id, run: answer.run, state: 'running', step: 0, time });
    if (answer.answer === 'step')
      needs.tell({ type: 'progress', order: id, run: answer.run, state: 'running', step: answer.step, time });
    needs.heard(answer);
  }

  return {
    key: needs.key,
    bodies: bodiesOf(order.envelope, beside.scripts),
    end: Number.MAX_SAFE_INTEGER,
    begin() {
      firing = needs.begin();
      return firing !== null;
    },
    ask(blobs) {
      if (firing === null) throw new TypeError('it is asked before it was begun');
      return { ask: 'fire', standing: id, firing, scripts: beside.scripts, sealed: beside.sealed, blobs };
    },
    heard: hear,
    ended(end, until) {
      const now = clock.wall();
      if (needs.isOver()) return null;
      if (until !== null) return Math.max(until, now + 1_000);
      if (end === 'busy' || end === 'lost' || end === 'disk' || end === 'not_pinned') {
        // It may have run: its receipt is asked for before anything else is.
        needs.behind();
        return now + (end === 'busy' ? againMs.busy : againMs.lost);
      }
      log.warn({ standing: id, code: end }, 'the executor does not fire a standing order');
      needs.dropped(end);
      return null;
    },
  };
}
