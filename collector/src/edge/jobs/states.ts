import { FettleError } from '@fettle/shared/errors';
import type { DeviceState } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { everywhere, systemActor } from '../../domain/access/index.ts';
import {
  type Device,
  type DeviceStore,
  type Move,
  moveStates,
  silenceOf,
  silentSites,
  stateOf,
} from '../../domain/devices/index.ts';
import type { Presence } from '../gateway/presence.ts';

const jobs = systemActor('jobs');

export interface StateJob {
  readonly store: DeviceStore;
  readonly presence: Presence;
  readonly now: number;
  /** When this process began to listen: silence before that says nothing of a device. */
  readonly listeningSince: number;
  /** It is connected and must not be any more. */
  readonly refuse: (device: DeviceId, error: FettleError) => void;
}

/** Moves every device into the state that what was heard of it gives. Gives those that changed. */
export async function updateStates(job: StateJob): Promise<DeviceId[]> {
  const { store, presence, now } = job;
  const devices = await store.devices(everywhere);
  const states = devices.map((device) => stateNow(device, job));
  const sites = states.includes('offline') ? sitesOut(devices, states, job) : none;
  const moves: Move[] = [];
  for (const [place, device] of devices.entries()) {
    const state = states[place] ?? device.state;
    const to = state === 'offline' && sites.has(device.site) ? 'unreachable' : state;
    if (device.state === 'retired' && presence.get(device.id)?.connected) {
      job.refuse(device.id, new FettleError('device_retired'));
    }
    if (to === device.state) continue;
    moves.push({ device, to, silence: silenceOf(to, presence.get(device.id)?.ending ?? null) });
  }
  return moves.length === 0 ? [] : moveStates({ store, now }, jobs, moves);
}

const none: ReadonlySet<string> = new Set();

function sitesOut(devices: readonly Device[], states: readonly DeviceState[], { presence }: StateJob) {
  return silentSites(
    devices.map((device, place) => ({
      id: device.id,
      site: device.site,
      state: states[place] ?? device.state,
      silentSince: presence.get(device.id)?.lastFrame ?? device.lastSeen ?? 0,
    })),
  );
}

/** The state of a device by itself. */
function stateNow(device: Device, { presence, now, listeningSince }: StateJob): DeviceState {
  const heard = presence.get(device.id);
  return stateOf({
    // A device of a silent site is judged anew by itself; the site is asked afterwards.
    current: device.state === 'unreachable' ? 'offline' : device.state,
    connected: heard?.connected ?? false,
    connectedSince: heard?.connected ? heard.since : null,
    lastFrameAt: heard?.lastFrame ?? device.lastSeen,
    listeningSince,
    interval: heard?.interval ?? device.interval,
    goodbye: heard ? heard.goodbye !== null : device.state === 'stopped',
    now,
  });
}
