/** All that acts on signed orders, put together; loaded only where there is something to act on. */
import { join } from 'node:path';
import type { FromAgent } from '@fettle/shared/protocol/messages';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Root } from '@fettle/shared/trust/statements';
import type { Clock } from '../clock.ts';
import type { ExecutorState } from '../executor/wire.ts';
import type { OrdersListener, Said } from '../link/needs.ts';
import type { Log } from '../log.ts';
import type { Cycle } from '../samplers/runner.ts';
import { openFires } from '../standing/fires.ts';
import { createStanding } from '../standing/standing.ts';
import type { OpenChannel } from './executor-client.ts';
import { openShelf } from './folder.ts';
import { runsFolder } from './history.ts';
import { createRuns } from './runs.ts';
import { createTrouble } from './trouble.ts';

export { openExecutor } from './open-executor.ts';

export interface ActingNeeds {
  readonly data: string;
  readonly device: string;
  readonly open: OpenChannel;
  readonly say: (message: FromAgent, most: number) => Said;
  readonly root: () => Root;
  readonly statements: () => readonly Envelope[];
  readonly clock: Clock;
  readonly log: Log;
  /** When the machine started, wall clock, ms. */
  readonly booted: () => number;
  /** IANA name of the device's own zone. */
  readonly zone: () => string;
  readonly hasten: (interval: number, lease: number) => void;
  /** The executor holds something else than before. */
  readonly changed: () => void;
}

export interface Acting extends OrdersListener {
  /** Null: the executor was never asked. */
  readonly state: ExecutorState | null;
  /** Standing orders in force. */
  readonly standing: number;
  /** What went wrong last; null in good order. */
  readonly problem: string | null;
  frame(cycle: Pick<Cycle, 'dictionary' | 'values'>, interval: number): void;
  /** Asks the executor what it holds. */
  look(): void;
  /** There is a new connection. */
  restart(): void;
  stop(): void;
}

/** @throws FettleError `data_unwritable` */
export function startActing(needs: ActingNeeds): Acting {
  const { data, log } = needs;
  const trouble = createTrouble(log);
  const shelf = (name: string) => openShelf(join(runsFolder(data), name), log);
  const runs = createRuns({
    ...needs,
    trouble,
    changed(state) {
      standing.use(state);
      needs.changed();
    },
    ahead: () => standing.bodies,
    fired: (receipt) => standing.fired(receipt),
  });
  const standing = createStanding({
    ...needs,
    trouble,
    runs,
    fires: openFires(shelf('fires')),
    alarms: shelf('alarms'),
  });
  if (runs.held.state !== null) standing.use(runs.held.state);
  runs.start();
  standing.start();

  async function look(): Promise<void> {
    try {
      await runs.held.look();
    } catch (error) {
      trouble.tell(error, 'What the executor holds could not be noted');
    }
  }

  return {
    get state() {
      return runs.held.state;
    },
    get standing() {
      return standing.count;
    },
    get problem() {
      return trouble.problem;
    },
    statement: (message) => runs.statement(message),
    blob: (blob) => runs.blob(blob),
    kept: (kept) => runs.kept(kept),
    frame: (cycle, interval) => standing.frame(cycle, interval),
    look: () => void look(),
    restart: () => runs.restart(),
    stop() {
      standing.stop();
      runs.stop();
    },
  };
}
