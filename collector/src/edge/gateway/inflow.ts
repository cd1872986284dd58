/** The frames of one connection on their way to disk, and their acknowledgements. */
import { FettleError } from '@fettle/shared/errors';
import type { Dictionary, Frame } from '@fettle/shared/protocol/frame';
import { limits } from '@fettle/shared/protocol/limits';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import type { Appended, Outcome } from '../../domain/series/index.ts';
import type { DeviceRefusals } from './refusals.ts';

/** So many frames go to the store at once at most. */
const batchFrames = 64;
/** With more than this waiting, no more is read from the socket. */
const fullFrames = 128;
/** The first back-off after a failure; it doubles up to the last. */
const backOffMs = { first: 1_000, last: 60_000 } as const;

export interface InflowNeeds {
  /** `ahead`: whether frames that lie ahead make all wait, or are refused for good. */
  ingest(frames: readonly Frame[], dictionary: Dictionary, ahead: 'wait' | 'refuse'): Promise<readonly Outcome[]>;
  send(message: FromCollector): void;
  /** Stops and goes on reading from the socket. */
  pause(): void;
  unpause(): void;
  now(): number;
  /** How often the device measures, ms: by it a backlog is known. */
  interval(): number;
  /** Frames are durable. */
  durable(frames: readonly Frame[], appended: readonly Appended[]): void;
  /** A frame can never be stored; its agent was told. */
  refused(frame: Frame, error: FettleError): void;
  failed(error: unknown): void;
  readonly refusals: DeviceRefusals;
}

export interface Inflow {
  push(frame: Frame, dictionary: Dictionary): void;
  /** After a failure everything is dropped until the agent says that it begins again. */
  readonly deaf: boolean;
  resume(): void;
  /** Acknowledges what is due by now, or by another time, ms since 1970. Call about every second. */
  sweep(now?: number): void;
  /** Waits until nothing is under way, then acknowledges all that is settled. */
  settle(): Promise<void>;
}

interface Waiting {
  readonly frame: Frame;
  readonly dictionary: Dictionary;
}

export function createInflow(needs: InflowNeeds): Inflow {
  let queue: Waiting[] = [];
  let running: Promise<void> | undefined;
  let deaf = false;
  let paused = false;
  let failures = 0;
  let acked = 0;
  /** Up to here everything is durable or was refused. */
  let settled = 0;
  let unacked = 0;
  let unackedSince = 0;
  let first = true;

  function acknowledge(): void {
    if (settled <= acked) return;
    acked = settled;
    unacked = 0;
    needs.send({ type: 'ack', sequence: acked });
  }

  function answered(frames: readonly Frame[], outcomes: readonly Outcome[]): void {
    const now = needs.now();
    failures = 0;
    if (unacked === 0) unackedSince = now;
    unacked += frames.length;
    for (const { sequence } of frames) settled = Math.max(settled, sequence);
    const some = outcomes.some((one) => one instanceof FettleError);
    if (!some) kept(frames, outcomes as readonly Appended[]);
    else {
      kept(
        frames.filter((_, place) => isKept(outcomes[place])),
        outcomes.filter(isKept),
      );
      refuse(frames, outcomes);
    }
    const oldest = now - 2 * needs.interval();
    const backlog = frames.some((frame) => keyTimeOf(frame) < oldest);
    if (first || backlog || some || unacked >= limits.ackFrames) acknowledge();
    first = false;
  }

  function kept(frames: readonly Frame[], appended: readonly Appended[]): void {
    if (frames.length === 0) return;
    needs.refusals.stored(frames.reduce((highest, { sequence }) => Math.max(highest, sequence), 0));
    needs.durable(frames, appended);
  }

  function refuse(frames: readonly Frame[], outcomes: readonly Outcome[]): void {
    for (const [place, frame] of frames.entries()) {
      const error = outcomes[place];
      if (!(error instanceof FettleError)) continue;
      const { code, message } = error;
      needs.send({ type: 'refused', sequence: frame.sequence, code, message: message.slice(0, 1_024) });
      needs.refused(frame, error);
    }
  }

  function failed(error: unknown): void {
    if (error instanceof FettleError && error.code === 'frame_ahead') {
      needs.refusals.waits(Number(error.details['sequence']), needs.now());
    }
    const wait = Math.min(backOffMs.last, backOffMs.first * 2 ** failures++);
    deaf = true;
    queue = [];
    needs.failed(error);
    // Spread, so that a fleet does not come back in one moment.
    needs.send({ type: 'back-off', wait: Math.round(wait * (0.75 + Math.random() / 2)) });
  }

  async function run(): Promise<void> {
    // What one chunk of the socket holds comes in one turn: it goes to the store together.
    await Promise.resolve();
    while (queue.length > 0) {
      const batch = nextBatch(queue);
      queue = queue.slice(batch.length);
      const frames = batch.map(({ frame }) => frame);
      try {
        const ahead = needs.refusals.outOfPatience(needs.now()) ? 'refuse' : 'wait';
        answered(frames, await needs.ingest(frames, batch[0]?.dictionary ?? { series: [] }, ahead));
      } catch (error) {
        failed(error);
      }
      if (paused && queue.length < fullFrames / 2) {
        paused = false;
        needs.unpause();
      }
    }
    running = undefined;
  }

  return {
    push(frame, dictionary) {
      if (deaf) return;
      queue.push({ frame, dictionary });
      if (!paused && queue.length >= fullFrames) {
        paused = true;
        needs.pause();
      }
      running ??= run();
    },
    get deaf() {
      return deaf;
    },
    resume() {
      deaf = false;
    },
    sweep(now = needs.now()) {
      if (unacked > 0 && now - unackedSince >= limits.ackMs) acknowledge();
    },
    async settle() {
      await running;
      acknowledge();
    },
  };
}

/** The first frames of the queue that share a dictionary. */
function nextBatch(queue: readonly Waiting[]): readonly Waiting[] {
  const other = queue.findIndex(({ dictionary }) => dictionary !== queue[0]?.dictionary);
  return queue.slice(0, Math.min(batchFrames, other < 0 ? queue.length : other));
}

function isKept(outcome: Outcome | undefined): outcome is Appended {
  return !(outcome instanceof FettleError);
}

function keyTimeOf({ time, offset }: Frame): number {
  return Math.abs(offset) > limits.offsetMs ? time + offset : time;
}
