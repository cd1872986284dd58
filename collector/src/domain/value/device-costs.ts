import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import type { DeviceId } from '@fettle/shared/ids';
import type { Device } from '../devices/index.ts';
import { valueSettings } from './settings.ts';
import type { ValueStore } from './store.ts';

/** What each device costs a month, minor units: the first selector that fits counts. Those that none fits are not in it. */
export async function deviceCosts(
  ports: { readonly value: Pick<ValueStore, 'settings'> },
  devices: readonly Device[],
): Promise<ReadonlyMap<DeviceId, number>> {
  const settings = await valueSettings(ports);
  const read = settings.deviceCosts.map(({ selector, perMonth }) => ({ selector: parseSelector(selector), perMonth }));
  return new Map(
    devices.flatMap((device) => {
      const cost = read.find(({ selector }) => matches(selector, device));
      return cost ? [[device.id, cost.perMonth] as const] : [];
    }),
  );
}
