import { checkRule } from '@fettle/shared/rules/check';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import type { RuleBody } from '@fettle/shared/rules/rule';
import type { Field, Source } from '../source.ts';
import { kindOf, readCondition, type RuleFields } from './condition.ts';
import { durationField } from './durations.ts';
import { ruleKeys } from './keys.ts';
import { readClear, withClear } from './levels.ts';
import { readOverrides } from './overrides.ts';
import { placeOf } from './place.ts';
import { readScope } from './scope.ts';

/** One rule of a file; undefined, and told, where it cannot be read. */
export function readRule(source: Source, id: string, field: Field): RuleBody | undefined {
  const fields = source.fields(field, 'A rule', ruleKeys);
  if (fields === null) return undefined;
  const kind = kindOf(source, field.at, fields);
  const bare = kind && readCondition(source, field.at, kind, fields);
  const metric = metricNamed(source.peek(fields.metric));
  const unit = fields.metric ? metric?.unit : source.peek(fields.unit);
  const limited = bare && 'levels' in bare ? bare : undefined;
  const cleared = fields.clear && bare ? readClear(source, fields.clear, limited?.is, unit ?? '') : { clearForMs: 0 };
  const overrides = readOverrides(source, fields.overrides, { when: bare, metric, unit });
  const texts = readTexts(source, id, fields);
  if (bare === undefined || cleared === undefined) return undefined;
  const when = limited ? { ...limited, ...withClear(limited, cleared.clear) } : bare;
  const body = { ...texts, when, clearForMs: cleared.clearForMs, overrides };
  for (const { path, message } of checkRule(body)) {
    const at = placeOf(source, field, fields, path);
    // What was told while reading is not told again in other words.
    if (!source.isTold(at)) source.error(at, message);
  }
  hintAt(source, fields, body);
  return body;
}

/** What can be, but is seldom meant. */
function hintAt(source: Source, { warning, critical }: RuleFields, { when, forMs, clearForMs }: RuleBody): void {
  if (when.kind !== 'value' && when.kind !== 'formula') return;
  const clear = Object.values(when.levels).some((level) => level.clear !== undefined);
  const at = (warning ?? critical)?.valueAt;
  if (at === undefined || clear || clearForMs > 0 || forMs > 0) return;
  source.hint(
    at,
    'A value that goes up and down about this limit opens and ends it each time: give it “for” or “clear”.',
  );
}

function readTexts(
  source: Source,
  id: string,
  fields: RuleFields,
): Omit<RuleBody, 'when' | 'clearForMs' | 'overrides'> {
  const name = fields.name && source.words(fields.name, '“name”', 'File systems fill up')?.trim();
  const selector = fields.scope && readScope(source, fields.scope);
  const runbook = fields.runbook && source.anyText(fields.runbook, '“runbook”');
  const enabled = fields.enabled && source.flag(fields.enabled, '“enabled”');
  if (name !== undefined && name.length > 128)
    source.error(fields.name?.valueAt ?? 0, 'A name has at most 128 characters.');
  if (runbook !== undefined && runbook.length > 8_192) {
    source.error(fields.runbook?.valueAt ?? 0, 'A runbook has at most 8,192 characters: link to a longer one.');
  }
  return {
    name: name ?? id,
    selector: selector ?? '',
    forMs: durationField(source, fields.for, '“for”') ?? 0,
    enabled: enabled ?? true,
    runbook: runbook ?? '',
  };
}
