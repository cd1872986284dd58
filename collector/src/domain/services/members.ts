// pure
import type { Part } from '@fettle/shared/api/services';
import type { DeviceId } from '@fettle/shared/ids';
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import type { Device } from '../devices/index.ts';

/** What is retired or cut off is no member of anything. */
export const isMember = ({ state }: Pick<Device, 'state'>) => state !== 'retired' && state !== 'quarantined';

/**
 * For each part its devices of those given, by id; of parts made of services none. In a service of a site selectors choose only what is
 * there. @throws FettleError `input_invalid` (selector)
 */
export function membersOf(
  { parts, site }: { readonly parts: readonly Part[]; readonly site: string | null },
  devices: readonly Pick<Device, 'id' | 'labels' | 'os' | 'kind' | 'site' | 'state'>[],
): DeviceId[][] {
  const members = devices.filter(isMember).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return parts.map(({ of }) => {
    if (of.kind === 'service') return [];
    if (of.kind === 'device') {
      const named = new Set<string>(of.ids);
      return members.filter(({ id }) => named.has(id)).map(({ id }) => id);
    }
    const selector = parseSelector(of.selector);
    return members
      .filter((device) => (site === null || device.site === site) && matches(selector, device))
      .map(({ id }) => id);
  });
}
