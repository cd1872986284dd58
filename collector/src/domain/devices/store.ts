import type { DeviceState } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { NewEvent, Note } from '../events/index.ts';
import type { Device, EnrolmentToken, Sighting } from './types.ts';

/** One device's way into another state, and what is told of it. */
export interface StateMove {
  readonly id: DeviceId;
  readonly from: DeviceState;
  readonly to: DeviceState;
  readonly since: number;
  readonly event: NewEvent;
}

/** Each method is one atomic step. A device outside the scope is not found. */
export interface DeviceStore {
  addToken(token: EnrolmentToken, note: Note): Promise<'added' | 'exists'>;
  token(key: string): Promise<EnrolmentToken | null>;
  tokens(scope: Scope): Promise<EnrolmentToken[]>;

  /**
   * Counts one use of the token and adds the device. The same device with the same token again is `again` and counts
   * nothing, also after the token's end. A device that is known from another token takes the place of what it was.
   * Called at once with a token of one use, one device wins.
   */
  enrol(
    tokenKey: string,
    device: Device,
    now: number,
    note: Note,
  ): Promise<'enrolled' | 'again' | 'token_unknown' | 'token_expired' | 'token_used_up'>;

  device(scope: Scope, id: DeviceId): Promise<Device | null>;
  /** Of these ids those that there are, in any order. */
  several(scope: Scope, ids: readonly DeviceId[]): Promise<Device[]>;
  /** All devices of the scope, by name. */
  devices(scope: Scope): Promise<readonly Device[]>;

  /** Changes what people may change, if `version` is still the device's. */
  change(
    scope: Scope,
    id: DeviceId,
    version: number,
    change: Partial<Pick<Device, 'name' | 'kind' | 'labels' | 'site'>>,
    note: Note,
  ): Promise<Device | 'changed_meanwhile' | 'not_found'>;

  /** What the inventory says of the device; no version, the agent's word. A kind that people chose stays. */
  describe(id: DeviceId, facts: Pick<Device, 'os'> & { readonly kind?: string }): Promise<void>;
  /** Later sightings win; earlier ones change nothing. `note`: what is told with them; absent: nothing. */
  sight(sightings: readonly Sighting[], note?: Note): Promise<void>;
  /** Moves a device to a state, if it is in `from` now. */
  setState(
    id: DeviceId,
    from: DeviceState,
    to: DeviceState,
    since: number,
    note: Note,
  ): Promise<'set' | 'changed_meanwhile'>;

  /** Moves many devices in one commit, each if it is in `from` now. Gives those that moved, with their events written in the order of the moves. */
  setStates(moves: readonly StateMove[]): Promise<ReadonlySet<DeviceId>>;

  /** Stores a grant's envelope if its version is higher than the stored one. */
  setGrant(id: DeviceId, version: number, envelope: string, note: Note): Promise<'set' | 'older' | 'not_found'>;
  /** The grants of the scope's devices, as their envelopes' JSON. */
  grants(scope: Scope): Promise<ReadonlyMap<DeviceId, string>>;
  grant(id: DeviceId): Promise<{ readonly version: number; readonly envelope: string } | null>;
}
