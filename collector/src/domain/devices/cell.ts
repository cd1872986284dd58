// pure
import type { Device } from '@fettle/shared/api/devices';
import type { CellDetail } from '@fettle/shared/api/fleet';

/** What there is to say of a device; null when it is online and in order. */
export function cellDetail(device: Device): CellDetail | null {
  const { state, stateSince, silence, lastSeen, interval, troubles } = device;
  if (state === 'online' && troubles.length === 0) return null;
  return {
    state,
    stateSince,
    silence,
    // Of one that is online it moves with every frame, and a cell must change only when something happened.
    lastSeen: state === 'online' ? null : lastSeen,
    interval,
    troubles: troubles.map(({ severity, words }) => ({ severity, words })),
  };
}
