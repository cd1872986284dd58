/** One live device: the agent's own link, plan and outbox; only what it measures is made up. */
import type { Clock } from '@fettle/agent/clock';
import { createLink, type Link } from '@fettle/agent/link/link';
import type { Trust } from '@fettle/agent/link/needs';
import { createOffsetEstimate } from '@fettle/agent/link/offset';
import { createMemoryOutbox } from '@fettle/agent/link/outbox';
import { dial, type Wire } from '@fettle/agent/link/socket';
import { intervalAt, nextTick, planOf, withLease } from '@fettle/agent/schedule/plan';
import { createTicker } from '@fettle/agent/schedule/ticker';
import { dictionaryFor } from './columns.ts';
import { effectsAt } from './effects.ts';
import { factsAt } from './facts.ts';
import type { Device } from './fleet.ts';
import { frameAt } from './frame.ts';
import { signerOf } from './identity.ts';
import { isReachable, offAt } from './power.ts';

export interface LiveNeeds {
  readonly address: string;
  /** Of the fleet. */
  readonly seed: number;
  readonly begin: number;
  readonly interval: number;
  readonly trust: Trust;
}

export interface LiveDevice {
  /** Switches it on and off, and cuts its way to the collector, by the plan. Call about every second. */
  look(now: number): void;
  readonly connected: boolean;
  /** Taken so far. */
  readonly frames: number;
  stop(): Promise<void>;
}

const silent = { level: 'silent', error() {}, warn() {}, info() {}, debug() {} };
const nothing = () => undefined;
/** One of six frames carries the table of processes: the collector keeps one a minute. */
const tableEvery = 6;

/** The world's clock, wrong by what the plan says. */
function clockOf(device: Device): Clock {
  return {
    wall: () => Date.now() - effectsAt(device, Date.now()).offset,
    monotonic: () => performance.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  };
}

/** The agent from one boot to the moment when the device is off again. */
interface Life {
  readonly connected: boolean;
  readonly frames: number;
  /** Its way to the collector is gone. */
  cut(): void;
  /** With a reason it says goodbye; without one it is gone from one moment to the next. */
  end(reason: 'stop' | 'shutdown' | null): Promise<void>;
}

function startLife(device: Device, needs: LiveNeeds): Life {
  const clock = clockOf(device);
  const outbox = createMemoryOutbox();
  const offset = createOffsetEstimate();
  // So that the devices of a fleet do not measure all at once.
  const phase = device.phase % needs.interval;
  const boot = Date.now();
  const facts = { time: boot, facts: factsAt(device, boot) };
  let plan = planOf(needs.interval);
  let wire: Wire | undefined;
  let sequence = 0;
  let frames = 0;

  const link: Link = createLink({
    identity: { device: device.id, signer: signerOf(needs.seed, device.index) },
    address: needs.address,
    trust: needs.trust,
    outbox,
    offset,
    clock,
    log: silent,
    dial(address, events) {
      if (isReachable(device, Date.now())) return (wire = dial(address, events));
      setImmediate(() => events.ended('no way to the collector', null));
      return { send: nothing, buffered: 0, close: nothing, cut: nothing };
    },
    random: Math.random,
    interval: () => intervalAt(plan, clock.monotonic()),
    facts: () => facts,
    omitted: () => 0,
    heard: {
      welcome: ({ resume }) => void (sequence = Math.max(sequence, resume)),
      watch(asked) {
        plan = withLease(plan, clock.monotonic(), asked);
        ticker.replan();
        link.interval();
      },
      snapshot: measure,
      logLevel: nothing,
    },
  });
  const ticker = createTicker(clock, (after) => nextTick(plan, after - phase) + phase, measure);

  function measure(): void {
    const now = Date.now();
    const base = clock.wall() - clock.monotonic();
    const made = frameAt(device, now, needs.begin, frames % tableEvery === 0);
    sequence = Math.max(sequence + 1, made.sequence);
    const frame = { ...made, sequence, offset: offset.at(base) ?? made.offset };
    outbox.append({ frame, dictionary: dictionaryFor(device), base });
    frames++;
    link.frames();
  }

  link.start();
  ticker.start(needs.interval);
  return {
    get connected() {
      return link.now.state === 'connected';
    },
    get frames() {
      return frames;
    },
    cut: () => wire?.cut(),
    async end(reason) {
      ticker.stop();
      // What is said into a connection that is cut reaches nobody.
      if (reason === null) wire?.cut();
      await link.stop(reason ?? 'stop');
    },
  };
}

export function createLiveDevice(device: Device, needs: LiveNeeds): LiveDevice {
  let life: Life | undefined;
  let framesBefore = 0;

  function die(reason: 'stop' | 'shutdown' | null): Promise<void> {
    framesBefore += life?.frames ?? 0;
    const ended = life?.end(reason);
    life = undefined;
    return ended ?? Promise.resolve();
  }

  function look(now: number): void {
    const off = offAt(device, now);
    if (off && life) void die(off.goodbye ? 'shutdown' : null);
    if (!off && !life) life = startLife(device, needs);
    if (!isReachable(device, now)) life?.cut();
  }

  look(Date.now());
  return {
    look,
    get connected() {
      return life?.connected ?? false;
    },
    get frames() {
      return framesBefore + (life?.frames ?? 0);
    },
    stop: () => die('stop'),
  };
}
