/** Standing orders that a rule fires: per instance breach → run → measured for a while → told whether it helped → again if it did not. */
import type { Attributes } from '@fettle/shared/metrics/metric';
import type { Remedied } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import { compileRule } from '@fettle/shared/rules/compile';
import type { CompiledRule } from '@fettle/shared/rules/compiled';
import { bodyOfSigned, scaledFor } from '@fettle/shared/rules/signed';
import type { Verdict } from '@fettle/shared/rules/verdict';
import { type Severity, severityRank } from '@fettle/shared/severity';
import type { Trigger } from '@fettle/shared/trust/standing';
import type { Firing, ReceiptStatement } from '@fettle/shared/trust/statements';
import type { Task } from '../runs/line.ts';
import type { Cycle } from '../samplers/runner.ts';
import { fireTask } from './fire-task.ts';
import { type Fire, fireKey } from './fires.ts';
import type { InForce } from './in-force.ts';
import { mayFireAt, type Past } from './pace.ts';
import type { StandingNeeds } from './needs.ts';
import { Watch } from './watch.ts';

export interface RuleOrders {
  use(orders: readonly InForce[]): void;
  frame(cycle: Pick<Cycle, 'dictionary' | 'values'>, interval: number): void;
  fired(receipt: ReceiptStatement, instance: string): void;
  stop(): void;
}

interface Needs extends StandingNeeds {
  readonly order: (id: string) => InForce | undefined;
  readonly fire: (id: string, notBefore: number, task: Task) => void;
  readonly past: (id: string) => readonly Past[];
  readonly judged: (fire: Fire, remedied: Static<typeof Remedied>) => void;
}

type ByRule = Extract<Trigger, { readonly kind: 'rule' }>;

/** What is in breach, as far as the threshold of its order asks. */
interface Breach {
  readonly order: string;
  readonly instance: string;
  readonly attributes: Attributes;
  readonly severity: Severity;
  readonly since: number;
}

/** What the executor refused is not asked again sooner: by its caps, which it counts better than the agent, and else. */
const cappedMs = 60_000;
const refusedMs = 900_000;
/** So many measurements are wanted in the last of the time that a remedy settles. */
const wantedSamples = 4;
const leadMs = 50_000;

