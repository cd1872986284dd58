import type { DeviceId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import { isOfTime } from '@fettle/shared/objective';
import { everywhere } from '../access/index.ts';
import type { Device } from '../devices/index.ts';
import type { Incident, IncidentStore } from '../incidents/index.ts';
import { burnRule, type Finding } from '../rules/index.ts';
import { siteOf, sitesOf, type VisibleService, visibleServices } from '../services/index.ts';
import { backgroundOf } from './background.ts';
import { burnBackMs, type Burning, burningOf, mostSpent, toldNext } from './burn.ts';
import type { LevelPorts } from './context.ts';
import { levelsOver } from './levels-at.ts';
import { freshnessOf } from './reckon.ts';
import type { LevelTold, Objective } from './types.ts';

export interface TendPorts extends LevelPorts {
  readonly incidents: Pick<IncidentStore, 'list' | 'targets' | 'open'>;
  /** Makes findings durable as incidents. */
  readonly sink: (findings: readonly Finding[]) => Promise<void>;
}

/** What burns now, by objective; also what was told before and has not been calm for long enough. */
export type BurningNow = ReadonlyMap<string, Severity>;

/**
 * Judges all objectives that have rules on their budget, hands what changed to the incidents, and tells of it. Also ends incidents of
 * objectives that are gone or have no rules any more. Killed at any moment it does the same once more, and nobody is told twice.
 */
export async function tendBurning(ports: TendPorts): Promise<BurningNow> {
  const { levels, now } = ports;
  const all = await levels.objectives();
  const ruled = all.filter((objective) => objective.burnRules && isOfTime(objective));
  const open = (await ports.incidents.open(everywhere)).filter(({ rule }) => rule === burnRule);
  const told = new Map((await levels.told()).map((one) => [one.objective, one]));
  if (ruled.length === 0 && open.length === 0 && told.size === 0) return new Map();
  const services = new Map((await visibleServices(ports, { scope: everywhere })).map((one) => [one.service.id, one]));
  const devices = await ports.devices.devices(everywhere);
  const found = await judge(ports, ruled, services);
  const burning = new Map<string, Severity>();
  for (const objective of ruled) {
    const service = services.get(objective.service);
    if (!service) continue;
    const round: Round = {
      objective,
      service,
      devices,
      found: found.get(objective.id) ?? null,
      told: told.get(objective.id),
    };
    const severity = await tendOne(ports, round);
    if (severity !== null) burning.set(objective.id, severity);
  }
  const over = open.filter(({ instance }) => !burning.has(instance));
  await ports.sink(over.map((incident) => endOf(incident, ruled, now)));
  await forget(ports, ruled, told);
  return burning;
}

interface Round {
  readonly objective: Objective;
  readonly service: VisibleService;
  readonly devices: readonly Device[];
  readonly found: Burning | null;
  readonly told: LevelTold | undefined;
}

async function judge(
  ports: TendPorts,
  ruled: readonly Objective[],
  services: ReadonlyMap<string, VisibleService>,
): Promise<Map<string, Burning>> {
  const { now } = ports;
  const span = { from: now - burnBackMs, to: now };
  const calendars = new Map((await ports.levels.calendars(everywhere)).map((one) => [one.id, one]));
  const ids = [...new Set(ruled.map(({ service }) => service))];
  const background = await backgroundOf(ports, calendars, ids, span, now);
  const found = new Map<string, Burning>();
  for (const objective of ruled) {
    const service = services.get(objective.service)?.service;
    if (!service) continue;
    const stretches =
      objective.kind === 'availability'
        ? (background.histories.get(service.id) ?? [])
        : await freshnessOf(ports, background, { objective, service, spans: [] }, span);
    const burning = burningOf(objective, stretches, background.hours(objective.calendar), now);
    if (burning) found.set(objective.id, burning);
  }
  return found;
}

const untold = (objective: string): LevelTold => {
  return { objective, burning: null, calmSince: null, missed: null, judged: null, version: 0 };
};

/** What of one objective is told; null: it does not burn. */
async function tendOne(ports: TendPorts, round: Round): Promise<Severity | null> {
  const { objective, found, devices, told = untold(round.objective.id) } = round;
  const { now } = ports;
  const { severity, calmSince } = toldNext(told, found?.severity ?? null, now);
  const before = told.burning;
  if (severity === (before?.severity ?? null)) {
    if (calmSince !== told.calmSince)
      await ports.levels.tell({ ...told, calmSince, version: told.version + 1 }, nothing);
    return severity;
  }
  if (severity === null || found === null) {
    await ports.levels.tell({ ...told, burning: null, calmSince: null, version: told.version + 1 }, nothing);
    return null;
  }
  const known = devices.find(({ id }) => id === before?.device);
  const device = known?.id ?? (await chooseDevice(ports, round));
  const since = before?.since ?? now;
  const words = wordsOf(round, found);
  if (device !== null) {
    await ports.sink([findingOf(objective, device, { severity, since, now, found, words })]);
  }
  const site = siteOf(round.service, sitesOf(devices));
  // Ids alone: who shares a site with the service may still not see it.
  const detail = { objective: objective.id, service: objective.service, severity };
  const burning = { severity, device: device ?? ('' as DeviceId), since };
  await ports.levels.tell(
    { ...told, burning, calmSince: null, version: told.version + 1 },
    { events: [{ time: now, kind: 'level.burning', device: null, site, detail }], audit: [] },
  );
  return severity;
}

const nothing = { events: [], audit: [] };

function wordsOf({ objective, service }: Round, { rate, words }: Burning): string {
  return `${service.service.name}, “${objective.name}”: burns its error budget ${rate.toFixed(1)} times as fast as it may, over ${words}.`;
}

/** The device that spent most of the budget in what is looked back at; else the first that the service is made of. */
async function chooseDevice(ports: TendPorts, { objective, service, devices }: Round): Promise<DeviceId | null> {
  const span = { from: ports.now - burnBackMs, to: ports.now };
  const [level] = await levelsOver(ports, everywhere, span, { objective: objective.id });
  const there = new Set<string>(devices.map(({ id }) => id));
  const spent = (level?.spent ?? []).map((one) => ({ ...one, devices: one.devices.filter((id) => there.has(id)) }));
  const most = mostSpent(spent) ?? [...service.devices].filter((id) => there.has(id)).toSorted()[0];
  return (most as DeviceId | undefined) ?? null;
}

interface Said {
  readonly severity: Severity;
  readonly since: number;
  readonly now: number;
  readonly found: Burning;
  readonly words: string;
}

function findingOf({ id }: Objective, device: DeviceId, { severity, since, now, found, words }: Said): Finding {
  return {
    rule: burnRule,
    device,
    instance: id,
    metric: null,
    attributes: { objective: id },
    severity,
    time: now,
    since,
    value: found.rate,
    limit: found.limit,
    words,
    reason: 'level',
  };
}

function endOf({ device, instance, attributes }: Incident, ruled: readonly Objective[], now: number): Finding {
  const isThere = ruled.some(({ id }) => id === instance);
  return {
    rule: burnRule,
    device,
    instance,
    metric: null,
    attributes,
    severity: null,
    time: now,
    since: now,
    value: null,
    limit: null,
    words: '',
    reason: isThere ? 'level' : 'rule_gone',
  };
}

/** Of an objective that has no rules any more nothing is burning. */
async function forget(
  { levels }: TendPorts,
  ruled: readonly Objective[],
  told: ReadonlyMap<string, LevelTold>,
): Promise<void> {
  const ids = new Set(ruled.map(({ id }) => id));
  for (const one of told.values()) {
    if (one.burning === null || ids.has(one.objective)) continue;
    await levels.tell({ ...one, burning: null, calmSince: null, version: one.version + 1 }, nothing);
  }
}
