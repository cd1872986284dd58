/** What a session needs of the agent, and what it tells it. */
import type { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import type {
  Askable,
  Asked,
  Blob,
  Goodbye,
  Holds,
  Kept,
  LogLevel,
  Refused,
  StatementMessage,
  Watch,
  Welcome,
} from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { Signer } from '@fettle/shared/trust/keys';
import type { Root } from '@fettle/shared/trust/statements';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import type { LeftOut } from './left-out.ts';
import type { OffsetEstimate } from './offset.ts';
import type { Outbox } from './outbox.ts';

export interface Trust {
  root(): Root;
  grant(): number;
  /** Verifies and keeps a statement; null: not for this version, or not newer. @throws TrustError */
  take(envelope: Envelope): 'root' | 'grant' | null;
}

export interface SessionNeeds {
  readonly identity: { readonly device: DeviceId; readonly signer: Signer };
  readonly trust: Trust;
  readonly outbox: Outbox;
  readonly offset: OffsetEstimate;
  readonly clock: Clock;
  readonly log: Log;
  readonly interval: () => { readonly interval: number; readonly watched: boolean };
  readonly facts: () => Facts | null;
  /** Series left out of the dictionary because of the limit. */
  readonly omitted: () => number;
  readonly leftOut: Pick<LeftOut, 'upTo'>;
  /** What the device holds of its trust; without it nothing is told. */
  readonly holds?: () => Static<typeof Holds>;
  readonly heard: SessionListener;
}

export interface Facts {
  readonly time: number;
  readonly facts: Readonly<Record<string, string>>;
}

export interface SessionListener {
  welcome(welcome: Static<typeof Welcome>): void;
  acknowledged(sequence: number): void;
  watch(watch: Static<typeof Watch>): void;
  snapshot(): void;
  logLevel(level: Static<typeof LogLevel>['level']): void;
  /** Whatever is about orders; without it such messages are counted as unknown. */
  readonly orders?: OrdersListener;
  /** What became of what people here asked, and what they may ask for; without it such messages are counted as unknown. */
  readonly asks?: { take(message: Static<typeof Asked> | Static<typeof Askable>): void };
  /** A message or statement that this version does not know. */
  unknown(): void;
  /** A frame could not be encoded and is left out; it would be refused for ever. */
  unsendable(sequence: number, error: unknown): void;
  /** The collector can never store a frame; an acknowledgement that covers it follows. */
  refused(refused: Refused): void;
  /** The session is over and has cut the connection; said once. `first`: the first frame that it sent, if any. */
  ended(error: FettleError, first: number | null): void;
}

/** What the collector carries for whoever runs orders. Nothing of it was verified, but roots and grants. */
export interface OrdersListener {
  /** Of roots and grants only those that are new. */
  statement(message: Static<typeof StatementMessage>): void;
  blob(blob: Static<typeof Blob>): void;
  kept(kept: Static<typeof Kept>): void;
}

/** What became of a message: it left, too much waits before it, or there is no connection. */
export type Said = 'sent' | 'full' | 'down';

export type GoodbyeReason = Static<typeof Goodbye>['reason'];
