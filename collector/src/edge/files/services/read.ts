import { type countsAs, criticalities, type Part, type ServiceBody } from '@fettle/shared/api/services';
import { readScope } from '../rules/scope.ts';
import type { Field, Fields, Source } from '../source.ts';
import { madeOf, partKeys, serviceKeys } from './keys.ts';

type ServiceFields = Fields<(typeof serviceKeys)[number]>;
type PartFields = Fields<(typeof partKeys)[number]>;
const slug = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** One service of a file; undefined, and told, where it cannot be read. */
export function readService(source: Source, id: string, field: Field): ServiceBody | undefined {
  const fields = source.fields(field, 'A service', serviceKeys);
  if (fields === null) return undefined;
  const parts = readParts(source, field, fields.parts);
  const body = readTexts(source, id, fields);
  return parts && { ...body, parts };
}

function readTexts(source: Source, id: string, fields: ServiceFields): Omit<ServiceBody, 'parts'> {
  const text = (key: 'owner' | 'point-person' | 'calendar' | 'site', example: string) => {
    const one = fields[key];
    return (one && source.words(one, `“${key}”`, example)) ?? null;
  };
  const calendar = text('calendar', 'office-hours');
  if (calendar !== null && !slug.test(calendar))
    source.error(fields.calendar?.valueAt ?? 0, 'A calendar is named by its id.');
  const name = (fields.name && source.words(fields.name, '“name”', 'Mail')?.trim()) ?? id;
  if (name.length > 128) source.error(fields.name?.valueAt ?? 0, 'A name has at most 128 characters.');
  const description = (fields.description && source.anyText(fields.description, '“description”')) ?? '';
  if (description.length > 2_000) {
    source.error(fields.description?.valueAt ?? 0, 'A description has at most 2,000 characters.');
  }
  return {
    name,
    description,
    owner: text('owner', 'p4k…'),
    pointPerson: text('point-person', 'p4k…'),
    criticality: choice(source, fields.criticality, '“criticality”', criticalities) ?? 'ordinary',
    calendar,
    costPerHour: fields['cost-per-hour']
      ? (whole(source, fields['cost-per-hour'], '“cost-per-hour”', 0) ?? null)
      : null,
    site: text('site', 'berlin'),
  };
}

function readParts(source: Source, service: Field, field: Field | undefined): Part[] | undefined {
  if (!field) return source.error(service.at, 'A service has “parts”: what it is made of, each under a name.');
  const pairs = source.pairs(field, '“parts”');
  if (pairs === null) return undefined;
  if (pairs.length === 0 || pairs.length > 20) return source.error(field.valueAt, 'A service has 1 to 20 parts.');
  const parts = pairs.map(([name, one]) => readPart(source, name, one));
  return parts.every((part) => part !== undefined) ? parts : undefined;
}

function readPart(source: Source, name: string, field: Field): Part | undefined {
  const fields = source.fields(field, 'A part', partKeys);
  if (fields === null) return undefined;
  if (name.trim() === '' || name.length > 128) source.error(field.at, 'The name of a part has 1 to 128 characters.');
  const of = readOf(source, field, fields);
  const need = readNeed(source, fields.need);
  const impact = choice(source, fields.impact, '“impact”', ['down', 'degraded'] as const) ?? 'down';
  return of && need && { name, of, need, impact };
}

function readOf(source: Source, part: Field, fields: PartFields): Part['of'] | undefined {
  const given = madeOf.filter((key) => fields[key]);
  const [kind] = given;
  const field = kind && fields[kind];
  if (!kind || !field || given.length > 1) {
    return source.error(part.at, `A part is made of one of these: ${madeOf.join(', ')}.`);
  }
  for (const key of ['scope', 'instance'] as const) {
    if (kind !== 'check' && fields[key]) source.error(fields[key].at, `“${key}” belongs to a “check”.`);
  }
  const isOfDevices = kind === 'devices' || kind === 'device';
  if (!isOfDevices && fields.counts) source.error(fields.counts.at, '“counts” belongs to “devices” or “device”.');
  const counts =
    choice(source, fields.counts, '“counts”', ['away', 'critical', 'any'] satisfies (typeof countsAs)[number][]) ??
    'away';
  if (kind === 'devices') {
    const selector = readScope(source, field);
    return selector === undefined ? undefined : { kind: 'devices', selector, counts };
  }
  if (kind === 'check') return readCheck(source, field, fields);
  const ids = readIds(source, field, `“${kind}”`, kind === 'device' ? 200 : 50);
  if (!ids) return undefined;
  return kind === 'device' ? { kind: 'device', ids, counts } : { kind: 'service', ids };
}

function readCheck(source: Source, field: Field, { scope, instance }: PartFields): Part['of'] | undefined {
  const rule = source.words(field, '“check”', 'disk-space');
  const selector = scope ? readScope(source, scope) : '';
  const only = instance && source.words(instance, '“instance”', 'mountpoint=/var');
  if (rule === undefined || selector === undefined) return undefined;
  if (!slug.test(rule)) return source.error(field.valueAt, 'A check is a rule, by its id.');
  return { kind: 'check', rule, selector, ...(only !== undefined && { instance: only }) };
}

function readIds(source: Source, field: Field, what: string, most: number): string[] | undefined {
  const ids = source.members(field).map((one) => source.words(one, what, 'an id'));
  if (ids.length > most) return source.error(field.valueAt, `${what} names at most ${most}.`);
  return ids.every((id) => id !== undefined) ? ids : undefined;
}

function readNeed(source: Source, field: Field | undefined): Part['need'] | undefined {
  if (!field) return { kind: 'all' };
  const word = source.peek(field);
  if (word === 'all' || word === 'any') return { kind: word };
  const count = whole(source, field, '“need”', 1, ' “all”, “any” or');
  return count === undefined ? undefined : { kind: 'at-least', count };
}

function choice<Word extends string>(
  source: Source,
  field: Field | undefined,
  what: string,
  words: readonly Word[],
): Word | undefined {
  if (!field) return undefined;
  const word = source.peek(field);
  const found = words.find((one) => one === word);
  return found ?? source.error(field.valueAt, `${what} is one of ${words.join(', ')}.`);
}

function whole(source: Source, field: Field, what: string, least: number, or = ''): number | undefined {
  const text = source.words(field, what, String(least + 1)) ?? '';
  const number = Number(text);
  if (/^\d{1,12}$/.test(text) && number >= least) return number;
  return source.isTold(field.valueAt)
    ? undefined
    : source.error(field.valueAt, `${what} is${or} a whole number of ${least} or more.`);
}
