/** Wires the agent: samplers → outbox → link, on a plan that a watch may tighten. */
import { FettleError } from '@fettle/shared/errors';
import { version } from '@fettle/shared/version';
import { createAsking } from './asks/asking.ts';
import type { Clock } from './clock.ts';
import { createLink, type Link } from './link/link.ts';
import type { Facts, GoodbyeReason, SessionListener } from './link/needs.ts';
import { createOffsetEstimate } from './link/offset.ts';
import { createMemoryOutbox, type Outbox } from './link/outbox.ts';

import { agentAddress, type Dial } from './link/socket.ts';
import type { Log } from './log.ts';
import type { LinkFigures } from './samplers/own-cost.ts';
import type { Cycle, Runner } from './samplers/runner.ts';
import { intervalAt, nextTick, planOf, withLease } from './schedule/plan.ts';
import { createTicker } from './schedule/ticker.ts';
import type { Enrolment, State } from './state.ts';
import type { OpenChannel } from './runs/executor-client.ts';
import { controlOf, type Status, writeStatus } from './status.ts';
import { takeFrame } from './take-frame.ts';
import { createUpkeep } from './upkeep.ts';

/** The status file is written after a measurement, when everything is awake anyway: where something changed after this, */
const statusMs = 4_500;
/** and else after this, also where measurements are further apart; while there is no connection always after the first. */
const calmStatusMs = 30_000;
/** The second measurement comes so soon after the first, because rates need two. */
const warmUpMs = 1_000;

/** The samplers' runner, as the agent needs it. */
export type Measuring = Pick<Runner, 'cycle' | 'unavailable' | 'close' | 'renew'>;

export interface AgentNeeds {
  readonly state: State;
  readonly measuring: Measuring;
  /** Takes what the link knows, for the agent's own metrics. */
  readonly ownCost: { report(figures: Partial<LinkFigures>): void };
  readonly clock: Clock;
  readonly log: Log;
  readonly dial: Dial;
  readonly random: () => number;
  /** ms */
  readonly interval: number;
  /** What this process has cost so far. */
  readonly usage: () => { readonly cpuMs: number; readonly residentBytes: number };
  readonly pid: number;
  /** Default: in memory. */
  readonly outbox?: Outbox;
  /** How the executor is reached; without it this agent only monitors. */
  readonly executor?: (() => Promise<OpenChannel>) | null;
  /** How long the machine runs, ms; default: as long as the clock. */
  readonly uptime?: () => number;
  /** IANA name of the device's own zone. */
  readonly zone?: () => string;
}

export interface Agent {
  start(): void;
  status(): Status;
  /** Measures at another interval from now on, ms, and asks anew what may be run; the link is kept. */
  reinterval(interval: number): void;
  stop(reason: GoodbyeReason): Promise<void>;
}

