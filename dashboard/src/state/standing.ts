// pure
import type { Device, DeviceState, Trouble } from '@fettle/shared/api/devices';
import { clockSeconds, day, moment, span } from '../format/time.ts';

/** The shapes of LOOK.md; each goes with a word and a colour, in that order of trust. */
export type Shape = 'critical' | 'warning' | 'unknown' | 'window' | 'right' | 'order' | 'off';

/** How a device stands, for a row, a cell and a sentence. */
export interface Standing {
  readonly shape: Shape;
  readonly word: string;
  /** What is wrong, as a sentence without its full stop; empty when in order. */
  readonly why: string;
  /** Higher hurts more. */
  readonly rank: number;
}

type StateOf = Pick<Device, 'state' | 'stateSince' | 'silence' | 'lastSeen' | 'interval'> & {
  readonly troubles: readonly Pick<Trouble, 'severity' | 'words'>[];
};

/** What is known of each device of a fleet; a whole item of the device list is more. */
export type FleetDevice = StateOf & Pick<Device, 'id' | 'name' | 'site'>;

/** The states in which nobody can tell how the device is. */
export const isSilent = ({ state }: Pick<Device, 'state'>) =>
  state === 'offline' || state === 'unreachable' || state === 'unknown';

function ofTroubles({ troubles }: StateOf): Standing {
  const [worst] = troubles;
  if (!worst) return { shape: 'order', word: 'in order', why: '', rank: 0 };
  const more = troubles.length - 1;
  const why = more === 0 ? worst.words : `${worst.words}, and ${more} more`;
  const rank = worst.severity === 'critical' ? 60 : 30;
  return { shape: worst.severity, word: worst.severity, why, rank: rank + Math.min(9, more) };
}

/** `since` is told only where it is asked for: most devices are in order. */
type Telling = (device: StateOf, since: () => string, now: number) => Standing;

const tellings: Readonly<Record<DeviceState, Telling>> = {
  online: ofTroubles,
  late: ({ lastSeen, interval }, _since, now) => unknown('late', late(lastSeen, interval, now), 20),
  offline: ({ silence }, since) => unknown('silent', silent(silence, since()), 50),
  unreachable: (_device, since) => unknown('unreachable', `Its whole site is silent since ${since()}`, 49),
  unknown: ({ lastSeen }, since) =>
    lastSeen === null
      ? unknown('not yet', 'Enrolled; its first frame has not come yet', 15)
      : unknown('unknown', `Unknown since ${since()}`, 48),
  quarantined: (_device, since) => ({
    shape: 'critical',
    word: 'quarantined',
    why: `Two agents answer for it since ${since()}`,
    rank: 70,
  }),
  stopped: ({ silence }, since) => ({
    shape: 'off',
    word: silence === 'shutdown' ? 'off' : 'stopped',
    why: silence === 'shutdown' ? `Shut down, ${since()}` : `Agent stopped on purpose, ${since()}`,
    rank: 2,
  }),
  retired: (_device, since) => ({ shape: 'off', word: 'retired', why: `Retired ${since()}`, rank: 1 }),
};

/** What is known of a device, at a time. */
export function standingOf(device: StateOf, now: number): Standing {
  return tellings[device.state](device, () => moment(device.stateSince, now), now);
}

/** A silence without a goodbye, in as much as is known of it. */
function silent(silence: Device['silence'], since: string): string {
  if (silence === 'died') return `Its agent ended ${since} without a goodbye; the device itself was up`;
  if (silence === 'cut') return `Nothing answers since ${since}: it is off, or its link is cut`;
  return `Silent since ${since}, without a goodbye`;
}

function unknown(word: string, why: string, rank: number): Standing {
  return { shape: 'unknown', word, why, rank };
}

function late(lastSeen: number | null, interval: number, now: number): string {
  if (lastSeen === null) return 'Its first frame has not come yet';
  const since = now - lastSeen < day ? clockSeconds(lastSeen) : moment(lastSeen, now);
  return `No frame since ${since}; one is due every ${span(interval)}`;
}

export interface Stood {
  readonly device: FleetDevice;
  readonly standing: Standing;
}

/** Each device with its standing, worst first; those that hurt alike stay in their order. */
export function byHurt(devices: readonly FleetDevice[], now: number): Stood[] {
  return worstFirst(devices.map((device) => ({ device, standing: standingOf(device, now) })));
}

export const worstFirst = (stood: readonly Stood[]) => stood.toSorted((a, b) => b.standing.rank - a.standing.rank);
