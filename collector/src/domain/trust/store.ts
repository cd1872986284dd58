import type { DeviceId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { DeviceEvidence, Holding, StoredStatement, TrustKind } from './types.ts';

/** Each method is one atomic step. */
export interface TrustStore {
  statement(kind: TrustKind): Promise<StoredStatement | null>;
  /** Takes the place of an older one. Called twice at once with the same version, one wins. */
  put(statement: StoredStatement, note: Note): Promise<'put' | 'older'>;

  /** Of the devices in scope that ever said what they hold. */
  holdings(scope: Scope): Promise<Holding[]>;
  holding(device: DeviceId): Promise<Holding | null>;
  /** What devices say now, many at once; of a device that is no more nothing is kept. */
  hold(holdings: readonly Holding[]): Promise<void>;

  /** Keeps what a device enrolled with, in the place of an earlier one. */
  putEvidence(evidence: DeviceEvidence): Promise<void>;
  /** Of these devices; absent: it enrolled before such records were kept. */
  evidence(devices: readonly DeviceId[]): Promise<ReadonlyMap<DeviceId, DeviceEvidence>>;
}
