import type { DeviceId } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { FreshStatement, RevokeStatement, Root } from '@fettle/shared/trust/statements';

/** What is signed over all devices beside the roots. */
export type TrustKind = 'revoke' | 'fresh';

/** The newest of its kind. */
export interface StoredStatement {
  readonly kind: TrustKind;
  /** Counts up: of a revocation its version, of freshness the time until which it lasts. */
  readonly version: number;
  readonly envelope: Envelope;
  readonly at: number;
}

/** What a device said it holds, last. */
export interface Holding {
  readonly device: DeviceId;
  readonly root: number;
  readonly rev: number;
  /** Until when its trust is fresh; 0: it is not. */
  readonly fresh: number;
  readonly grant: number;
  readonly standing: readonly { readonly id: string; readonly version: number }[];
  readonly executor: 'ready' | 'off' | 'locked' | 'stale';
  readonly at: number;
}

/** The root in force with what it makes of everything else. All of it was verified. */
export interface TrustInForce {
  readonly root: Root;
  /** Oldest first. */
  readonly roots: readonly Envelope[];
  readonly revoke: { readonly statement: RevokeStatement; readonly envelope: Envelope; readonly at: number } | null;
  readonly fresh: { readonly statement: FreshStatement; readonly envelope: Envelope; readonly at: number } | null;
}

/** What a device enrolled with, as both keys signed it; `host` is the name that orders must give it. */
export interface DeviceEvidence {
  readonly device: DeviceId;
  readonly host: string;
  readonly envelope: Envelope;
}
