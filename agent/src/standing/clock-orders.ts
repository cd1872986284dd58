/** Standing orders that the clock fires. */
import { parseCron } from '@fettle/shared/cron';
import type { Trigger } from '@fettle/shared/trust/standing';
import type { Firing, ReceiptStatement } from '@fettle/shared/trust/statements';
import type { Task } from '../runs/line.ts';
import { type Alarm, dueOf } from './alarm.ts';
import { fireTask } from './fire-task.ts';
import { fireKey } from './fires.ts';
import type { InForce } from './in-force.ts';
import { jitterOf } from './jitter.ts';
import { mayFireAt, type Past } from './pace.ts';
import type { StandingNeeds } from './needs.ts';

export interface ClockOrders {
  use(orders: readonly InForce[]): void;
  fired(receipt: ReceiptStatement): void;
  stop(): void;
}

interface Needs extends StandingNeeds {
  readonly order: (id: string) => InForce | undefined;
  readonly fire: (id: string, notBefore: number, task: Task) => void;
  readonly past: (id: string) => readonly Past[];
}

type ByClock = Extract<Trigger, { readonly kind: 'clock' }>;

/** Looked again after so long at the latest: the wall clock, or the device's zone, may be set meanwhile. */
const lookMs = 60_000;

export function createClockOrders(needs: Needs): ClockOrders {
  const { runs, fires, clock, log, alarms } = needs;
  let orders: readonly (readonly [InForce, Alarm])[] = [];
  /** Up to when each schedule is done. */
  const done = new Map<string, number>();
  let cancel = () => {};

  function look(): void {
    cancel();
    const now = clock.wall();
    let next = now + lookMs;
    for (const [order, alarm] of orders) {
      const { id, exp } = order.statement;
      if (exp <= now) continue;
      const due = dueOf(alarm, doneOf(id, now), now);
      if (due.what === 'wait' && due.at !== null) next = Math.min(next, due.at);
      if (due.after !== done.get(id)) done.set(id, due.after);
      if (due.what === 'fire') ask(order, due.due);
    }
    if (orders.length > 0) cancel = clock.after(Math.max(next - now, 1), look);
  }

  /** One that is seen for the first time begins now. */
  function doneOf(id: string, now: number): number {
    const known = done.get(id) ?? alarms.read(id);
    if (typeof known === 'number') return known;
    note(id, now);
    return now;
  }

  function note(id: string, until: number): void {
    done.set(id, until);
    try {
      alarms.write(id, until);
    } catch (error) {
      // Worst, a time that was missed is made up for twice: the caps of the order bound it.
      needs.trouble.tell(error, 'How far a schedule is done could not be noted');
    }
  }

  function ask(order: InForce, due: number): void {
    const { id, version, caps } = order.statement;
    const key = fireKey(id, { kind: 'clock' });
    // The one before still waits for its turn: one run is enough for both.
    if (runs.line.has(key)) return void done.set(id, due);
    const beside = runs.standing.beside(id, version) ?? { scripts: [], sealed: null };
    const task = fireTask({
      key,
      order,
      beside,
      clock,
      log,
      begin() {
        if (needs.order(id) === undefined || fires.find(key)?.ran) return null;
        const firing: Firing = { kind: 'clock', due };
        fires.write({ order: id, firing, attributes: {}, before: null, asked: clock.wall(), ran: null });
        note(id, due);
        return firing;
      },
      isOver: () => fires.find(key) === null,
      tell: (progress) => runs.courier.say(`progress ${id}`, progress),
      heard: (answer) => runs.heard(answer),
      behind: () => runs.behind(),
      dropped: () => fires.remove(key),
    });
    needs.fire(id, mayFireAt(caps, needs.past(id), clock.wall(), null), task);
  }

  return {
    use(next) {
      orders = next.flatMap((order) => alarmOf(order).map((alarm) => [order, alarm] as const));
      look();
    },
    fired({ order }) {
      fires.remove(fireKey(order, { kind: 'clock' }));
    },
    stop: () => cancel(),
  };

  function alarmOf({ statement: { id, trigger } }: InForce): Alarm[] {
    const { cron, zone, jitter, missed } = trigger as ByClock;
    try {
      const own = zone === 'device' ? needs.zone() : zone;
      const alarm = { cron: parseCron(cron), zone: own, jitter: jitterOf(needs.device, id, jitter), missed };
      // A zone that this system does not know is found out here, not in the night.
      dueOf(alarm, clock.wall(), clock.wall());
      return [alarm];
    } catch (error) {
      needs.trouble.tell(error, `The schedule of the standing order ${id} cannot be kept here`);
      return [];
    }
  }
}
