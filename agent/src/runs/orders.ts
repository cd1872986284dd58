/** Orders that were taken: on disk until their receipt is. At most once is the executor's promise; never forgotten is this one's. */
import type { Progress, StatementMessage } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Sealed } from '@fettle/shared/trust/sealed';
import type { TargetPath } from '@fettle/shared/trust/statements';
import type { Clock } from '../clock.ts';
import type { Answer } from '../executor/wire.ts';
import type { Log } from '../log.ts';
import type { Shelf } from './folder.ts';
import type { Task } from './line.ts';
import { bodiesOf, orderIn } from './reading.ts';

/** More than this at once is refused: whoever sends them need not be honest. */
const mostOrders = 64;
/** The executor is busy, or went away. */
const againMs = { busy: 5_000, lost: 30_000 } as const;
/** So often its receipt is looked for after the executor said that it has seen an order before. */
const mostLooks = 10;

export interface TakenOrder {
  readonly envelope: Envelope;
  readonly path: TargetPath;
  readonly scripts: readonly Envelope[];
  readonly sealed: Sealed | null;
}

export interface Orders {
  /** Null: it is none, or there are too many. @throws FettleError `data_unwritable` */
  take(message: Static<typeof StatementMessage>): Task | null;
  /** Those of before, each with when to ask it. */
  tasks(): readonly Task[];
  /** Its receipt is on disk. */
  done(id: string): void;
  envelope(id: string): Envelope | null;
  /** There is a new connection: how far all of them are. */
  restart(): void;
}

interface Needs {
  readonly shelf: Shelf;
  readonly clock: Clock;
  readonly log: Log;
  readonly tell: (progress: Static<typeof Progress>) => void;
  readonly heard: (answer: Answer) => void;
  /** The executor may have receipts that are not here. */
  readonly behind: () => void;
}

export function createOrders({ shelf, clock, log, tell, heard, behind }: Needs): Orders {
  const states = new Map<string, 'taken' | 'waiting' | 'running'>();

  function progress(order: string, state: Static<typeof Progress>['state'], step = 0): void {
    states.set(order, state);
    tell({ type: 'progress', order, run: 1, state, step, time: clock.wall() });
  }

  function remove(id: string): void {
    shelf.remove(id);
    states.delete(id);
  }

  function hear(id: string, answer: Answer): void {
    if (answer.answer === 'began') progress(id, 'running');
    if (answer.answer === 'step') progress(id, 'running', answer.step);
    heard(answer);
  }

  function taskOf(id: string, { envelope, path, scripts, sealed }: TakenOrder): Task {
    let looks = 0;
    return {
      key: `order ${id}`,
      bodies: bodiesOf(envelope, scripts),
      end: orderIn(envelope)?.exp ?? 0,
      ask: (blobs) => ({ ask: 'order', envelope, path, scripts, sealed, blobs }),
      begin: () => shelf.names.includes(id),
      heard: (answer) => hear(id, answer),
      ended(end, until) {
        if (!shelf.names.includes(id)) return null;
        const now = clock.wall();
        if (until !== null) {
          progress(id, 'waiting');
          return Math.max(until, now + 1_000);
        }
        if (end === 'busy' || end === 'lost' || end === 'disk' || end === 'not_pinned') {
          behind();
          return now + (end === 'busy' ? againMs.busy : againMs.lost);
        }
        // It has run, or runs: its receipt is with the executor, or will be.
        if (end === 'replay' && looks++ < mostLooks) {
          behind();
          return now + againMs.lost;
        }
        if (end !== null) log.warn({ order: id, code: end }, 'the executor takes no notice of an order');
        remove(id);
        return null;
      },
    };
  }

  return {
    take({ envelope, path, scripts, sealed }) {
      const order = orderIn(envelope as Envelope);
      if (order === null || path === undefined) return null;
      const taken = {
        envelope: envelope as Envelope,
        path,
        scripts: (scripts ?? []) as readonly Envelope[],
        sealed: (sealed as Sealed | undefined) ?? null,
      };
      if (!shelf.names.includes(order.id)) {
        if (shelf.names.length >= mostOrders) {
          log.warn({ order: order.id }, `an order is left out: ${mostOrders} others wait`);
          return null;
        }
        shelf.write(order.id, taken);
        progress(order.id, 'taken');
      } else progress(order.id, states.get(order.id) ?? 'taken');
      return taskOf(order.id, taken);
    },
    tasks() {
      return shelf.names.flatMap((id) => {
        const taken = shelf.read(id) as TakenOrder | null;
        return taken === null ? [] : [taskOf(id, taken)];
      });
    },
    done: remove,
    envelope: (id) => (shelf.read(id) as TakenOrder | null)?.envelope ?? null,
    restart() {
      for (const id of shelf.names) progress(id, states.get(id) ?? 'taken');
    },
  };
}
