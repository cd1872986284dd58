import { createHash } from 'node:crypto';
import type { DeviceId } from '@fettle/shared/ids';
import { everywhere, inScope, type Scope, seesDevice } from '../access/index.ts';
import { planDevices } from '../changes/index.ts';
import type { Device } from '../devices/index.ts';
import { isFor, spansIn } from '../windows/index.ts';
import type { ServicePorts } from './context.ts';

/** Something that will be done, or is under way. */
export interface PlannedWork {
  /** The same for as long as it is the same opening of the same window, or the same change; tells neither's id. */
  readonly uid: string;
  readonly kind: 'window' | 'change';
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

export interface PlannedQuery {
  readonly scope: Scope;
  /** Null: of all sites of the scope. */
  readonly site: string | null;
  /** Only what touches one of these; null: any device of the scope. */
  readonly devices: ReadonlySet<DeviceId> | null;
  readonly from: number;
  readonly to: number;
}

const most = 5_000;

const uidOf = (key: string) => createHash('sha256').update(key).digest('hex').slice(0, 32);

/**
 * Openings of windows and planned changes that were approved, by their beginning, of very many the first 5,000. Texts that hold the name of
 * a device are put in general words: whoever reads this is told of work, not of machines.
 */
export async function plannedWork(ports: ServicePorts, query: PlannedQuery): Promise<PlannedWork[]> {
  const { from, to } = query;
  const all = await ports.devices.devices(everywhere);
  const touched = all.filter((device) => isTouched(query, device));
  const names = all.map(({ name }) => name.toLowerCase()).filter((name) => name.length > 2);
  const plans = (await ports.plans.plans(['approved', 'under-way'])).filter(
    (plan) => plan.from < to && plan.to > from && planDevices(plan, touched).length > 0,
  );
  const found: PlannedWork[] = plans.map((plan) => ({
    uid: uidOf(`change:${plan.id}`),
    kind: 'change',
    name: discreet(plan.title, names, 'Planned change'),
    from: plan.from,
    to: plan.to,
  }));
  for (const window of await ports.windows.windows(everywhere)) {
    // While a change is under way its window is open: it is told already.
    if (!window.enabled || /^plan-c[0-9a-z]{16}$/.test(window.id)) continue;
    if (!touched.some((device) => isFor(window, device))) continue;
    const name = discreet(window.name, names, 'Planned maintenance');
    for (const span of spansIn(window.when, from, to)) {
      found.push({
        uid: uidOf(`window:${window.id}:${span.from}`),
        kind: 'window',
        name,
        from: span.from,
        to: span.to,
      });
    }
  }
  return found.toSorted((a, b) => a.from - b.from || (a.uid < b.uid ? -1 : 1)).slice(0, most);
}

function isTouched({ scope, site, devices }: PlannedQuery, device: Device): boolean {
  if (!seesDevice(scope, device) || (site !== null && !inScope({ sites: [site] }, device.site))) return false;
  return devices === null || devices.has(device.id);
}

function discreet(text: string, names: readonly string[], instead: string): string {
  const lower = text.toLowerCase();
  return names.some((name) => lower.includes(name)) ? instead : text;
}
