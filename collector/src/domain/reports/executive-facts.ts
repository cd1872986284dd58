import type { Level } from '@fettle/shared/api/levels';
import type { Value } from '@fettle/shared/api/value';
import type { RunId } from '@fettle/shared/ids';
import type { Device } from '../devices/index.ts';
import type { Improvement } from '../improvements/index.ts';
import type { Incident } from '../incidents/index.ts';
import { levelsFor, levelsOver } from '../levels/index.ts';
import { type Forecast, seesForecast } from './forecasts.ts';
import { type Case, gatherWork, type Loads, loadsOf } from '../people/index.ts';
import { visibleServices } from '../services/index.ts';
import { gatherValue, reckonValue, type ValueFacts } from '../value/index.ts';
import { BasisBook } from './basis-book.ts';
import type { Between } from './between.ts';
import type { Ask, Progress } from './kind.ts';
import { periodsUpTo } from './period.ts';
import type { ReportPorts } from './ports.ts';
import { devicesOf, casework, part } from './reading.ts';

/** Everything that the manager's page says is reckoned from this. */
export interface ExecutiveFacts {
  readonly ask: Ask;
  readonly book: BasisBook;
  /** The twelve months up to the end of the span, oldest first. */
  readonly months: readonly Between[];
  readonly devices: readonly Device[];
  /** Those that were open at any time of these months or of the time before. */
  readonly incidents: readonly Incident[];
  readonly cases: readonly Case[];
  readonly levels: readonly Level[];
  readonly levelsBefore: readonly Level[];
  /** Of each objective its periods up to now, newest first. */
  readonly history: ReadonlyMap<string, readonly Level[]>;
  /** Of each service who answers for it. */
  readonly owners: ReadonlyMap<string, string>;
  readonly value: Value;
  readonly valueFacts: ValueFacts;
  readonly valueBefore: Value | null;
  /** Runs that worked by script, of each month. */
  readonly saved: readonly ReadonlyMap<string, readonly RunId[]>[];
  /** What a run of a script saves, minutes. */
  readonly minutes: ReadonlyMap<string, number>;
  readonly forecasts: readonly Forecast[];
  readonly improvements: readonly Improvement[];
  readonly loads: Loads;
}

const months = 12;

export async function executiveFacts(ports: ReportPorts, ask: Ask, progress: Progress): Promise<ExecutiveFacts> {
  const { from, to, before, zone, scope, now } = ask;
  const year = periodsUpTo('month', Math.min(to, Math.max(now, from + 1)), zone, months);
  const first = Math.min(year[0]?.from ?? from, before?.from ?? from);
  const all = { from: first, to };
  const devices = await devicesOf(ports, ask);
  const { incidents, cases } = await casework(ports, ask, all, part(progress, 0, 0.5));
  const levelPorts = { ...ports, now: Math.min(now, to) };
  const only = ask.service === null ? {} : { service: ask.service };
  await progress(0.5, 'reckons levels');
  const levels = await levelsOver(levelPorts, scope, { from, to }, only);
  await progress(0.55, 'reckons levels of the time before');
  const levelsBefore = before === null ? [] : await levelsOver(levelPorts, scope, before, only);
  await progress(0.6, 'reckons levels of the year');
  const history = await levelsFor(levelPorts, scope, { ...only, at: Math.min(now, to) - 1, periods: months });
  await progress(0.7, 'reckons what it was worth');
  const valueFacts = await gatherValue(ports, scope, { from, to, zone }, () =>
    progress(0.72, 'reckons what it was worth'),
  );
  const valueBefore = before && reckonValue(await gatherValue(ports, scope, { ...before, zone }));
  const saved = await savedByMonth(ports, ask, year, part(progress, 0.75, 0.85));
  await progress(0.85, 'reads who did what');
  const work = await gatherWork(ports, scope, { from, to, zone, now }, () => progress(0.88, 'reads who did what'));
  await progress(0.95, 'reads forecasts');
  return {
    ask,
    book: new BasisBook(),
    months: year,
    devices,
    incidents,
    cases,
    levels,
    levelsBefore,
    history: Map.groupBy(history, ({ objective }) => objective),
    owners: await ownersOf(ports, ask),
    value: reckonValue(valueFacts),
    valueFacts,
    valueBefore,
    saved,
    minutes: await minutesOf(ports, valueFacts, saved),
    forecasts: await seesForecast(ports, ask, devices),
    improvements: await ports.improvements.improvements(null),
    loads: loadsOf(work),
  };
}

async function savedByMonth({ value }: ReportPorts, { scope }: Ask, year: readonly Between[], progress: Progress) {
  const found: ReadonlyMap<string, readonly RunId[]>[] = [];
  for (const { from, to } of year) {
    found.push(await value.doneRuns(scope, from, to));
    await progress(found.length / year.length, 'counts the runs that worked');
  }
  return found;
}

/** As `gatherValue` reckons it, also of scripts that did not run in the span itself. */
async function minutesOf(
  { scripts }: ReportPorts,
  { settings, scripts: known }: ValueFacts,
  saved: ExecutiveFacts['saved'],
): Promise<ReadonlyMap<string, number>> {
  const minutes = new Map(known.map((one) => [one.name, one.minutes]));
  for (const name of new Set(saved.flatMap((month) => [...month.keys()]))) {
    if (minutes.has(name)) continue;
    const script = await scripts.script(name as never);
    const body = script?.current ?? script?.draft?.body;
    minutes.set(name, settings.scriptMinutes[name] ?? body?.manualMinutes ?? 0);
  }
  return minutes;
}

async function ownersOf(ports: ReportPorts, { scope }: Ask): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const { service } of await visibleServices(ports, { scope })) {
    const person = service.owner === null ? null : await ports.access.person(service.owner as never);
    if (person !== null) found.set(service.id, person.name);
  }
  return found;
}
