// pure
import type { DeviceState, Silence } from '@fettle/shared/api/devices';
import type { Device } from './types.ts';

/** What was known when a device's connection ended. */
export interface Ending {
  /** Its last word, null when it said none. */
  readonly goodbye: 'stop' | 'restart' | 'shutdown' | 'update' | null;
  /** `closed`: its system closed the connection, so that it was up. `lost`: nothing answered any more. */
  readonly how: 'closed' | 'lost';
}

/**
 * What kind of silence it is, as far as that can be known: null when the device is not silent, or nobody can tell.
 * The last word goes before what the socket showed; a whole site that is silent goes before both.
 */
export function silenceOf(state: DeviceState, ending: Ending | null): Silence | null {
  if (state === 'unreachable') return 'site';
  if (state === 'stopped') return ending?.goodbye === 'shutdown' ? 'shutdown' : 'stopped';
  if (state !== 'offline' || ending === null) return null;
  return ending.how === 'closed' ? 'died' : 'cut';
}

/** Devices of one site that fell silent within this time of each other have one cause. */
const togetherMs = 180_000;

type Placed = Pick<Device, 'id' | 'site'> & { readonly state: DeviceState; readonly silentSince: number };

/**
 * The sites of which every device that should speak is silent since about the same time: two devices at least, for one
 * alone says nothing about its site.
 */
export function silentSites(devices: readonly Placed[]): ReadonlySet<string> {
  const speaking = devices.filter(({ state }) => ['online', 'late', 'offline', 'unreachable'].includes(state));
  const sites = Map.groupBy(speaking, ({ site }) => site);
  return new Set(
    [...sites]
      .filter(([, members]) => members.length > 1 && members.every(isSilent) && fellTogether(members))
      .map(([site]) => site),
  );
}

const isSilent = ({ state }: Placed) => state === 'offline' || state === 'unreachable';

function fellTogether(members: readonly Placed[]): boolean {
  const times = members.map(({ silentSince }) => silentSince);
  return Math.max(...times) - Math.min(...times) <= togetherMs;
}
