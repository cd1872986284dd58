/** What a process of devices is told, and what it tells. */
import type { Dictionary } from '@fettle/shared/protocol/frame';

/** What the devices send. */
export type Kind = 'sixty' | 'agent' | 'recorded';

export interface Place {
  readonly port: number;
  /** PEM; null: without TLS. */
  readonly ca: string | null;
  /** The root's version, which devices name in their greeting. */
  readonly root: number;
}

export interface Begin {
  readonly type: 'begin';
  readonly place: Place;
  /** Of the fleet's devices these: the first, and one after the last. */
  readonly from: number;
  readonly to: number;
  /** Where the sockets call from, so that one address does not run out of ports. */
  readonly address: string;
  readonly kind: Kind;
  /** Frames made before anything begins; 0: none, devices measure live. */
  readonly frames: number;
  /** Of the first frame. */
  readonly start: number;
  /** Between frames, ms. */
  readonly interval: number;
  /** Facts are told with each connection, as agents do: the first time each is a commit, which is not what is measured. */
  readonly facts?: boolean;
  /** Devices verify signed orders, and answer with signed receipts. */
  readonly runs?: boolean;
}

export type Order =
  | Begin
  /** Opens all connections, at most so many a second. */
  | { readonly type: 'connect'; readonly perSecond: number }
  /** Sends what was made, up to so many frames, as fast as it is acknowledged: `burst` at once and two bursts on their way. */
  | { readonly type: 'drain'; readonly burst: number; readonly upTo: number }
  /** Each device sends a frame now every so many ms, at moments of its own. */
  | { readonly type: 'live'; readonly every: number }
  | { readonly type: 'pause' }
  /** Every connection is cut, and at once all come back. */
  | { readonly type: 'storm' }
  | { readonly type: 'report' };

export interface Report {
  /** Frames sent, and frames acknowledged. */
  readonly sent: number;
  readonly acknowledged: number;
  /** Devices that were welcomed and are connected; all that is left to send is acknowledged. */
  readonly connected: number;
  readonly finished: number;
  /** Attempts to connect that failed, and connections that ended without being asked to; why the last of these did. */
  readonly retried: number;
  readonly lost: number;
  readonly why: string;
  /** ms from sending to the acknowledgement that covers it, since the report before. */
  readonly ackMs: readonly number[];
  /** After a storm: ms from the cut to each device's first answer to its ping. */
  readonly backMs: readonly number[];
  readonly cpuSeconds: number;
}

/** A process says this when it has made what it will send. */
export type Answer =
  | { readonly type: 'ready'; readonly dictionary: Dictionary }
  | ({ readonly type: 'report' } & Report);
