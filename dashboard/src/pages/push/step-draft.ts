// pure
import type { DraftStep } from '@fettle/shared/api/orders';
import type { ScriptBody, ScriptItem } from '@fettle/shared/api/scripts';
import { startOf, textOf, type Value, valueOf, type Values, wrongWith } from './parameters.ts';

/** One step as it stands in the form. */
export interface StepDraft {
  readonly script: string;
  /** `''`: the newest. */
  readonly version: string;
  readonly mode: DraftStep['mode'];
  readonly values: Values;
  /** Null: where the step before ended well. */
  readonly when: { readonly step: number; readonly exits: string } | null;
}

/** What is known of scripts: undefined while it is being read. */
export interface Known {
  readonly items: readonly ScriptItem[] | undefined;
  readonly bodyOf: (script: string, version: string) => ScriptBody | undefined;
}

export const newStep = (script = ''): StepDraft => ({ script, version: '', mode: 'run', values: {}, when: null });

export function stepDraft({ script, version, mode, parameters, when }: DraftStep): StepDraft {
  return {
    script,
    version: version === undefined ? '' : String(version),
    mode,
    values: Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, String(value)])),
    when: when && { step: when.step, exits: when.exits.join(', ') },
  };
}

/** Exit codes of "0, 3"; null: it cannot be read. */
export function readExits(text: string): number[] | null {
  const parts = text.split(/[\s,]+/).filter((one) => one !== '');
  const codes = parts.map(Number);
  const wrong = parts.length === 0 || parts.some((one) => !/^\d{1,3}$/.test(one)) || codes.some((one) => one > 255);
  return wrong ? null : [...new Set(codes)];
}

export interface ReadStep {
  /** By field: `script`, `exits`, `p.<name>`. */
  readonly errors: ReadonlyMap<string, string>;
  readonly step: DraftStep | undefined;
}

function parametersOf(draft: StepDraft, body: ScriptBody, errors: Map<string, string>): Record<string, Value> {
  const given: Record<string, Value> = {};
  for (const parameter of body.parameters) {
    const text = textOf(parameter, draft.values);
    const wrong = wrongWith(parameter, text);
    if (wrong !== undefined) errors.set(`p.${parameter.name}`, wrong);
    const value = wrong === undefined ? valueOf(parameter, text) : undefined;
    if (value !== undefined) given[parameter.name] = value;
  }
  return given;
}

/** The step that a form says, with what is wrong with it. */
export function readStep(draft: StepDraft, place: number, { bodyOf }: Known): ReadStep {
  const errors = new Map<string, string>();
  const { script, version, mode, when } = draft;
  if (script === '') errors.set('script', 'Choose a script.');
  const body = script === '' ? undefined : bodyOf(script, version);
  const parameters = body ? parametersOf(draft, body, errors) : {};
  if (body && mode === 'check' && !body.check) errors.set('mode', 'It has no dry run.');
  if (body && mode === 'undo' && !body.undo) errors.set('mode', 'It cannot be undone.');
  const exits = when && place > 0 ? readExits(when.exits) : [];
  if (exits === null) errors.set('exits', 'Exit codes from 0 to 255: 0, 3');
  if (errors.size > 0 || !body || exits === null) return { errors, step: undefined };
  return {
    errors,
    step: {
      script,
      ...(version === '' ? {} : { version: Number(version) }),
      mode,
      parameters,
      when: when && place > 0 ? { step: Math.min(when.step, place - 1), exits } : null,
    },
  };
}

/** Fields keep what is theirs when another version of a script is chosen. */
export function fittingValues(values: Values, body: ScriptBody | undefined): Values {
  if (!body) return values;
  return Object.fromEntries(body.parameters.map((one) => [one.name, values[one.name] ?? startOf(one)]));
}
