// pure
import type { BackTest } from '@fettle/shared/api/rules';
import type { DeviceId } from '@fettle/shared/ids';
import type { Episode } from './episodes.ts';

const mostShown = 500;

/** What a rule would have done, summed up: the longest first. @param to when what still goes on is counted as ended */
export function reckoned(
  episodes: readonly Episode[],
  names: ReadonlyMap<DeviceId, string>,
  to: number,
): BackTest['then'] {
  const length = (one: Episode) => (one.to ?? to) - one.from;
  const fired = episodes.toSorted((a, b) => length(b) - length(a) || a.from - b.from);
  return {
    count: episodes.length,
    devices: new Set(episodes.map(({ device }) => device)).size,
    lasted: episodes.reduce((sum, one) => sum + length(one), 0),
    fired: fired.slice(0, mostShown).map((one) => ({ ...one, deviceName: names.get(one.device) ?? one.device })),
  };
}
