/** What an order or a standing order makes a device do: scripts in steps, or one of a closed set of deeds. */
import { TrustError } from './errors.ts';
import { integer, object, only, text } from './fields.ts';
import { choice, hash, integers, items } from './forms.ts';

/** How a script is run: for real, to see what it would do, or to take back what it did. */
export type RunMode = 'run' | 'check' | 'undo';

/** How a step or a whole run ended. */
export type RunOutcome =
  | 'done'
  | 'not-applicable'
  | 'failed'
  | 'reboot-needed'
  | 'timeout'
  /** Ended by the stop switch, or by the person at the machine. */
  | 'stopped'
  /** The device went down between intent and result: never run again. */
  | 'unknown'
  /** Acceptance refused it; the code says why. Nothing was run. */
  | 'refused';

/** A published script, named by the fingerprint (SHA-256, hex) of its statement's payload: name and version are for people. */
export interface ScriptRef {
  readonly name: string;
  readonly version: number;
  readonly statement: string;
}

/** A script that nobody published; always dangerous. */
export interface RawScript {
  readonly interpreter: Interpreter;
  /** SHA-256 of the body, hex, and its length in bytes. */
  readonly sha256: string;
  readonly size: number;
  /** Seconds. */
  readonly timeout: number;
  readonly runAs: string;
}

export const interpreters = ['sh', 'bash', 'python3', 'powershell'] as const;
export type Interpreter = (typeof interpreters)[number];

export type ParameterValue = string | number | boolean;

export interface Step {
  readonly what: { readonly script: ScriptRef } | { readonly raw: RawScript };
  readonly mode: RunMode;
  /** By name, without secrets. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /**
   * By name: SHA-256 (hex) of salt and value. The value itself is sealed to each device (sealed.ts) and travels beside the order;
   * this makes it the operator's word as well.
   */
  readonly secrets: Readonly<Record<string, string>>;
  /**
   * Null: this step runs where the one before ended `done`, `not-applicable` or `reboot-needed` (the first always). Else it runs
   * where an earlier step (from 0) ran and ended with one of these exit codes.
   */
  readonly when: { readonly step: number; readonly exits: readonly number[] } | null;
}

export type Action =
  /** 1 to 16 steps. */
  | { readonly kind: 'script'; readonly steps: readonly Step[] }
  | { readonly kind: 'unit-restart'; readonly unit: string }
  /** People who are signed in are told so many seconds before. */
  | { readonly kind: 'reboot'; readonly notice: number }
  | { readonly kind: 'agent-update'; readonly version: string; readonly sha256: string; readonly size: number }
  | { readonly kind: 'trust-refresh' };

/** How much harm it can do; `dangerous` needs two people. */
export const classes = ['read', 'change', 'dangerous'] as const;
export type ActionClass = (typeof classes)[number];

export const runModes = ['run', 'check', 'undo'] as const;
export const runOutcomes = [
  'done',
  'not-applicable',
  'failed',
  'reboot-needed',
  'timeout',
  'stopped',
  'unknown',
  'refused',
] as const satisfies readonly RunOutcome[];
export const scriptNameForm = /^[a-z0-9][a-z0-9-]{0,63}$/;
export const parameterNameForm = /^[a-z][a-z0-9_]{0,31}$/;
export const runAsForm = /^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/;
/** Bytes of a script's body; characters of a text that is given to it. */
export const largest = { body: 131_072, value: 8_192, seconds: 86_400 } as const;
const unitForm = /^[A-Za-z0-9_@.:\\][A-Za-z0-9_@.:\\ $-]{0,255}$/;
const versionForm = /^\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[0-9A-Za-z.-]{1,32})?$/;

/** @throws TrustError `fields` */
export function readAction(value: unknown): Action {
  const kind = choice(object(value, 'action')['kind'], 'kind', actionKinds);
  return readers[kind](value);
}

