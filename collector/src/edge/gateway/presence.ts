/** What connections tell of devices, in memory: who is connected, measured how often, heard of when. */
import type { DeviceId } from '@fettle/shared/ids';
import type { Goodbye } from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';
import type { Ending } from '../../domain/devices/index.ts';

export type GoodbyeReason = Static<typeof Goodbye>['reason'];

export interface DevicePresence {
  readonly device: DeviceId;
  readonly connected: boolean;
  /** Since when it is (not) connected, by the collector's clock. */
  readonly since: number;
  readonly agentVersion: string;
  /** How often it measures now, ms; `watched` while that is because somebody looks. */
  readonly interval: number;
  readonly watched: boolean;
  /** When its last frame became durable, by the collector's clock; null before the first of this process. */
  readonly lastFrame: number | null;
  /** When anything was heard of it last. */
  readonly lastHeard: number;
  /** What its last frame said must be added to its clock, ms. */
  readonly offset: number;
  /** Series that its agent left out because of the limit. */
  readonly omitted: number;
  /** Its last word, if it stopped on purpose; null after it connected again. */
  readonly goodbye: GoodbyeReason | null;
  /** How its last connection ended; null while it is connected. */
  readonly ending: Ending | null;
}

export interface PresenceChange {
  readonly what: 'connected' | 'disconnected' | 'interval' | 'goodbye' | 'frame' | 'omitted';
  readonly presence: DevicePresence;
}
export type PresenceListener = (change: PresenceChange) => void;

export interface Presence {
  get(device: DeviceId): DevicePresence | undefined;
  /** Every device that was connected since this process started. */
  all(): IterableIterator<DevicePresence>;
  /** Calls back at every change, with all that is known then; a listener must not throw. @returns how to stop that */
  on(listener: PresenceListener): () => void;
  /** For the gateway. A change to a device that never connected is nothing. */
  connected(device: DeviceId, now: number, agent: { readonly version: string; readonly interval: number }): void;
  change(device: DeviceId, what: PresenceChange['what'], change: Partial<Omit<DevicePresence, 'device'>>): void;
}

export function createPresence(): Presence {
  /** Changed where they are, for frames are many. */
  const devices = new Map<DeviceId, { -readonly [Key in keyof DevicePresence]: DevicePresence[Key] }>();
  const listeners = new Set<PresenceListener>();

  function set(what: PresenceChange['what'], presence: DevicePresence): void {
    devices.set(presence.device, presence);
    for (const listener of listeners) listener({ what, presence: { ...presence } });
  }

  return {
    get: (device) => devices.get(device),
    all: () => devices.values(),
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    connected(device, now, { version, interval }) {
      const before = devices.get(device);
      set('connected', {
        device,
        connected: true,
        since: now,
        agentVersion: version,
        interval,
        watched: false,
        lastFrame: before?.lastFrame ?? null,
        lastHeard: now,
        offset: before?.offset ?? 0,
        omitted: 0,
        goodbye: null,
        ending: null,
      });
    },
    change(device, what, change) {
      const before = devices.get(device);
      if (before !== undefined) set(what, Object.assign(before, change));
    },
  };
}
