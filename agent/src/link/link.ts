/** The agent's link to its collector: one session after another, for ever, with waits between that spread. */
import { FettleError } from '@fettle/shared/errors';
import type { ErrorCode } from '@fettle/shared/errors';
import type { FromAgent } from '@fettle/shared/protocol/messages';
import { backOff, longWait, usualBackOff } from './backoff.ts';
import { createLeftOut } from './left-out.ts';
import type { GoodbyeReason, Said, SessionListener, SessionNeeds } from './needs.ts';
import { createSession, type Session } from './session.ts';
import type { Dial } from './socket.ts';

/** Refusals that no retry heals: a person must act. */
const lasting: ReadonlySet<ErrorCode> = new Set([
  'device_unknown',
  'device_retired',
  'device_quarantined',
  'identity_unknown',
  'root_mismatch',
  'signature_invalid',
  'protocol_version_unsupported',
]);
/** After a greeting the count of failures goes back to this, after an acknowledgement to 0. */
const greetedFailures = 2;
/** How long the collector may take to acknowledge what is queued when the agent stops. */
const farewellMs = 3_000;

export interface LinkState {
  readonly state: 'connecting' | 'connected' | 'waiting' | 'refused' | 'stopped';
  /** Since when, by the device's clock. */
  readonly since: number;
  /** Why it is not connected: the last error; null while connected. */
  readonly error: { readonly code: ErrorCode; readonly message: string } | null;
  /** Failures in a row. */
  readonly failures: number;
  /** When the next attempt comes, by the device's clock; null when none is planned. */
  readonly retryAt: number | null;
  /** The last sequence number that was acknowledged, and when. */
  readonly acknowledged: { readonly sequence: number; readonly at: number } | null;
  /** Messages and statements that this version does not know. */
  readonly unknownMessages: number;
  /** Frames that can never be stored and were left out since the start, by the code of the error. */
  readonly leftOut: Readonly<Record<string, number>>;
}

export interface LinkNeeds extends Omit<SessionNeeds, 'heard' | 'leftOut'> {
  /** WebSocket address. */
  readonly address: string;
  readonly dial: Dial;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly heard: Pick<SessionListener, 'welcome' | 'watch' | 'snapshot' | 'logLevel' | 'orders' | 'asks'>;
}

export interface Link {
  start(): void;
  /** There are frames in the outbox, or other facts, or another interval. */
  frames(): void;
  facts(): void;
  interval(): void;
  /** The device holds something else than before. */
  holds(): void;
  /** Whatever else is to be said, unless more than `most` bytes wait before it. */
  say(message: FromAgent, most: number): Said;
  readonly now: LinkState;
  /** Says goodbye and waits a little for what is queued to be acknowledged, then ends. */
  stop(reason: GoodbyeReason): Promise<void>;
}

export function createLink(needs: LinkNeeds): Link {
  const { clock, log, outbox } = needs;
  const leftOut = createLeftOut();
  let session: Session | undefined;
  let close = () => {};
  let cancel = () => {};
  /** Resolve when the outbox is empty, and when the session is over. */
  let emptied = Promise.withResolvers<void>();
  let over = Promise.withResolvers<void>();
  let now: LinkState = {
    state: 'stopped',
    since: clock.wall(),
    error: null,
    failures: 0,
    retryAt: null,
    acknowledged: null,
    unknownMessages: 0,
    leftOut: {},
  };

  function enter(state: LinkState['state'], change: Partial<LinkState> = {}): void {
    now = { ...now, retryAt: null, ...change, state, since: clock.wall() };
  }

  const heard: SessionListener = {
    ...needs.heard,
    welcome(welcome) {
      // One that greets is soon tried again, yet not as soon as one that also stores what it is sent.
      enter('connected', { error: null, failures: Math.min(now.failures, greetedFailures) });
      log.info({ resume: welcome.resume, queued: outbox.frames }, 'connected to the collector');
      needs.heard.welcome(welcome);
    },
    acknowledged(sequence) {
      // Only now is it sure that the collector takes what we send.
      now = { ...now, failures: 0, acknowledged: { sequence, at: clock.wall() } };
      leftOut.acknowledged(sequence);
      if (outbox.frames === 0) emptied.resolve();
    },
    unknown() {
      now = { ...now, unknownMessages: now.unknownMessages + 1 };
    },
    unsendable(sequence, error) {
      leaveOut(sequence, error instanceof FettleError ? error.code : 'internal', () => {
        log.error({ err: error, sequence }, 'a frame cannot be sent and is left out');
      });
    },
    refused({ sequence, code, message }) {
      leaveOut(sequence, code, () => {
        log.error({ sequence, code }, `the collector can never store a frame, which is left out: ${message}`);
      });
    },
    ended,
  };

  function leaveOut(sequence: number, code: string, tell: () => void): void {
    if (!leftOut.add(sequence, code)) return;
    now = { ...now, leftOut: leftOut.counts };
    tell();
  }

  function ended(error: FettleError, first: number | null): void {
    const culprit = leftOut.ended(error.code, first);
    if (culprit !== null) {
      now = { ...now, leftOut: leftOut.counts };
      log.error({ sequence: culprit, code: error.code }, 'a frame ended every connection and is left out');
    }
    session = undefined;
    emptied.resolve();
    over.resolve();
    if (now.state === 'stopped') return;
    const heals = !lasting.has(error.code);
    const wait = heals ? backOff(now.failures, needs.random(), usualBackOff) : longWait(needs.random());
    const { code, message } = error;
    enter(heals ? 'waiting' : 'refused', {
      error: { code, message },
      failures: now.failures + 1,
      retryAt: clock.wall() + wait,
    });
    log[heals ? 'warn' : 'error']({ code, wait, queued: outbox.frames }, `not connected: ${message}`);
    cancel = clock.after(wait, connect);
  }

  function connect(): void {
    enter('connecting', { error: now.error });
    emptied = Promise.withResolvers();
    over = Promise.withResolvers();
    let current: Session | undefined;
    const wire = needs.dial(needs.address, {
      opened: () => current?.opened(),
      text: (text) => current?.text(text),
      ended: (why, closeCode, refusal) => current?.lost(refusal ?? lostBecause(why, closeCode, current.live)),
    });
    current = createSession(wire, { ...needs, leftOut, heard });
    session = current;
    close = () => wire.close();
  }

  return {
    start: connect,
    frames: () => session?.frames(),
    facts: () => session?.facts(),
    interval: () => session?.interval(),
    holds: () => session?.holds(),
    say: (message, most) => session?.say(message, most) ?? 'down',
    get now() {
      return now;
    },
    async stop(reason) {
      cancel();
      const last = session;
      enter('stopped');
      if (last === undefined) return;
      const giveUp = clock.after(farewellMs, () => last.lost(new FettleError('connection_lost', 'The agent stops.')));
      emptied = Promise.withResolvers();
      last.goodbye(reason);
      if (last.live && outbox.frames > 0) await emptied.promise;
      // What was said before the closing handshake has arrived when that is done.
      close();
      await over.promise;
      giveUp();
    },
  };
}

function lostBecause(why: string, closeCode: number | null, wasLive: boolean): FettleError {
  if (closeCode === 1009) return new FettleError('message_too_large');
  return wasLive
    ? new FettleError('connection_lost', `The connection to the collector ended: ${why}.`)
    : new FettleError('collector_unreachable', `The collector cannot be reached: ${why}.`);
}
