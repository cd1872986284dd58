// pure
import type { ScriptParameter } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import { cut, line } from './texts.ts';
import type { Request, RequestItem } from './types.ts';

/** Characters of one answer. */
export const longestAnswer = 1_000;

/**
 * The answers to an item's questions, each of its choices where it has some. What nobody asked is refused.
 * @throws FettleError `input_invalid`
 */
export function answersOf(
  { questions }: Pick<RequestItem, 'questions'>,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const known = new Set(questions.map(({ id }) => id));
  const unknown = Object.keys(given).find((id) => !known.has(id));
  if (unknown !== undefined) {
    const names = [...known].join(', ') || 'none';
    throw new FettleError('input_invalid', `It asks no “${cut(unknown, 40)}”. Its questions: ${names}.`);
  }
  const found: [string, string][] = [];
  for (const { id, label, required, choices } of questions) {
    const text = (Object.hasOwn(given, id) ? (given[id] ?? '') : '').trim();
    if (text === '') {
      if (required) throw new FettleError('input_invalid', `“${label}” must be answered (${id}).`);
      continue;
    }
    if (choices.length > 0 && !choices.includes(text)) {
      throw new FettleError('input_invalid', `“${label}” is one of ${choices.join(', ')} (${id}).`);
    }
    found.push([id, line(text, `“${label}”`, longestAnswer)]);
  }
  return Object.fromEntries(found);
}

/**
 * What the script is given: what the item says and what was answered, each as its parameter takes it. Whether it fits, the draft tells.
 * @throws FettleError `input_invalid` for a number that is none, a flag that is neither
 */
export function parametersOf(
  { script, questions }: Pick<RequestItem, 'script' | 'questions'>,
  answers: Readonly<Record<string, string>>,
  schema: readonly ScriptParameter[],
): Request['parameters'] {
  if (script === null) return {};
  const answered = questions.flatMap(({ id, parameter }) => {
    const text = answers[id];
    return parameter === null || text === undefined ? [] : [[parameter, text] as const];
  });
  const types = new Map(schema.map(({ name, type }) => [name, type]));
  const all = new Map([...Object.entries(script.parameters), ...answered]);
  return Object.fromEntries([...all].map(([name, text]) => [name, typed(name, types.get(name), text)]));
}

function typed(name: string, type: ScriptParameter['type'] | undefined, text: string): string | number | boolean {
  if (type === 'secret') {
    throw new FettleError('input_invalid', `${name} is a secret: who signs gives it, nobody else.`);
  }
  if (type === 'integer') {
    if (!/^-?\d{1,15}$/.test(text)) throw new FettleError('input_invalid', `${name} is a whole number.`);
    return Number(text);
  }
  if (type !== 'flag') return text;
  const flags: Readonly<Record<string, boolean>> = { yes: true, true: true, no: false, false: false };
  const flag = Object.hasOwn(flags, text.toLowerCase()) ? flags[text.toLowerCase()] : undefined;
  if (flag === undefined) throw new FettleError('input_invalid', `${name} is yes or no.`);
  return flag;
}
