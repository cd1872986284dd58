import { type CalendarBody, objectiveKinds, type ObjectiveBody, periods } from '@fettle/shared/api/levels';
import { type LevelProblem, wrongInCalendar, wrongInObjective } from '../../../domain/levels/index.ts';
import { readCalendar } from '../rules/calendar.ts';
import { duration } from '../rules/durations.ts';
import { listOf, oneOf, shortText } from '../scripts/values.ts';
import type { Field, Fields, Source } from '../source.ts';
import { calendarKeys, objectiveKeys, usual } from './keys.ts';

const mostHours = 20;
const mostHolidays = 400;
const slug = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** One calendar of a file; undefined, and told, where it cannot be read. */
export function readCalendarBody(source: Source, id: string, field: Field): CalendarBody | undefined {
  const fields = source.fields(field, 'A calendar', calendarKeys);
  if (fields === null) return undefined;
  if (!fields.hours || source.isEmpty(fields.hours)) {
    return source.error(field.at, 'This calendar has no “hours”: write one such as “mon-fri 08:00 to 18:00”.');
  }
  const body: CalendarBody = {
    name: (fields.name && shortText(source, fields.name, '“name”', 128)) || id,
    zone: (fields.zone && source.words(fields.zone, '“zone”', 'Europe/Berlin')?.trim()) ?? usual.zone,
    hours: listOf(source, fields.hours, mostHours, '“hours”', (one) => readHours(source, one)),
    holidays: readHolidays(source, fields.holidays),
  };
  if (source.failed) return undefined;
  tell(source, field, wrongInCalendar(body), ([first]) => fields[first as (typeof calendarKeys)[number]]);
  return body;
}

function readHours(source: Source, field: Field): CalendarBody['hours'][number] | undefined {
  const read = readCalendar(source, field, 'A line of “hours”');
  if (read === undefined) return undefined;
  const { zone, days, from, to } = read;
  if (zone !== undefined)
    return source.error(field.valueAt, 'The zone stands once, under “zone”, and not in each line.');
  return { days: [...days], from, to };
}

/** `2026-12-25: Christmas`, by day. */
function readHolidays(source: Source, field: Field | undefined): CalendarBody['holidays'] {
  if (field === undefined || source.isEmpty(field)) return [];
  const pairs = source.pairs(field, '“holidays”') ?? [];
  if (pairs.length > mostHolidays) source.error(field.valueAt, `“holidays” has at most ${mostHolidays} days.`);
  return pairs.slice(0, mostHolidays).flatMap(([day, one]) => {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) {
      source.error(one.at, `“${day}” is no day. Write it as 2026-12-25.`);
      return [];
    }
    return [{ day, name: shortText(source, one, 'The name of a holiday', 128) ?? '' }];
  });
}

type ObjectiveFields = Fields<(typeof objectiveKeys)[number]>;

/** One objective of a file; undefined, and told, where it cannot be read. */
export function readObjective(source: Source, id: string, field: Field): ObjectiveBody | undefined {
  const fields = source.fields(field, 'An objective', objectiveKeys);
  if (fields === null) return undefined;
  for (const key of ['service', 'kind', 'target'] as const) {
    if (!fields[key]) source.error(field.at, `This objective has no “${key}”.`);
  }
  const targetPpm = fields.target && readTarget(source, fields.target);
  const kind = fields.kind && oneOf(source, fields.kind, '“kind”', objectiveKinds);
  const service = fields.service && readSlug(source, fields.service, '“service”');
  if (targetPpm === undefined || kind === undefined || service === undefined) return undefined;
  const body: ObjectiveBody = { service, kind, targetPpm, ...readRest(source, id, fields) };
  if (source.failed) return undefined;
  const keys: Readonly<Record<string, keyof ObjectiveFields>> = { withinMs: 'within', burnRules: 'burn' };
  tell(
    source,
    field,
    wrongInObjective(body),
    ([first = '']) => fields[keys[first] ?? (first as keyof ObjectiveFields)],
  );
  return body;
}

function readRest(
  source: Source,
  id: string,
  fields: ObjectiveFields,
): Omit<ObjectiveBody, 'service' | 'kind' | 'targetPpm'> {
  const within = fields.within && source.words(fields.within, '“within”', '26h');
  return {
    name: (fields.name && shortText(source, fields.name, '“name”', 128)) || id,
    calendar: (fields.calendar && readSlug(source, fields.calendar, '“calendar”')) ?? null,
    zone: (fields.zone && source.words(fields.zone, '“zone”', 'Europe/Berlin')?.trim()) ?? usual.zone,
    period: (fields.period && oneOf(source, fields.period, '“period”', periods)) ?? usual.period,
    windows: (fields.windows && oneOf(source, fields.windows, '“windows”', ['leave-out', 'count'])) ?? usual.windows,
    degraded: (fields.degraded && oneOf(source, fields.degraded, '“degraded”', ['up', 'down'])) ?? usual.degraded,
    withinMs: within && fields.within ? (duration(source, fields.within, '“within”', within) ?? null) : null,
    burnRules: (fields.burn && source.flag(fields.burn, '“burn”')) ?? false,
  };
}

/** `99.95 %` in parts per million. */
function readTarget(source: Source, field: Field): number | undefined {
  const text = source.words(field, '“target”', '99.9 %')?.trim();
  if (text === undefined) return undefined;
  const [, whole, part = ''] = /^(\d{1,3})(?:\.(\d{1,4}))?\s*%$/.exec(text) ?? [];
  const ppm = whole === undefined ? 0 : Number(whole) * 10_000 + Number(part.padEnd(4, '0'));
  if (ppm >= 1 && ppm <= 1_000_000) return ppm;
  return source.error(
    field.valueAt,
    `“target” is a share such as “99.9 %”, with four decimals at most; not “${text}”.`,
  );
}

function readSlug(source: Source, field: Field, what: string): string | undefined {
  const text = source.words(field, what, 'mail')?.trim();
  if (text === undefined || slug.test(text)) return text;
  return source.error(field.valueAt, `${what} is an id of small letters, digits and hyphens; not “${text}”.`);
}

function tell(
  source: Source,
  whole: Field,
  problems: readonly LevelProblem[],
  fieldOf: (path: readonly string[]) => Field | undefined,
): void {
  for (const { path, message } of problems) source.error(fieldOf(path)?.valueAt ?? whole.at, message);
}
