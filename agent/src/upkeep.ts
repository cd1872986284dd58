/**
 * The door to what acts on signed orders: without orders nothing behind it is loaded, and nothing is asked. What comes while it is being
 * opened waits.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Holds } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import { payloadTypes } from '@fettle/shared/trust/envelope';
import type { ExecutorState } from './executor/wire.ts';
import type { OrdersListener } from './link/needs.ts';
import type { Acting, ActingNeeds } from './runs/acting.ts';
import type { OpenChannel } from './runs/executor-client.ts';
import { runsFolder } from './runs/history.ts';
import { holdsOf, readHeld, readinessOf, type Readiness } from './runs/holds.ts';
import type { Cycle } from './samplers/runner.ts';
import { stateFiles } from './state.ts';

export interface UpkeepNeeds extends Omit<ActingNeeds, 'open'> {
  /** How the executor is reached, loaded when it is needed. Null: this agent only monitors. */
  readonly open: (() => Promise<OpenChannel>) | null;
  readonly grant: () => number;
}

export interface Upkeep {
  readonly orders: OrdersListener;
  holds(): Static<typeof Holds>;
  /** Whether this machine may be acted on, and how many standing orders are in force. */
  readonly now: { readonly readiness: Readiness; readonly standing: number };
  /** What went wrong; null in good order. */
  readonly problem: string | null;
  start(): void;
  frame(cycle: Pick<Cycle, 'dictionary' | 'values'>, interval: number): void;
  look(): void;
  restart(): void;
  stop(): void;
}

const nothingHeld: ExecutorState = {
  root: 0,
  rev: 0,
  fresh: 0,
  grant: 0,
  locked: false,
  standing: [],
  inForce: [],
  seq: 0,
};

const own: ReadonlySet<string> = new Set([payloadTypes.root, payloadTypes.grant]);

export function createUpkeep({ open, ...needs }: UpkeepNeeds): Upkeep {
  const { data, log, clock, root } = needs;
  let acting: Acting | null = null;
  let loading = false;
  let stopped = false;
  let waiting: ((to: Acting) => void)[] = [];
  let held = readHeld(data);
  let failure: string | null = null;

  /** The person at the machine may have locked it a moment ago, and nobody asked the executor since. */
  function state(): ExecutorState | null {
    const said = acting?.state ?? held;
    return existsSync(join(data, stateFiles.lock)) ? { ...(said ?? nothingHeld), locked: true } : said;
  }

  function pass(tell: (to: Acting) => void): void {
    if (acting !== null) return tell(acting);
    waiting.push(tell);
    if (!loading && open !== null) void load(open);
  }

  async function load(find: () => Promise<OpenChannel>): Promise<void> {
    loading = true;
    try {
      const [{ startActing }, way] = await Promise.all([import('./runs/acting.ts'), find()]);
      if (stopped) return;
      acting = startActing({ ...needs, open: way });
      failure = null;
      for (const tell of waiting.splice(0)) tell(acting);
    } catch (error) {
      // A full disk, most likely. What comes next tries again; what is lost the collector sends with the next connection.
      log.error({ err: error }, 'signed orders cannot be taken now');
      waiting = [];
      failure = `Signed orders cannot be taken: ${error instanceof Error ? error.message : String(error)}`;
    }
    loading = false;
  }

  return {
    orders: {
      statement(message) {
        if (open === null) return;
        // What the agent keeps itself the executor gets when it is needed.
        if (acting === null && own.has(message.envelope.payloadType)) return;
        pass((to) => to.statement(message));
      },
      blob: (blob) => acting?.blob(blob),
      kept: (kept) => acting?.kept(kept),
    },
    holds: () => holdsOf(state(), { root: root(), grant: needs.grant() }, open !== null, clock.wall()),
    get now() {
      const readiness = readinessOf(state(), root(), open !== null, clock.wall());
      return { readiness, standing: acting?.standing ?? 0 };
    },
    get problem() {
      return acting?.problem ?? failure;
    },
    start() {
      held = readHeld(data);
      if (open !== null && isLeft(data)) pass((to) => to.restart());
    },
    frame: (cycle, interval) => acting?.frame(cycle, interval),
    look() {
      if (acting !== null) acting.look();
      else if (held !== null && open !== null) pass((to) => to.look());
    },
    restart: () => acting?.restart(),
    stop() {
      stopped = true;
      acting?.stop();
    },
  };
}

/** Whether something was under way when the agent stopped, or standing orders are in force. */
function isLeft(data: string): boolean {
  if ((readHeld(data)?.inForce.length ?? 0) > 0) return true;
  const files = ['orders', 'fires', 'remedied', 'results'].flatMap((name) => filesIn(join(runsFolder(data), name)));
  return files.some((file) => file.endsWith('.json') && !file.endsWith('-kept.json'));
}

function filesIn(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
