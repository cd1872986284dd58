import type { ScriptBody, ScriptParameter, ScriptProgram } from '../api/scripts.ts';

/** What is wrong with a script, and where: names and places from the script's body down. */
export interface ScriptProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Bytes of a body, in UTF-8. */
export const longestBody = 131_072;
const codes = ['done', 'notApplicable', 'rebootNeeded'] as const;

/** All that is wrong with a script beyond its schema; empty when it can be published. */
export function checkScript(body: ScriptBody): ScriptProblem[] {
  return [
    ...body.parameters.flatMap((parameter, place) => checkParameter(parameter, ['parameters', place])),
    ...twice(body.parameters.map(({ name }) => name)).map(({ word, place }): ScriptProblem => ({
      path: ['parameters', place, 'name'],
      message: `Two parameters are called “${word}”.`,
    })),
    ...checkExits(body.exits),
    ...checkPrograms(body.programs),
  ];
}

function checkParameter(parameter: ScriptParameter, path: ScriptProblem['path']): ScriptProblem[] {
  const { name, type, min, max, choices, required } = parameter;
  const found: ScriptProblem[] = [];
  const tell = (part: string, message: string) => found.push({ path: [...path, part], message });
  if (min > max) tell('min', `The least of “${name}” is more than its most.`);
  if (type !== 'integer' && min < 0) tell('min', `The length of “${name}” is never below 0.`);
  if (type === 'choice' && choices.length === 0) tell('choices', `“${name}” is a choice: say of what.`);
  if (type !== 'choice' && choices.length > 0)
    tell('choices', `Only a choice has choices: “${name}” is of type ${type}.`);
  if (twice(choices).length > 0) tell('choices', `A choice of “${name}” stands there twice.`);
  const wrong = parameter.default === null ? null : checkDefault(parameter, parameter.default);
  if (wrong !== null) tell('default', wrong);
  else if (required && parameter.default !== null) {
    tell('required', `“${name}” has a default, so that nobody must give it: leave out one of the two.`);
  }
  return found;
}

/** In words; null: nothing is wrong. */
function checkDefault(
  { name, type, min, max, choices }: ScriptParameter,
  value: string | number | boolean,
): string | null {
  const kinds = { text: 'string', secret: 'string', choice: 'string', integer: 'number', flag: 'boolean' } as const;
  if (type === 'secret') return `“${name}” is a secret: a default would be read by everybody.`;
  if (typeof value !== kinds[type]) return `The default of “${name}” is not of its type, ${type}.`;
  if (type === 'choice' && !choices.includes(String(value))) return `The default of “${name}” is none of its choices.`;
  if (type === 'integer' && (Number(value) < min || Number(value) > max)) {
    return `The default of “${name}” lies outside ${min} to ${max}.`;
  }
  const { length } = String(value);
  if (type === 'text' && (length < min || length > max)) {
    return `The default of “${name}” is not ${min} to ${max} characters long.`;
  }
  return null;
}

function checkExits(exits: ScriptBody['exits']): ScriptProblem[] {
  const all = codes.flatMap((code) => exits[code].map((exit) => ({ code, exit })));
  const clashes = twice(all.map(({ exit }) => exit)).map(({ word, place }): ScriptProblem => ({
    path: ['exits', all[place]?.code ?? ''],
    message: `The exit code ${word} stands there twice: each means one thing.`,
  }));
  if (exits.done.length > 0) return clashes;
  return [...clashes, { path: ['exits', 'done'], message: 'No exit code means done: usually it is 0.' }];
}

function checkPrograms(programs: readonly ScriptProgram[]): ScriptProblem[] {
  const all = programs.flatMap(({ platforms }, place) => platforms.map((platform) => ({ platform, place })));
  const clashes = twice(all.map(({ platform }) => platform)).map(({ word, place }): ScriptProblem => ({
    path: ['programs', all[place]?.place ?? 0, 'platforms'],
    message: `${word} has two programs: which is to run?`,
  }));
  return [...clashes, ...programs.flatMap((program, place) => checkProgram(program, ['programs', place]))];
}

function checkProgram({ platforms, interpreter, body }: ScriptProgram, path: ScriptProblem['path']): ScriptProblem[] {
  const found: ScriptProblem[] = [];
  const tell = (part: string, message: string) => found.push({ path: [...path, part], message });
  if (interpreter === 'powershell' && platforms.some((platform) => platform !== 'windows')) {
    tell('interpreter', 'PowerShell is there on Windows only: write the others in sh.');
  }
  if ((interpreter === 'sh' || interpreter === 'bash') && platforms.includes('windows')) {
    tell('interpreter', `Windows has no ${interpreter}: write it in powershell.`);
  }
  const bytes = new TextEncoder().encode(body).length;
  if (bytes > longestBody) tell('body', `A program has at most ${longestBody} bytes: this one has ${bytes}.`);
  if (body.includes('\0')) tell('body', 'A program is text: this one holds a zero byte.');
  if (interpreter !== 'powershell' && body.includes('\r')) {
    tell('body', `Its lines end as on Windows, which ${interpreter} does not read: save it with plain line ends.`);
  }
  return found;
}

/** What stands in a list again, with its second place. */
function twice<Word>(list: readonly Word[]): { readonly word: Word; readonly place: number }[] {
  return list.flatMap((word, place) => (list.indexOf(word) < place ? [{ word, place }] : []));
}
