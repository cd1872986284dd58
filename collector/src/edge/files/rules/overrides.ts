import type { Condition, Override } from '@fettle/shared/rules/rule';
import type { Metric } from '@fettle/shared/metrics/metric';
import type { Field, Source } from '../source.ts';
import { readCalendar } from './calendar.ts';
import { readWhere } from './condition.ts';
import { durationField } from './durations.ts';
import { readClear, readLevels, withClear } from './levels.ts';
import { readScope } from './scope.ts';

const keys = ['scope', 'where', 'during', 'warning', 'critical', 'clear', 'for', 'off'] as const;

/** What an override may be held against. */
export interface Overridden {
  readonly when: Condition | undefined;
  readonly metric: Metric | undefined;
  /** Of its limits; undefined while it is not known. */
  readonly unit: string | undefined;
}

export function readOverrides(source: Source, field: Field | undefined, rule: Overridden): Override[] {
  if (field === undefined) return [];
  return source.members(field).map((member) => readOverride(source, member, rule) ?? {});
}

function readOverride(source: Source, member: Field, rule: Overridden): Override | undefined {
  const fields = source.fields(member, 'An override', keys);
  if (fields === null) return undefined;
  const scope = fields.scope && readScope(source, fields.scope);
  const where = fields.where && readWhere(source, fields.where, rule.metric);
  const calendar = fields.during && readCalendar(source, fields.during);
  const levels = readOwnLevels(source, fields, rule);
  const forMs = fields.for && durationField(source, fields.for, '“for”');
  const off = fields.off && source.flag(fields.off, '“off”');
  if (!fields.scope && !fields.where && !fields.during) {
    source.hint(member.valueAt, 'This override is for everything: give it “scope”, “where” or “during”.');
  }
  if (!fields.warning && !fields.critical && !fields.for && !fields.off) {
    source.error(member.valueAt, 'An override changes something: give it a limit, “for” or “off: true”.');
  }
  return {
    ...(scope !== undefined && { selector: scope }),
    ...(where !== undefined && { where }),
    ...(calendar !== undefined && { calendar }),
    ...(levels !== undefined && { levels }),
    ...(forMs !== undefined && { forMs }),
    ...(off !== undefined && { off }),
  };
}

function readOwnLevels(
  source: Source,
  fields: Readonly<Partial<Record<(typeof keys)[number], Field>>>,
  { when, unit }: Overridden,
): Override['levels'] {
  const first = fields.warning ?? fields.critical;
  if (first === undefined) {
    if (fields.clear) source.error(fields.clear.at, 'A “clear” goes with a limit: repeat the limit here too.');
    return undefined;
  }
  if (when !== undefined && !('levels' in when)) return source.error(first.at, 'This rule has no limits to override.');
  if (unit === undefined) return undefined;
  const read = readLevels(source, fields, unit);
  if (read === undefined) return undefined;
  if (when !== undefined && read.is !== when.is) {
    return source.error(first.valueAt, `The rule is “${when.is}”, and so are its overrides.`);
  }
  const cleared = fields.clear && readClear(source, fields.clear, read.is, unit);
  if (fields.clear && cleared && cleared.clearForMs > 0) {
    source.error(fields.clear.valueAt, 'How long it must be clear is the same everywhere: leave the “for” out here.');
  }
  return withClear(read, cleared?.clear).levels;
}
