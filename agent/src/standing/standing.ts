/**
 * Standing orders on this device: fires them by their rules, on the agent's own samples, and by their clocks; measures afterwards
 * whether a remedy helped, and tells it. What may run, and how often, the executor decides. docs/standing.md
 */
import type { Remedied } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { ReceiptStatement } from '@fettle/shared/trust/statements';
import type { ExecutorState } from '../executor/wire.ts';
import { bodiesOf, payloadOf } from '../runs/reading.ts';
import type { Cycle } from '../samplers/runner.ts';
import { createClockOrders } from './clock-orders.ts';
import { type Fire, fireKey } from './fires.ts';
import { type InForce, ordersInForce } from './in-force.ts';
import type { StandingNeeds } from './needs.ts';
import { createRuleOrders } from './rule-orders.ts';

export interface Standing {
  /** The executor holds these now. */
  use(state: ExecutorState): void;
  /** @param interval at which frames come now, ms */
  frame(cycle: Pick<Cycle, 'dictionary' | 'values'>, interval: number): void;
  /** A receipt of a standing order is on disk. */
  fired(receipt: ReceiptStatement): void;
  /** Hashes of all bodies that it may need. */
  readonly bodies: readonly string[];
  /** How many are in force. */
  readonly count: number;
  start(): void;
  stop(): void;
}

/** Receipts of what was asked before a restart are looked for so often, so far apart. */
const recovery = { times: 60, everyMs: 60_000 } as const;

export function createStanding(needs: StandingNeeds): Standing {
  const { runs, fires, clock, log, trouble } = needs;
  let orders: readonly InForce[] = [];
  let cancel = () => {};
  const shared = { ...needs, fire, past, order: (id: string) => orders.find(({ statement }) => statement.id === id) };
  const byRule = createRuleOrders({ ...shared, judged });
  const byClock = createClockOrders(shared);

  /** Hands one to the executor, when it is its turn. */
  function fire(id: string, notBefore: number, task: Parameters<typeof runs.line.add>[0]): void {
    log.info({ standing: id }, 'a standing order is to be fired');
    runs.line.add(task, notBefore);
  }

  /** Its runs on this device that were not refused. */
  function past(id: string) {
    return runs.results.history.filter(({ order, outcome }) => order === id && outcome !== 'refused');
  }

  function judged({ order, ran }: Fire, remedied: Static<typeof Remedied>): void {
    runs.results.remedied(remedied);
    void tellExecutor(order, ran?.run ?? 0, remedied.cleared);
  }

  async function tellExecutor(standing: string, run: number, cleared: boolean): Promise<void> {
    try {
      await runs.executor.ask({ ask: 'judged', standing, run, cleared });
      await runs.held.look();
    } catch (error) {
      trouble.tell(error, 'The executor could not be told whether a remedy helped');
    }
  }

  async function look(): Promise<void> {
    try {
      await runs.held.look();
    } catch (error) {
      trouble.tell(error, 'What the executor holds could not be noted');
    }
  }

  /** What was asked before the agent stopped: its receipt is with the executor, or it never began. */
  function recover(left: number): void {
    const open = fires.all.filter(({ ran }) => ran === null);
    if (open.length === 0) return;
    if (left === 0) {
      for (const one of open) fires.remove(fireKey(one.order, one.firing));
      return;
    }
    runs.behind();
    runs.line.add({
      key: 'recover',
      bodies: [],
      end: 0,
      // Nothing is asked: its turn alone brings the receipts.
      begin: () => false,
      ask: () => ({ ask: 'state' }),
      heard() {},
      ended: () => null,
    });
    cancel = clock.after(recovery.everyMs, () => recover(left - 1));
  }

  return {
    use(state) {
      orders = ordersInForce(state, payloadOf);
      byRule.use(orders.filter(({ statement }) => statement.trigger.kind === 'rule'));
      byClock.use(orders.filter(({ statement }) => statement.trigger.kind === 'clock'));
      runs.line.pump();
    },
    frame: (cycle, interval) => byRule.frame(cycle, interval),
    fired(receipt) {
      if (receipt.firing?.kind === 'rule') byRule.fired(receipt, receipt.firing.instance);
      else byClock.fired(receipt);
      // After too many failures it is not in force any more.
      void look();
    },
    get bodies() {
      return orders.flatMap(({ statement: { id, version }, envelope }) =>
        bodiesOf(envelope, runs.standing.beside(id, version)?.scripts ?? []),
      );
    },
    get count() {
      return orders.length;
    },
    start() {
      recover(recovery.times);
    },
    stop() {
      cancel();
      byClock.stop();
      byRule.stop();
    },
  };
}
