// pure
import type { DeviceId } from '@fettle/shared/ids';
import type { Device } from '../devices/index.ts';
import type { VisibleService } from './visible.ts';

export const sitesOf = (devices: readonly Device[]): Map<DeviceId, string> =>
  new Map(devices.map(({ id, site }) => [id, site]));

/** The site that events of a service are for: its own, or the one where all its devices are; null: it has several, or none. */
export function siteOf(
  { service, devices }: Pick<VisibleService, 'service' | 'devices'>,
  sites: ReadonlyMap<DeviceId, string>,
): string | null {
  if (service.site !== null) return service.site;
  const found = new Set([...devices].map((id) => sites.get(id) ?? null));
  const [only = null] = found;
  return found.size === 1 ? only : null;
}