/** @throws FettleError `not_enrolled`; TrustError when the trust files were tampered with */
export function createAgent(needs: AgentNeeds): Agent {
  const { state, measuring, clock, log } = needs;
  const enrolment = state.enrolment();
  if (enrolment === null) throw new FettleError('not_enrolled');
  const outbox = needs.outbox ?? createMemoryOutbox();
  // Where the reservation could not be written, the frames themselves tell which numbers were given.
  state.skipTo(outbox.last);
  const offset = createOffsetEstimate();
  const startedAt = clock.wall();
  const began = { monotonic: clock.monotonic(), cpuMs: needs.usage().cpuMs };
  let plan = planOf(needs.interval);
  let told = intervalAt(plan, 0);
  let last: Cycle | undefined;
  let facts: Facts | null = null;
  let stopStatus = () => {};
  let statusAt = clock.monotonic();
  let endLease = () => {};
  let statusProblem: string | null = null;
  /** The interval that the status file names. */
  let toldStatus = told;
  /** The acknowledged frame that it names. */
  let toldSequence = 0;
  /** What the device holds, as it was told. */
  let toldHolds = '';

  const link: Link = createLink({
    identity: state.keys(),
    address: agentAddress(enrolment.collector),
    trust: state,
    outbox,
    offset,
    clock,
    log,
    dial: needs.dial,
    random: needs.random,
    interval: () => intervalAt(plan, clock.monotonic()),
    facts: () => facts,
    omitted: () => last?.omitted ?? 0,
    heard: listener(),
    holds: () => upkeep.holds(),
  });
  const uptime = needs.uptime ?? (() => clock.monotonic());
  const upkeep = createUpkeep({
    data: state.folder,
    device: enrolment.device,
    open: needs.executor ?? null,
    say: (message, most) => link.say(message, most),
    root: () => state.root(),
    grant: () => state.grant(),
    statements: () => state.statements(),
    clock,
    log,
    booted: () => clock.wall() - uptime(),
    zone: needs.zone ?? (() => 'UTC'),
    hasten,
    changed: tellHolds,
  });
  const asking = createAsking({ data: state.folder, say: (message, most) => link.say(message, most), clock, log });
  const ticker = createTicker(clock, (after) => nextTick(plan, after), tick);

  function listener(): Pick<SessionListener, 'welcome' | 'watch' | 'snapshot' | 'logLevel' | 'orders' | 'asks'> {
    return {
      orders: {
        statement(message) {
          upkeep.orders.statement(message);
          tellHolds();
        },
        blob: (blob) => upkeep.orders.blob(blob),
        kept: (kept) => upkeep.orders.kept(kept),
      },
      asks: { take: (message) => asking.take(message) },
      // Frames of an image that was restored from a backup would else count as sent before.
      welcome({ resume }) {
        state.skipTo(resume);
        // Whoever installs waits for it.
        tellStatus();
        toldHolds = JSON.stringify(upkeep.holds());
        upkeep.restart();
        asking.restart();
      },
      watch: lease,
      snapshot: measure,
      logLevel(level) {
        log.level = level;
      },
    };
  }

  function lease(asked: { readonly interval: number; readonly lease: number }): void {
    plan = withLease(plan, clock.monotonic(), asked);
    ticker.replan();
    tellInterval();
    endLease();
    // Told when it ends, not at the next measurement, which may be an hour away.
    if (plan.lease !== null) endLease = clock.after(plan.lease.until - clock.monotonic(), tellInterval);
  }

  /** As often as somebody who looks would have it, and within the same bounds; who looks already has more. What is slow is asked anew. */
  function hasten(interval: number, forMs: number): void {
    needs.measuring.renew();
    if (intervalAt(plan, clock.monotonic()).interval > interval) lease({ interval, lease: forMs });
  }

  /** The collector is told when it is something else than before. */
  function tellHolds(): void {
    const holds = JSON.stringify(upkeep.holds());
    if (holds === toldHolds) return;
    toldHolds = holds;
    link.holds();
  }

  function tick(): void {
    measure();
    tellInterval();
    const since = clock.monotonic() - statusAt;
    if (since >= calmStatusMs - statusMs || (since >= statusMs && isNews())) keepStatus();
  }

  /** Whether a person who asks for the status would be told something wrong. */
  function isNews(): boolean {
    const { state: linkState, failures, acknowledged } = link.now;
    return (
      linkState !== 'connected' ||
      failures > 0 ||
      (acknowledged?.sequence ?? 0) !== toldSequence ||
      outbox.problem !== null ||
      state.problem !== null ||
      told !== toldStatus
    );
  }

  function tellInterval(): void {
    const now = intervalAt(plan, clock.monotonic());
    if (now.interval === told.interval && now.watched === told.watched) return;
    told = now;
    link.interval();
  }

  function measure(): void {
    const at = { monotonic: clock.monotonic(), wall: clock.wall() };
    const base = at.wall - at.monotonic;
    const clockOffset = offset.at(base) ?? Number.NaN;
    const dropped = outbox.dropped + outbox.damaged;
    const refused = Object.values(link.now.leftOut).reduce((sum, count) => sum + count, 0);
    needs.ownCost.report({ unacknowledged: outbox.frames, dropped, refused, clockOffset });
    const cycle = measuring.cycle(at);
    const frame = takeFrame(cycle, state.nextSequence(), offset.at(base) ?? 0);
    outbox.append({ frame, dictionary: cycle.dictionary, base });
    // After a start the first are still being asked for: none is not that there are none.
    const known = facts !== null || Object.keys(cycle.facts).length > 0;
    if (known && cycle.facts !== last?.facts) {
      facts = { time: frame.time, facts: cycle.facts };
      link.facts();
    }
    last = cycle;
    link.frames();
    upkeep.frame(cycle, intervalAt(plan, clock.monotonic()).interval);
    asking.look();
  }

  function status(): Status {
    const monotonic = clock.monotonic();
    const base = clock.wall() - monotonic;
    const { cpuMs, residentBytes } = needs.usage();
    const share = (cpuMs - began.cpuMs) / Math.max(1, monotonic - began.monotonic);
    return {
      version,
      pid: needs.pid,
      time: clock.wall(),
      startedAt,
      device: enrolment?.device ?? '',
      collector: enrolment?.collector ?? '',
      control: controlOf(state.root(), enrolment as Enrolment),
      link: { ...link.now, clockOffset: offset.at(base), roundTrip: offset.roundTrip },
      queue: queueOf(outbox),
      ...intervalAt(plan, monotonic),
      cost: { cpuSecondsPerHour: Number((share * 3_600).toFixed(2)), residentBytes },
      series: last?.dictionary.series.length ?? 0,
      unavailable: measuring.unavailable,
      orders: upkeep.now,
      problem: outbox.problem ?? state.problem?.message ?? statusProblem ?? upkeep.problem,
    };
  }

  function tellStatus(): void {
    try {
      writeStatus(state.folder, status());
      toldStatus = told;
      toldSequence = link.now.acknowledged?.sequence ?? 0;
      statusProblem = null;
    } catch (error) {
      // A full disk must not stop the measuring; the next write that goes well tells of it.
      statusProblem ??= `The status file could not be written: ${error instanceof Error ? error.message : String(error)}`;
      log.warn({ err: error, folder: state.folder }, 'the status file could not be written');
    }
  }

  function keepStatus(): void {
    tellStatus();
    // Freshness ends by the clock, and a lock is set without a word.
    tellHolds();
    stopStatus();
    statusAt = clock.monotonic();
    stopStatus = clock.after(link.now.state === 'connected' ? calmStatusMs : statusMs, keepStatus);
  }

  return {
    start() {
      upkeep.start();
      asking.start();
      link.start();
      ticker.start(warmUpMs);
      keepStatus();
    },
    status,
    reinterval(interval) {
      plan = { ...plan, interval: planOf(interval).interval };
      ticker.replan();
      tellInterval();
      tellStatus();
      upkeep.look();
    },
    async stop(reason) {
      ticker.stop();
      stopStatus();
      endLease();
      upkeep.stop();
      asking.stop();
      await link.stop(reason);
      await outbox.close();
      tellStatus();
      measuring.close();
    },
  };
}

function queueOf({ frames, bytes, dropped, damaged, where }: Outbox): Status['queue'] {
  return { frames, bytes, dropped, damaged, where };
}
