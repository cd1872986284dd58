/** One connection of an enrolled agent, from hello to its end: a state machine without sockets and clocks of its own. */
import { FettleError } from '@fettle/shared/errors';
import type { FromAgent, FromCollector, Pong, StatementMessage, Welcome } from '@fettle/shared/protocol/messages';
import { readFromCollector } from '@fettle/shared/protocol/read-message';
import type { Static } from '@fettle/shared/protocol/schema';
import { type Envelope, payloadTypes } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import { known } from './enrolment.ts';
import { type ChallengeMessage, checkChallenge, checkIdentity, helloOf, proofOf } from './greeting.ts';
import type { GoodbyeReason, Said, SessionNeeds } from './needs.ts';
import { createSender } from './sender.ts';
import type { Wire } from './socket.ts';

/** A collector that is silent for so long during the greeting, or after a ping, is taken for dead. */
export const patience = { greetingMs: 15_000, pingEveryMs: 20_000, pongMs: 10_000 } as const;
/** So long after a pong the next ping goes along with a frame, so that the machine is not woken for it alone. */
const alongMs = 10_000;
/** Statements about what is run: whoever runs it verifies them. */
const orderTypes: ReadonlySet<string> = new Set([
  payloadTypes.order,
  payloadTypes.standing,
  payloadTypes.revoke,
  payloadTypes.fresh,
]);

export interface Session {
  opened(): void;
  text(text: string): void;
  /** The connection ended without an error message from the collector. */
  lost(error: FettleError): void;
  /** There are frames in the outbox, or other facts, or another interval. */
  frames(): void;
  facts(): void;
  interval(): void;
  holds(): void;
  /** Whatever else is to be said, unless more than `most` bytes wait in the socket. */
  say(message: FromAgent, most: number): Said;
  /** Says goodbye; acknowledgements may still come. */
  goodbye(reason: GoodbyeReason): void;
  readonly live: boolean;
}