const actionKinds = ['script', 'unit-restart', 'reboot', 'agent-update', 'trust-refresh'] as const;
const readers: Readonly<Record<Action['kind'], (value: unknown) => Action>> = {
  script: (value) => ({ kind: 'script', steps: readSteps(only(value, 'action', ['kind', 'steps']).steps) }),
  'unit-restart': (value) => {
    const { unit } = only(value, 'action', ['kind', 'unit']);
    return { kind: 'unit-restart', unit: text(unit, 'unit', unitForm) };
  },
  reboot: (value) => {
    const { notice } = only(value, 'action', ['kind', 'notice']);
    return { kind: 'reboot', notice: integer(notice, 'notice', 0, largest.seconds) };
  },
  'agent-update': (value) => {
    const { version, sha256, size } = only(value, 'action', ['kind', 'version', 'sha256', 'size']);
    return {
      kind: 'agent-update',
      version: text(version, 'version', versionForm),
      sha256: hash(sha256, 'sha256'),
      size: integer(size, 'size', 1, 1_073_741_824),
    };
  },
  'trust-refresh': (value) => {
    only(value, 'action', ['kind']);
    return { kind: 'trust-refresh' };
  },
};

/** 1 to 16. @throws TrustError `fields` */
export function readSteps(value: unknown): Step[] {
  return items(value, 'steps', 1, 16).map(readStep);
}

/** @param place of the step, from 0: its condition may look at those before it only. @throws TrustError `fields` */
export function readStep(value: unknown, place: number): Step {
  const step = only(value, 'a step', ['what', 'mode', 'parameters', 'secrets', 'when']);
  const parameters = readNamed(step.parameters, 'parameters', readValue);
  const secrets = readNamed(step.secrets, 'secrets', hash);
  const twice = Object.keys(secrets).find((one) => Object.hasOwn(parameters, one));
  if (twice !== undefined) throw new TrustError('fields', `${twice} is a parameter and a secret`);
  return {
    what: readWhat(step.what),
    mode: choice(step.mode, 'mode', runModes),
    parameters,
    secrets,
    when: readWhen(step.when, place),
  };
}

function readWhat(value: unknown): Step['what'] {
  if (Object.hasOwn(object(value, 'what'), 'raw')) {
    const raw = only(only(value, 'what', ['raw']).raw, 'raw', ['interpreter', 'sha256', 'size', 'timeout', 'runAs']);
    return {
      raw: {
        interpreter: choice(raw.interpreter, 'interpreter', interpreters),
        sha256: hash(raw.sha256, 'sha256'),
        size: integer(raw.size, 'size', 1, largest.body),
        timeout: integer(raw.timeout, 'timeout', 1, largest.seconds),
        runAs: text(raw.runAs, 'runAs', runAsForm),
      },
    };
  }
  const script = only(only(value, 'what', ['script']).script, 'script', ['name', 'version', 'statement']);
  return {
    script: {
      name: text(script.name, 'name', scriptNameForm),
      version: integer(script.version, 'version', 1, 1_000_000_000),
      statement: hash(script.statement, 'statement'),
    },
  };
}

function readWhen(value: unknown, place: number): Step['when'] {
  if (value === null) return null;
  const when = only(value, 'when', ['step', 'exits']);
  return { step: integer(when.step, 'step', 0, place - 1), exits: integers(when.exits, 'exits', [1, 32], 255) };
}

function readNamed<Value>(
  value: unknown,
  what: string,
  read: (one: unknown, name: string) => Value,
): Record<string, Value> {
  const entries = Object.entries(object(value, what));
  if (entries.length > 32) throw new TrustError('fields', `more than 32 ${what}`);
  return Object.fromEntries(entries.map(([key, one]) => [text(key, what, parameterNameForm), read(one, key)]));
}

/** A value of a parameter, of whatever type. @throws TrustError `fields` */
export function readValue(value: unknown, what: string): ParameterValue {
  if (typeof value === 'string' && value.length <= largest.value) return value;
  return typeof value === 'boolean' ? value : integer(value, what, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
}
