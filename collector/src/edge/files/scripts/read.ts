import { type ScriptBody, scriptClasses } from '@fettle/shared/api/scripts';
import { checkScript } from '@fettle/shared/scripts/check';
import { duration } from '../rules/durations.ts';
import { readValue } from '../rules/levels.ts';
import type { Field, Fields, Source } from '../source.ts';
import { exitKeys, type ScriptKey, scriptKeys, usual } from './keys.ts';
import { readParameters } from './parameters.ts';
import { placeOf } from './place.ts';
import { type Beside, readPrograms } from './programs.ts';
import { integer, listOf, oneOf, shortText } from './values.ts';

type ScriptFields = Fields<ScriptKey>;
const longestTimeout = 86_400;
const user = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/;

/** The file beside a manifest that is its `readme`. */
export const readmeFile = 'README';

/** One script of a file; undefined, and told, where it cannot be read. */
export function readScript(source: Source, id: string, field: Field, beside: Beside = {}): ScriptBody | undefined {
  const fields = source.fields(field, 'A script', scriptKeys);
  if (fields === null) return undefined;
  if (!fields.programs || source.isEmpty(fields.programs)) {
    return source.error(field.at, 'This script has no “programs”: nothing could be run.');
  }
  const body: ScriptBody = {
    ...readTexts(source, id, fields, beside),
    class: (fields.class && oneOf(source, fields.class, '“class”', scriptClasses)) ?? usual.class,
    ...readLimits(source, fields),
    parameters: readParameters(source, fields.parameters),
    exits: readExits(source, fields.exits),
    check: (fields.check && source.flag(fields.check, '“check”')) ?? false,
    undo: (fields.undo && source.flag(fields.undo, '“undo”')) ?? false,
    programs: readPrograms(source, fields.programs, beside),
  };
  // What is not there because it was told to be wrong is not told again as missing.
  if (source.failed) return undefined;
  for (const { path, message } of checkScript(body)) source.error(placeOf(source, field, fields, path), message);
  hint(source, field, body);
  return body;
}

function readTexts(
  source: Source,
  id: string,
  fields: ScriptFields,
  beside: Beside,
): Pick<ScriptBody, 'title' | 'summary' | 'readme' | 'tags'> {
  const readme = fields.readme ? shortText(source, fields.readme, '“readme”', 16_384) : beside[readmeFile]?.trim();
  if (!fields.readme && (readme ?? '').length > 16_384) {
    source.error(source.root?.at ?? 0, `The file ${readmeFile} has more than 16,384 characters.`);
  }
  return {
    title: (fields.title && shortText(source, fields.title, '“title”', 80)) || id,
    summary: (fields.summary && shortText(source, fields.summary, '“summary”', 500)) ?? '',
    readme: readme ?? '',
    tags: listOf(source, fields.tags, 16, '“tags”', (one) => {
      const tag = source.words(one, 'A tag', 'disk')?.trim();
      if (tag === undefined || /^[a-z0-9-]{1,32}$/.test(tag)) return tag;
      return source.error(one.valueAt, `A tag has 1 to 32 small letters, digits and dashes; not “${tag}”.`);
    }),
  };
}

function readLimits(
  source: Source,
  fields: ScriptFields,
): Pick<ScriptBody, 'timeout' | 'runAs' | 'output' | 'manualMinutes'> {
  const runAs = fields.runAs && source.words(fields.runAs, '“runAs”', 'system')?.trim();
  if (runAs !== undefined && !user.test(runAs)) {
    source.error(
      fields.runAs?.valueAt ?? 0,
      `“runAs” is system or a user of the device; “${runAs}” is no user’s name.`,
    );
  }
  return {
    timeout: (fields.timeout && readTimeout(source, fields.timeout)) ?? usual.timeout,
    runAs: runAs ?? usual.runAs,
    output: (fields.output && readOutput(source, fields.output)) ?? usual.output,
    manualMinutes: (fields.manualMinutes && integer(source, fields.manualMinutes, '“manualMinutes”', 0, 10_000)) ?? 0,
  };
}

/** Seconds. */
function readTimeout(source: Source, field: Field): number | undefined {
  const text = source.words(field, '“timeout”', '5m');
  const ms = text === undefined ? undefined : duration(source, field, '“timeout”', text);
  if (ms === undefined) return undefined;
  const seconds = ms / 1_000;
  if (Number.isInteger(seconds) && seconds >= 1 && seconds <= longestTimeout) return seconds;
  return source.error(field.valueAt, '“timeout” is 1s to 24h, in whole seconds.');
}

/** Bytes. */
function readOutput(source: Source, field: Field): number | undefined {
  const text = source.words(field, '“output”', '64 KiB');
  const bytes = text === undefined ? undefined : readValue(source, field, text, 'By');
  if (bytes === undefined || (Number.isInteger(bytes) && bytes >= 1_024 && bytes <= 1_048_576)) return bytes;
  return source.error(field.valueAt, '“output” is 1 KiB to 1 MiB.');
}

function readExits(source: Source, field: Field | undefined): ScriptBody['exits'] {
  const fields = field && source.fields(field, '“exits”', exitKeys);
  const exits = (key: (typeof exitKeys)[number]) =>
    fields?.[key]
      ? listOf(source, fields[key], 32, `“${key}”`, (one) => integer(source, one, 'An exit code', 0, 255))
      : [...usual.exits[key]];
  return { done: exits('done'), notApplicable: exits('notApplicable'), rebootNeeded: exits('rebootNeeded') };
}

/** What can be, but is seldom meant. */
function hint(source: Source, field: Field, { check, undo, programs }: ScriptBody): void {
  const silent = programs.find(({ body }) => !body.includes('FETTLE_MODE'));
  if (silent === undefined || (!check && !undo)) return;
  const modes = [check && '“check”', undo && '“undo”'].filter(Boolean).join(' and ');
  source.hint(
    field.at,
    `It says that it has ${modes}, but the program for ${silent.platforms.join(', ')} never looks at FETTLE_MODE.`,
  );
}
