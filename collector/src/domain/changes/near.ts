import { everywhere } from '../access/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import { devicesAhead, type Incident, type Suspect } from '../incidents/index.ts';
import { suspectMs } from './hear.ts';
import type { ChangeStore } from './store.ts';
import type { Change } from './types.ts';

const most = 12;

/**
 * What was altered within 30 minutes before an incident, newest first: its device, what that hangs behind, and planned changes at
 * its site. Runs that were meant to put it right are no suspects.
 */
export async function changesNear(
  { store, devices }: { readonly store: ChangeStore; readonly devices: Pick<DeviceStore, 'devices'> },
  incident: Incident,
  time: number,
): Promise<Suspect[]> {
  const all = await devices.devices(everywhere);
  const device = all.find(({ id }) => id === incident.device);
  if (!device) return [];
  const ids = [device.id, ...devicesAhead(device, all).map(({ id }) => id)];
  const span = { from: time - suspectMs, to: time, limit: 50 };
  const own = await store.list(everywhere, { ...span, devices: ids });
  const plans = await store.list(everywhere, { ...span, site: device.site, kind: 'plan' });
  const found = new Map<string, Change>();
  for (const one of [...own, ...plans]) if (!isRemedy(one, incident)) found.set(keyOf(one), found.get(keyOf(one)) ?? one);
  return [...found.values()]
    .toSorted((a, b) => b.time - a.time || (a.id < b.id ? -1 : 1))
    .slice(0, most)
    .map((one) => ({ ...suspect(one), words: one.device === device.id ? one.words : `${one.deviceName}: ${one.words}` }));
}

/** One plan is one suspect, however many devices it is for. */
const keyOf = ({ id, plan, outcome }: Change) => (plan === null ? id : `${plan} ${outcome}`);

function isRemedy({ incident, rule, instance }: Change, of: Incident): boolean {
  return incident === of.id || (rule === of.rule && instance === of.instance);
}

const suspect = ({ id, time, words, by, link, kind, device }: Change): Suspect => ({
  change: id,
  time,
  words,
  by,
  link,
  kind,
  device,
});
