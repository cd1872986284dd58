/** The `script` statement: what a publisher vouches for, by hash. */
import { type ActionClass, classes, type Interpreter, interpreters, largest, runAsForm } from './action.ts';
import { scriptNameForm } from './action.ts';
import { TrustError } from './errors.ts';
import { flag, formVersion, integer, name, object, only, text } from './fields.ts';
import { choice, hash, idForm, integers, items } from './forms.ts';
import { type Parameter, readParameter } from './parameters.ts';

export type { Parameter, ParameterType } from './parameters.ts';

/** `openwrt` devices take `openwrt`, else `linux`. */
export const programPlatforms = ['linux', 'macos', 'windows', 'freebsd', 'openwrt'] as const;
export type ProgramPlatform = (typeof programPlatforms)[number];

export interface Program {
  readonly interpreter: Interpreter;
  /** SHA-256 of the body, hex, and its length in bytes (at most 131,072). */
  readonly sha256: string;
  readonly size: number;
}

export interface ScriptStatement {
  readonly v: 1;
  readonly tenant: string;
  /** `[a-z0-9][a-z0-9-]{0,63}` */
  readonly name: string;
  /** Counts up with each publication. */
  readonly version: number;
  readonly title: string;
  readonly class: ActionClass;
  /** Seconds, for each of its runs. */
  readonly timeout: number;
  /** `system` (root, SYSTEM) or a user's name on the device. */
  readonly runAs: string;
  readonly programs: Readonly<Partial<Record<ProgramPlatform, Program>>>;
  /** At most 32. */
  readonly parameters: readonly Parameter[];
  /** Exit codes (0 to 255), disjoint; all others failed. */
  readonly exits: {
    readonly done: readonly number[];
    readonly notApplicable: readonly number[];
    readonly rebootNeeded: readonly number[];
  };
  /** Modes it has beside `run`: told to it as `FETTLE_MODE`. */
  readonly check: boolean;
  readonly undo: boolean;
  /** Bytes of output that are kept, head and tail; at most 1,048,576. */
  readonly output: number;
}

const names = 'v tenant name version title class timeout runAs programs parameters exits check undo output'.split(
  ' ',
) as (keyof ScriptStatement)[];

/** @throws TrustError `version` or `fields` */
export function readScript(value: unknown): ScriptStatement {
  const v = formVersion(object(value, 'script')['v']);
  const script = only(value, 'script', names);
  return {
    v,
    tenant: text(script.tenant, 'tenant', idForm),
    name: text(script.name, 'name', scriptNameForm),
    version: integer(script.version, 'version', 1, 1_000_000_000),
    title: name(script.title, 'title', 80),
    class: choice(script.class, 'class', classes),
    timeout: integer(script.timeout, 'timeout', 1, largest.seconds),
    runAs: text(script.runAs, 'runAs', runAsForm),
    programs: readPrograms(script.programs),
    parameters: readParameters(script.parameters),
    exits: readExits(script.exits),
    check: flag(script.check, 'check'),
    undo: flag(script.undo, 'undo'),
    output: integer(script.output, 'output', 1_024, 1_048_576),
  };
}

function readPrograms(value: unknown): ScriptStatement['programs'] {
  const entries = Object.entries(object(value, 'programs'));
  if (entries.length === 0) throw new TrustError('fields', 'it has no program');
  return Object.fromEntries(
    entries.map(([platform, one]) => {
      const { interpreter, sha256, size } = only(one, 'a program', ['interpreter', 'sha256', 'size']);
      const program: Program = {
        interpreter: choice(interpreter, 'interpreter', interpreters),
        sha256: hash(sha256, 'sha256'),
        size: integer(size, 'size', 1, largest.body),
      };
      return [choice(platform, 'platform', programPlatforms), program];
    }),
  );
}

function readParameters(value: unknown): Parameter[] {
  const found = items(value, 'parameters', 0, 32).map(readParameter);
  if (new Set(found.map((one) => one.name)).size !== found.length)
    throw new TrustError('fields', 'two parameters have one name');
  return found;
}

function readExits(value: unknown): ScriptStatement['exits'] {
  const exits = only(value, 'exits', ['done', 'notApplicable', 'rebootNeeded']);
  const of = (one: unknown) => integers(one, 'exits', [0, 32], 255);
  const found = {
    done: of(exits.done),
    notApplicable: of(exits.notApplicable),
    rebootNeeded: of(exits.rebootNeeded),
  };
  const all = Object.values(found).flat();
  if (new Set(all).size !== all.length) throw new TrustError('fields', 'an exit code means two things');
  return found;
}