export function createSession(wire: Wire, needs: SessionNeeds): Session {
  const { identity, trust, offset, clock, log, heard } = needs;
  const say = (message: FromAgent) => wire.send(JSON.stringify(message));
  const sender = createSender(wire, needs, say);
  const hello = helloOf({ id: identity.device, root: trust.root().version });
  let state: 'greeting' | 'proving' | 'live' | 'over' = 'greeting';
  let left: number | undefined;
  let back = Number.NEGATIVE_INFINITY;
  let cancel = clock.after(patience.greetingMs, () => silent());

  function end(error: FettleError): void {
    if (state === 'over') return;
    state = 'over';
    cancel();
    sender.stop();
    wire.cut();
    heard.ended(error, sender.first);
  }

  function silent(): void {
    end(new FettleError('connection_lost', 'The collector stopped answering.'));
  }

  function ping(): void {
    left = clock.monotonic();
    cancel = clock.after(patience.pongMs, silent);
    say({ type: 'ping', sent: clock.wall() });
  }

  function pong({ time }: Static<typeof Pong>): void {
    // An answer to nothing tells nothing.
    if (left === undefined) return;
    back = clock.monotonic();
    offset.add({ left, back, theirs: time });
    left = undefined;
    cancel();
    cancel = clock.after(patience.pingEveryMs, ping);
    // Frames wait for the first answer, so that those of a wrong clock carry its offset.
    sender.start();
  }

  function frames(): void {
    sender.frames();
    if (state !== 'live' || left !== undefined || clock.monotonic() - back < alongMs) return;
    cancel();
    ping();
  }

  function challenged(challenge: ChallengeMessage): void {
    checkChallenge(hello, challenge);
    checkIdentity(trust.root(), challenge);
    state = 'proving';
    const has = { root: trust.root().version, grant: trust.grant(), interval: needs.interval().interval };
    say(proofOf([hello, challenge], identity.signer, has));
  }

  function welcomed(welcome: Static<typeof Welcome>): void {
    state = 'live';
    cancel();
    heard.welcome(welcome);
    sender.begin(welcome.resume);
    offset.restart();
    ping();
    sender.facts();
    if (needs.interval().watched) sender.interval();
    holds();
  }

  function holds(): void {
    if (state === 'live' && needs.holds !== undefined) say(needs.holds());
  }

  function statement(message: Static<typeof StatementMessage>): void {
    const envelope = message.envelope as Envelope;
    // Before the collector has proved itself only roots are taken, which may be needed for that proof.
    const isOrder = heard.orders !== undefined && orderTypes.has(envelope.payloadType);
    if (isOrder && state === 'live') return heard.orders.statement(message);
    try {
      const kind = trust.take(envelope);
      if (kind === null) return heard.unknown();
      log.info({ kind }, 'a statement was verified and kept');
      heard.orders?.statement(message);
    } catch (error) {
      // Whatever a collector carries is dropped when it does not verify; that is no reason to lose the connection.
      if (!(error instanceof TrustError)) throw error;
      log.warn({ code: error.code }, `a statement was refused: ${error.message}`);
    }
  }

  function take(message: FromCollector): void {
    switch (message.type) {
      case 'error':
        return end(new FettleError(known(message.code), message.message));
      case 'statement':
        return statement(message);
      case 'challenge':
        if (state === 'greeting') return challenged(message);
        break;
      case 'welcome':
        if (state === 'proving') return welcomed(message);
        break;
      case 'enrolled':
        break;
      case 'ack':
      case 'refused':
      case 'pong':
      case 'watch':
      case 'snapshot':
      case 'back-off':
      case 'log-level':
      case 'blob':
      case 'kept':
      case 'askable':
      case 'asked':
        if (state === 'live') return takeLive(message);
    }
    throw new FettleError('message_unexpected', `The collector sent ${message.type} at the wrong moment.`);
  }

  function takeLive(message: LiveMessage): void {
    switch (message.type) {
      case 'ack':
        sender.acknowledged(message.sequence);
        return heard.acknowledged(message.sequence);
      case 'refused':
        return heard.refused(message);
      case 'pong':
        return pong(message);
      case 'watch':
        return heard.watch(message);
      case 'snapshot':
        return heard.snapshot();
      case 'back-off':
        log.warn({ wait: message.wait }, 'the collector asked to wait before more is sent');
        return sender.backOff(message.wait);
      case 'log-level':
        return heard.logLevel(message.level);
      case 'blob':
        return heard.orders === undefined ? heard.unknown() : heard.orders.blob(message);
      case 'kept':
        return heard.orders === undefined ? heard.unknown() : heard.orders.kept(message);
      case 'askable':
      case 'asked':
        return heard.asks === undefined ? heard.unknown() : heard.asks.take(message);
    }
  }

  return {
    opened: () => say(hello),
    text(text) {
      if (state === 'over') return;
      try {
        const message = readFromCollector(text);
        if ('unknown' in message) heard.unknown();
        else take(message);
      } catch (error) {
        end(reasonOf(error));
      }
    },
    lost: end,
    frames,
    facts: () => sender.facts(),
    interval: () => sender.interval(),
    holds,
    say(message, most) {
      if (state !== 'live') return 'down';
      if (wire.buffered > most) return 'full';
      say(message);
      return 'sent';
    },
    goodbye(reason) {
      if (state !== 'live') return;
      sender.frames();
      say({ type: 'goodbye', reason });
    },
    get live() {
      return state === 'live';
    },
  };
}

type LiveMessage = Exclude<
  FromCollector,
  { readonly type: 'error' | 'statement' | 'challenge' | 'welcome' | 'enrolled' }
>;

function reasonOf(error: unknown): FettleError {
  if (error instanceof FettleError) return error;
  const reason = new FettleError(
    error instanceof TrustError ? 'signature_invalid' : 'internal',
    error instanceof Error ? error.message : String(error),
  );
  reason.cause = error;
  return reason;
}
