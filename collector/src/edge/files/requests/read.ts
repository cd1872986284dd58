import type { RequestItemBody } from '@fettle/shared/api/requests';
import { checkItem } from '../../../domain/requests/index.ts';
import { duration } from '../rules/durations.ts';
import { readScope } from '../rules/scope.ts';
import { listOf, oneOf, shortText } from '../scripts/values.ts';
import type { Field, Fields, Source } from '../source.ts';
import { approvals, itemKeys, questionKeys } from './keys.ts';

type ItemFields = Fields<(typeof itemKeys)[number]>;
type Question = RequestItemBody['questions'][number];
const most = { questions: 10, choices: 50, parameters: 32, parameter: 4_000, selector: 1_024 } as const;
const shortest = 60_000;

/** One item of a file; undefined, and told, where it cannot be read. */
export function readItem(source: Source, id: string, field: Field): RequestItemBody | undefined {
  const fields = source.fields(field, 'A request item', itemKeys);
  if (fields === null) return undefined;
  const flag = (key: 'enabled' | 'at-device') =>
    fields[key] === undefined || source.flag(fields[key], `“${key}”`) === true;
  const body = {
    name: (fields.name && shortText(source, fields.name, '“name”', 128)) || id,
    description: (fields.description && shortText(source, fields.description, '“description”', 2_000)) ?? '',
    enabled: flag('enabled'),
    script: readScript(source, fields),
    questions: readQuestions(source, fields.questions),
    selector: readSelector(source, fields.scope),
    approval: (fields.approval && oneOf(source, fields.approval, '“approval”', approvals)) ?? 'technician',
    fromEndpoint: flag('at-device'),
    targetMs: readTarget(source, fields.within),
  };
  if (source.failed) return undefined;
  const wrong = checkItem(body);
  return wrong === null ? body : source.error(field.at, wrong);
}

function readSelector(source: Source, field: Field | undefined): string {
  const selector = (field && readScope(source, field)?.trim()) ?? '';
  if (field && selector.length > most.selector) {
    source.error(field.valueAt, `“scope” has at most ${most.selector} characters.`);
  }
  return selector;
}

function readScript(source: Source, { script, parameters }: ItemFields): RequestItemBody['script'] {
  if (script === undefined) {
    if (parameters) source.error(parameters.at, '“parameters” belong to a “script”, which is not there.');
    return null;
  }
  const text = source.words(script, '“script”', 'clear-temp')?.trim() ?? '';
  const [, name, version] = /^([a-z0-9][a-z0-9-]{0,63})(?:@([1-9]\d{0,8}))?$/.exec(text) ?? [];
  if (name === undefined) {
    if (!source.isTold(script.at)) {
      source.error(
        script.valueAt,
        `A script is named by its id, with “@” and a version where it must be one: not “${text}”.`,
      );
    }
    return null;
  }
  return { name, version: Number(version ?? 0), parameters: readParameters(source, parameters) };
}

function readParameters(source: Source, field: Field | undefined): Record<string, string> {
  if (field === undefined || source.isEmpty(field)) return {};
  const pairs = source.pairs(field, '“parameters”') ?? [];
  if (pairs.length > most.parameters) source.error(field.at, `A script has at most ${most.parameters} parameters.`);
  return Object.fromEntries(
    pairs.map(([name, one]) => [name, shortText(source, one, `“${name}”`, most.parameter) ?? '']),
  );
}

function readQuestions(source: Source, field: Field | undefined): Question[] {
  if (field === undefined || source.isEmpty(field)) return [];
  const pairs = source.pairs(field, '“questions”') ?? [];
  if (pairs.length > most.questions) source.error(field.at, `It asks at most ${most.questions} questions.`);
  return pairs.slice(0, most.questions).flatMap(([id, one]) => readQuestion(source, id, one) ?? []);
}

function readQuestion(source: Source, id: string, field: Field): Question | undefined {
  if (!/^[a-z][a-zA-Z0-9_]{0,31}$/.test(id)) {
    return source.error(field.at, `A question is named by 1 to 32 letters, digits and _, such as age; not “${id}”.`);
  }
  const fields = source.fields(field, 'A question', questionKeys);
  if (fields === null) return undefined;
  if (!fields.label) return source.error(field.at, `“${id}” has no “label”: what is asked, in words.`);
  const choices = listOf(source, fields.choices, most.choices, '“choices”', (one) =>
    shortText(source, one, 'A choice', 200),
  );
  const label = source.words(fields.label, '“label”', 'Older than how many days?') ?? '';
  if (label.length > 200) source.error(fields.label.valueAt, '“label” has at most 200 characters.');
  return {
    id,
    label,
    required: fields.required === undefined || source.flag(fields.required, '“required”') === true,
    choices,
    parameter: (fields.parameter && shortText(source, fields.parameter, '“parameter”', 64)) || null,
  };
}

function readTarget(source: Source, field: Field | undefined): number | null {
  if (field === undefined) return null;
  const text = source.words(field, '“within”', '4h');
  const ms = text === undefined ? undefined : duration(source, field, '“within”', text);
  if (ms === undefined) return null;
  if (ms < shortest) source.error(field.valueAt, '“within” is a minute or more.');
  return ms;
}
