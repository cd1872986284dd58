// pure
import type { ScriptParameter } from '@fettle/shared/api/scripts';

/** Values of parameters as they stand in fields: flags as `true` and `false`. */
export type Values = Readonly<Record<string, string>>;
export type Value = string | number | boolean;

/** What stands in a field before anybody wrote into it. */
export function startOf({ type, default: usual }: ScriptParameter): string {
  if (usual !== null) return String(usual);
  return type === 'flag' ? 'false' : '';
}

export const textOf = (parameter: ScriptParameter, values: Values) => values[parameter.name] ?? startOf(parameter);

function wrongText({ min, max }: ScriptParameter, text: string): string | undefined {
  if (text.length < min) return `At least ${min} characters.`;
  return text.length > max ? `At most ${max} characters.` : undefined;
}

function wrongInteger({ min, max }: ScriptParameter, text: string): string | undefined {
  const value = Number(text);
  if (!/^\s*-?\d{1,16}\s*$/.test(text) || !Number.isSafeInteger(value)) return 'A whole number.';
  return value < min || value > max ? `From ${min} to ${max}.` : undefined;
}

/** What is wrong with what stands in a field; undefined: nothing. */
export function wrongWith(parameter: ScriptParameter, text: string): string | undefined {
  const { type, required, choices } = parameter;
  if (type === 'secret' || type === 'flag') return undefined;
  if (text === '') return required ? 'It is needed.' : undefined;
  if (type === 'integer') return wrongInteger(parameter, text);
  if (type === 'choice') return choices.includes(text) ? undefined : 'Choose one of the list.';
  return wrongText(parameter, text);
}

/** A field's text as the value that is signed; undefined: none is given. Only where nothing is wrong with it. */
export function valueOf({ type }: ScriptParameter, text: string): Value | undefined {
  if (type === 'secret') return undefined;
  if (type === 'flag') return text === 'true';
  if (text === '') return undefined;
  return type === 'integer' ? Number(text) : text;
}

/** "Older than, days" and 7 as "older than 7 days": what stands after the comma is the unit. */
function withValue(title: string, value: string): string {
  const words = title.slice(0, 1).toLowerCase() + title.slice(1);
  const [, head, unit] = /^(.+), ([^,]{1,16})$/.exec(words) ?? [];
  return head === undefined ? `${words} ${value}` : `${head} ${value} ${unit ?? ''}`;
}

/** Parameters for people; a flag by its title alone, one that is off is left out. */
export function parameterWords(
  parameters: readonly ScriptParameter[],
  given: Readonly<Record<string, Value>>,
): string[] {
  return parameters.flatMap(({ name, type, title }) => {
    const value = given[name];
    if (type === 'flag') return value === true ? [title.slice(0, 1).toLowerCase() + title.slice(1)] : [];
    return value === undefined ? [] : [withValue(title, String(value))];
  });
}