export function createRuleOrders(needs: Needs): RuleOrders {
  const { runs, fires, clock, log } = needs;
  const breaches = new Map<string, Breach>();
  const notBefore = new Map<string, number>();
  const watch = new Watch(heard);
  // Samples are put in order by a clock that never goes back; people read the times of the wall.
  const base = clock.wall() - clock.monotonic();
  const now = () => Math.round(base + clock.monotonic());
  const cancels = new Set<() => void>();

  const triggerOf = (id: string) => needs.order(id)?.statement.trigger as ByRule | undefined;

  function heard({ rule: order, instance, attributes, severity, since }: Verdict): void {
    const key = fireKey(order, { kind: 'rule', instance });
    const threshold = severityRank(triggerOf(order)?.severity);
    if (severity === null || threshold === 0 || severityRank(severity) < threshold) {
      breaches.delete(key);
      return;
    }
    breaches.set(key, { order, instance, attributes, severity, since });
    consider(key);
  }

  const isSettling = (key: string) => (fires.find(key)?.ran ?? null) !== null;

  /** Asks for a run unless one is under way for this instance. */
  function consider(key: string): void {
    const breach = breaches.get(key);
    const order = breach && needs.order(breach.order);
    if (breach === undefined || order === undefined || isSettling(key) || runs.line.has(key)) return;
    const { id, version, caps, exp } = order.statement;
    if (exp <= clock.wall()) return;
    const beside = runs.standing.beside(id, version) ?? { scripts: [], sealed: null };
    const at = Math.max(mayFireAt(caps, needs.past(id), clock.wall(), needs.booted()), notBefore.get(key) ?? 0);
    const task = fireTask({
      key,
      order,
      beside,
      clock,
      log,
      begin: () => begin(key),
      isOver: () => fires.find(key)?.ran !== null,
      tell: (progress) => runs.courier.say(`progress ${id}`, progress),
      heard: (answer) => runs.heard(answer),
      behind: () => runs.behind(),
      dropped: (code) => putOff(key, code),
    });
    needs.fire(id, at, task);
  }

  /** Null: it is in order by now, or a run of it is under way. */
  function begin(key: string): Firing | null {
    const breach = breaches.get(key);
    const trigger = breach && triggerOf(breach.order);
    if (isSettling(key)) return null;
    if (breach === undefined || trigger === undefined) {
      fires.remove(key);
      return null;
    }
    const { order, instance, attributes, severity, since } = breach;
    const firing: Firing = { kind: 'rule', rule: trigger.rule.id, instance, severity, since };
    const before = scaledFor(trigger.rule, watch.measured(order, instance, attributes)?.value ?? null);
    fires.write({ order, firing, attributes, before, asked: clock.wall(), ran: null });
    return firing;
  }

  function putOff(key: string, code: string | null): void {
    fires.remove(key);
    notBefore.set(key, clock.wall() + (code === 'rate' ? cappedMs : refusedMs));
  }

  function fired(receipt: ReceiptStatement, instance: string): void {
    const key = fireKey(receipt.order, { kind: 'rule', instance });
    const fire = fires.find(key);
    if (fire === null || fire.ran !== null) return;
    if (receipt.outcome === 'refused') {
      putOff(key, receipt.code);
      return;
    }
    const settle = (triggerOf(receipt.order)?.settle ?? 0) * 1_000;
    const { seq, run } = receipt;
    fires.write({ ...fire, ran: { seq, run, judgedAt: clock.wall() + settle } });
    hasten(settle);
  }

  /** At the end of a short time more is measured, so that there is something to judge by that the run did not precede. */
  function hasten(settle: number): void {
    const lead = Math.min(settle, leadMs);
    const every = Math.min(Math.max(Math.ceil(lead / wantedSamples), 1_000), 5_000);
    const cancel = clock.after(settle - lead, () => {
      cancels.delete(cancel);
      needs.hasten(every, lead + 2 * every);
    });
    cancels.add(cancel);
  }

  /** Tells of those that have settled, by what this frame brought. */
  function judge(): void {
    for (const fire of fires.all) {
      const { order, firing, attributes, before, ran } = fire;
      if (firing.kind !== 'rule' || ran === null || clock.wall() < ran.judgedAt) continue;
      const trigger = triggerOf(order);
      const measured = watch.measured(order, firing.instance, attributes);
      const key = fireKey(order, firing);
      if (trigger === undefined || measured === null) {
        // Signed anew without it, or revoked: nobody asks any more.
        if (trigger === undefined) fires.remove(key);
        continue;
      }
      const cleared = severityRank(measured.held) < severityRank(trigger.severity);
      const { rule, instance } = firing;
      const after = scaledFor(trigger.rule, measured.value);
      const time = clock.wall();
      log.info({ standing: order, instance, cleared }, 'after a remedy it was measured');
      needs.judged(fire, {
        type: 'remedied',
        standing: order,
        seq: ran.seq,
        rule,
        instance,
        before,
        after,
        cleared,
        time,
      });
      fires.remove(key);
      consider(key);
    }
  }

  return {
    use(orders) {
      const compiled = orders.flatMap(({ statement }) => compiledOf(statement.id, statement.trigger as ByRule));
      watch.use(compiled, now());
    },
    frame({ dictionary, values }, every) {
      watch.frame(dictionary, now(), values, every);
      judge();
      for (const key of breaches.keys()) consider(key);
    },
    fired,
    stop: () => cancels.forEach((cancel) => cancel()),
  };

  function compiledOf(id: string, { rule }: ByRule): CompiledRule[] {
    try {
      return [compileRule(id, bodyOfSigned(rule))];
    } catch (error) {
      // Of a newer version, about a metric that this one does not have: the others go on.
      needs.trouble.tell(error, `The rule of the standing order ${id} cannot be evaluated here`);
      return [];
    }
  }
}
