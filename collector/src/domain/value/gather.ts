import type { DeviceId, ScriptName } from '@fettle/shared/ids';
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import { everywhere, type Scope } from '../access/index.ts';
import type { Device, DeviceStore } from '../devices/index.ts';
import { hoursIn, type LevelStore, outageIn } from '../levels/index.ts';
import type { ScriptStore } from '../scripts/index.ts';
import { serviceHistories, type ServiceHistoryPorts, type VisibleService, visibleServices } from '../services/index.ts';
import type { DeviceCost, Downtime, ScriptSaving, ServiceDevices, ValueFacts } from './facts.ts';
import { valueSettings } from './settings.ts';
import type { ValueStore } from './store.ts';
import type { ValueSettings } from './types.ts';

export interface ValuePorts extends ServiceHistoryPorts {
  readonly value: ValueStore;
  readonly scripts: Pick<ScriptStore, 'script'>;
  readonly devices: Pick<DeviceStore, 'devices'>;
  readonly levels: Pick<LevelStore, 'calendar'>;
}

export interface ValueSpan {
  readonly from: number;
  readonly to: number;
  /** IANA name: where months begin. */
  readonly zone: string;
}

/** Reads what value is reckoned from. `progress`: told after each part. */
export async function gatherValue(
  ports: ValuePorts,
  scope: Scope,
  span: ValueSpan,
  progress: () => Promise<void> = async () => undefined,
): Promise<ValueFacts> {
  const { from, to } = span;
  const settings = await valueSettings(ports);
  const costs = costing(settings);
  const owned = (devices: readonly Device[]) =>
    devices.filter(({ state, enrolledAt }) => state !== 'retired' && enrolledAt < to);
  const devices = owned(await ports.devices.devices(scope));
  const all =
    scope.sites === 'all' && scope.selector === undefined ? devices : owned(await ports.devices.devices(everywhere));
  const scripts = await savings(ports, scope, settings, span);
  await progress();
  const services = await visibleServices(ports, { scope });
  const downtime = await downtimes(ports, services, { from, to }, progress);
  return {
    ...span,
    settings,
    scripts,
    downtime,
    devices: devices.map((device) => ({ id: device.id, perMonth: costs(device) })),
    devicesEverywhere: all.length,
    services: sharing(
      services,
      await visibleServices(ports, { scope: everywhere }),
      new Map(devices.map((device) => [device.id, costs(device)])),
    ),
  };
}

/** What a device costs a month: the first selector that fits counts; none, nothing. */
function costing({ deviceCosts }: ValueSettings): (device: Device) => number {
  const read = deviceCosts.map(({ selector, perMonth }) => ({ selector: parseSelector(selector), perMonth }));
  return (device) => read.find(({ selector }) => matches(selector, device))?.perMonth ?? 0;
}

async function savings(
  { value, scripts }: ValuePorts,
  scope: Scope,
  { scriptMinutes }: ValueSettings,
  { from, to }: ValueSpan,
): Promise<ScriptSaving[]> {
  const done = await value.doneRuns(scope, from, to);
  const found: ScriptSaving[] = [];
  for (const [name, runs] of done) {
    const script = await scripts.script(name as ScriptName);
    const body = script?.current ?? script?.draft?.body;
    const set = Object.hasOwn(scriptMinutes, name) ? scriptMinutes[name] : undefined;
    found.push({
      name,
      title: body?.title ?? name,
      runs,
      minutes: set ?? body?.manualMinutes ?? 0,
      assumed: set === undefined && script?.origin !== 'own',
    });
  }
  const weight = ({ runs, minutes }: ScriptSaving) => runs.length * minutes;
  return found.toSorted((a, b) => weight(b) - weight(a) || (a.name < b.name ? -1 : 1));
}

/** Of services whose outage costs something, dearest first; those that were not down, too. */
async function downtimes(
  ports: ValuePorts,
  visible: readonly VisibleService[],
  span: { readonly from: number; readonly to: number },
  progress: () => Promise<void>,
): Promise<Downtime[]> {
  const found: Downtime[] = [];
  const priced = visible.flatMap(({ service: { costPerHour, ...one } }) =>
    costPerHour === null ? [] : [{ ...one, costPerHour }],
  );
  const ids = priced.map(({ id }) => id);
  const histories = await serviceHistories(ports, ids, span.from, span.to);
  for (const { id, name, costPerHour, calendar: hours } of priced) {
    const calendar = hours === null ? null : await ports.levels.calendar(everywhere, hours);
    const ms = outageIn(histories.get(id) ?? [], hoursIn(calendar, span.from, span.to), span);
    found.push({ service: id, name, ms, costPerHour, hours: calendar?.name ?? null });
    await progress();
  }
  return found.toSorted((a, b) => b.ms * b.costPerHour - a.ms * a.costPerHour || (a.name < b.name ? -1 : 1));
}

function sharing(
  visible: readonly VisibleService[],
  all: readonly VisibleService[],
  costs: ReadonlyMap<DeviceId, DeviceCost['perMonth']>,
): ServiceDevices[] {
  const uses = new Map<DeviceId, number>();
  for (const { composition } of all) for (const id of ownDevices(composition)) uses.set(id, (uses.get(id) ?? 0) + 1);
  return visible.map(({ service: { id: service, name }, composition }) => ({
    service,
    name,
    devices: [...ownDevices(composition)].flatMap((id) => {
      const perMonth = costs.get(id);
      return perMonth === undefined ? [] : [{ id, perMonth, shared: uses.get(id) ?? 1 }];
    }),
  }));
}

/** Those that it is made of itself; what it relies on through other services counts with those. */
const ownDevices = ({ devices }: VisibleService['composition']): ReadonlySet<DeviceId> => new Set(devices.flat());
