/** What a script asks for, and whether what an order gives it fits. */
import { largest, parameterNameForm, type ParameterValue, readValue, type Step } from './action.ts';
import { TrustError } from './errors.ts';
import { flag, integer, name, only, text } from './fields.ts';
import { choice, items } from './forms.ts';

export const parameterTypes = ['text', 'integer', 'flag', 'choice', 'secret'] as const;
export type ParameterType = (typeof parameterTypes)[number];

export interface Parameter {
  /** `[a-z][a-z0-9_]{0,31}`; given as `--name=value` in this order, and as `FETTLE_P_<NAME>`. A secret only as the latter. */
  readonly name: string;
  readonly type: ParameterType;
  /** What to put in, for people. */
  readonly title: string;
  readonly required: boolean;
  /** Of its type; null: none. A secret has none. */
  readonly default: ParameterValue | null;
  /** Least and most: of an integer its value, of a text or secret its length in UTF-16 code units. */
  readonly min: number;
  readonly max: number;
  /** Of a choice, else empty. */
  readonly choices: readonly string[];
}

const safe = Number.MAX_SAFE_INTEGER;
const names = ['name', 'type', 'title', 'required', 'default', 'min', 'max', 'choices'] as const;

/** @throws TrustError `fields` */
export function readParameter(value: unknown): Parameter {
  const found = only(value, 'a parameter', names);
  const choices = items(found.choices, 'choices', 0, 64).map((one) => name(one, 'choices', 200));
  const parameter: Parameter = {
    name: text(found.name, 'name', parameterNameForm),
    type: choice(found.type, 'type', parameterTypes),
    title: name(found.title, 'title', 200),
    required: flag(found.required, 'required'),
    default: found.default === null ? null : readValue(found.default, 'default'),
    min: integer(found.min, 'min', -safe, safe),
    max: integer(found.max, 'max', -safe, safe),
    choices,
  };
  if ((parameter.type === 'choice') !== choices.length > 0 || new Set(choices).size !== choices.length)
    throw new TrustError('fields', `the choices of ${parameter.name} do not fit its type`);
  if (parameter.default !== null && wrong(parameter, parameter.default) !== null)
    throw new TrustError('fields', `the default of ${parameter.name} is not of its type`);
  return parameter;
}

/** Why a value is none of a parameter's, for people; null: it is one. A secret is never given as a value. */
export function wrong({ name: called, type, min, max, choices }: Parameter, value: ParameterValue): string | null {
  if (type === 'secret') return `${called} is a secret`;
  if (type === 'flag') return typeof value === 'boolean' ? null : `${called} is neither true nor false`;
  if (type === 'choice')
    return typeof value === 'string' && choices.includes(value) ? null : `${called} is none of its choices`;
  if (type === 'integer')
    return typeof value === 'number' && value >= min && value <= max ? null : `${called} is not from ${min} to ${max}`;
  return isText(value, min, max) ? null : `${called} is not a text of ${min} to ${max} characters`;
}

/** Programs take no zero byte in what they are given. */
function isText(value: ParameterValue, min: number, max: number): boolean {
  return typeof value === 'string' && value.length >= min && value.length <= max && !value.includes('\0');
}

/** Whether a secret's value fits. */
export function isSecret({ min, max }: Parameter, value: string): boolean {
  return isText(value, min, max) && value.length <= largest.value;
}

/** What a script is given, in the schema's order: what the step says, else the default; without secrets. */
export function valuesOf(
  schema: readonly Parameter[],
  parameters: Step['parameters'],
): [name: string, value: ParameterValue][] {
  return schema.flatMap((one): [string, ParameterValue][] => {
    const value = (Object.hasOwn(parameters, one.name) ? parameters[one.name] : undefined) ?? one.default;
    return value === null ? [] : [[one.name, value]];
  });
}

/**
 * Nothing unknown, nothing wrong, nothing missing. Of secrets it is only asked whether those are promised that must be.
 * @throws TrustError `parameters`
 */
export function checkParameters(
  schema: readonly Parameter[],
  { parameters, secrets }: Pick<Step, 'parameters' | 'secrets'>,
): void {
  const named = new Map(schema.map((one) => [one.name, one.type]));
  const unknown = Object.keys(parameters).find((key) => !named.has(key));
  if (unknown !== undefined) throw new TrustError('parameters', `the script knows no ${unknown}`);
  const noSecret = Object.keys(secrets).find((key) => named.get(key) !== 'secret');
  if (noSecret !== undefined) throw new TrustError('parameters', `the script knows no secret ${noSecret}`);
  for (const one of schema) {
    const given = Object.hasOwn(parameters, one.name) ? parameters[one.name] : undefined;
    const why = given === undefined ? null : wrong(one, given);
    if (why !== null) throw new TrustError('parameters', why);
    if (one.required && (given ?? one.default) === null && !Object.hasOwn(secrets, one.name))
      throw new TrustError('parameters', `${one.name} is missing`);
  }
}
