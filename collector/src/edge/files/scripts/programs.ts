import { programPlatforms, type ScriptProgram } from '@fettle/shared/api/scripts';
import type { Field, Source } from '../source.ts';
import { didYouMean } from '../near.ts';
import { programKeys } from './keys.ts';
import { listOf, oneOf } from './values.ts';

const interpreters = ['sh', 'bash', 'python3', 'powershell'] as const;
/** Files that lie beside a manifest, by name. */
export type Beside = Readonly<Record<string, string>>;

/** A list: for which platforms, in what language, and the text or the file beside that has it. */
export function readPrograms(source: Source, field: Field, beside: Beside): ScriptProgram[] {
  return listOf(source, field, programPlatforms.length, '“programs”', (member) => readProgram(source, member, beside));
}

function readProgram(source: Source, member: Field, beside: Beside): ScriptProgram | undefined {
  const fields = source.fields(member, 'A program', programKeys);
  if (fields === null) return undefined;
  if (!fields.platforms) return source.error(member.valueAt, 'A program has no “platforms”: where does it run?');
  if (!fields.interpreter) return source.error(member.valueAt, 'A program has no “interpreter”, such as sh.');
  const platforms = listOf(source, fields.platforms, programPlatforms.length, '“platforms”', (one) =>
    oneOf(source, one, 'A platform', programPlatforms),
  );
  const interpreter = oneOf(source, fields.interpreter, '“interpreter”', interpreters);
  const body = readBody(source, member, fields, beside);
  if (body === undefined || interpreter === undefined || platforms.length === 0) return undefined;
  return { platforms, interpreter, body };
}

function readBody(
  source: Source,
  member: Field,
  { file, body }: Readonly<Partial<Record<(typeof programKeys)[number], Field>>>,
  beside: Beside,
): string | undefined {
  if (file && body) return source.error(body.at, 'A program has “file” or “body”, not both.');
  if (body) {
    const text = source.anyText(body, '“body”');
    return text === '' ? source.error(body.at, 'This program is empty.') : text;
  }
  if (!file) return source.error(member.valueAt, 'A program has no “body”, and no “file” that has it.');
  const name = source.words(file, '“file”', 'run.sh')?.trim();
  if (name === undefined) return undefined;
  const text = Object.hasOwn(beside, name) ? beside[name] : undefined;
  if (text === undefined) {
    const names = Object.keys(beside);
    const how =
      names.length === 0
        ? 'Only a manifest.yaml in a folder has files: put the text under “body”.'
        : `There ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}.${didYouMean(name, names)}`;
    return source.error(file.valueAt, `No file “${name}” lies beside the manifest. ${how}`);
  }
  return text === '' ? source.error(file.valueAt, `The file “${name}” is empty.`) : text;
}
