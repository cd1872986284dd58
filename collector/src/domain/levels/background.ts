import { everywhere, type Scope } from '../access/index.ts';
import type { Incident } from '../incidents/index.ts';
import { type Composition, type ServiceId, serviceHistories, type StateStretch } from '../services/index.ts';
import { hoursIn, type Span } from './calendar.ts';
import type { LevelPorts } from './context.ts';
import type { CauseBook } from './spent.ts';
import type { Calendar } from './types.ts';

/** All that objectives of some services are reckoned from over a time, read once. */
export interface Background {
  readonly histories: ReadonlyMap<ServiceId, readonly StateStretch[]>;
  /** Of each service, oldest first. */
  readonly compositions: ReadonlyMap<ServiceId, readonly Composition[]>;
  /** Business hours of a calendar over the whole time and on to its end; null: always. */
  readonly hours: (calendar: string | null) => readonly Span[];
  readonly calendars: ReadonlyMap<string, Calendar>;
}

/**
 * @param span what is looked at of the past ends now at the latest
 * @param until to where hours are known
 */
export async function backgroundOf(
  ports: LevelPorts,
  calendars: ReadonlyMap<string, Calendar>,
  services: readonly ServiceId[],
  span: Span,
  until: number,
): Promise<Background> {
  const to = Math.max(span.from, Math.min(span.to, ports.now));
  const compositions = Map.groupBy(await ports.services.compositions(span.from, to), ({ service }) => service);
  const histories = await serviceHistories(ports, withChildren(services, compositions), span.from, to);
  const known = new Map<string | null, readonly Span[]>();
  const hours = (id: string | null) => {
    const found = known.get(id) ?? hoursIn(id === null ? null : (calendars.get(id) ?? null), span.from, until);
    known.set(id, found);
    return found;
  };
  return { histories, compositions, hours, calendars };
}

/** With all that they rely on, at any time. */
function withChildren(
  services: readonly ServiceId[],
  compositions: ReadonlyMap<ServiceId, readonly Composition[]>,
): ServiceId[] {
  const found = new Set<ServiceId>();
  const waiting = [...services];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    for (const { parts } of compositions.get(id) ?? []) {
      for (const { of } of parts) if (of.kind === 'service') waiting.push(...of.ids);
    }
  }
  return [...found];
}

/** What names the causes of stretches of a time, to who sees `scope`: a service may have been made of more than that. */
export async function causeBook(
  { services, devices }: LevelPorts,
  histories: Background['histories'],
  span: Span | null,
  scope: Scope,
): Promise<CauseBook> {
  const spells = span === null ? [] : await services.spells(everywhere, span);
  const deviceNames = new Map((await devices.devices(scope)).map(({ id, name }) => [id as string, name]));
  const shown = spells.filter(({ device }) => deviceNames.has(device));
  return { spells: new Map(shown.map((spell) => [spell.id, spell])), histories, deviceNames };
}

/** Devices of one question. */
const devicesAtOnce = 200;
const incidentsAtOnce = 1_000;

/** All incidents of some devices that opened in a span, oldest first. */
export async function incidentsOpened(
  { incidents }: Pick<LevelPorts, 'incidents'>,
  devices: readonly Incident['device'][],
  { from, to }: Span,
): Promise<Incident[]> {
  const found: Incident[] = [];
  for (let i = 0; i < devices.length; i += devicesAtOnce) {
    const query = { devices: devices.slice(i, i + devicesAtOnce), openedFrom: from, to, limit: incidentsAtOnce };
    for (let page = await incidents.list(everywhere, query); page.length > 0;) {
      found.push(...page);
      const after = page.at(-1);
      page = page.length < incidentsAtOnce || !after ? [] : await incidents.list(everywhere, { ...query, after });
    }
  }
  return found.toSorted((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1));
}
