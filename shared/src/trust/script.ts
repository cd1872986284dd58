/** The `script` statement: what a publisher vouches for, by hash. */
import type { ActionClass, Interpreter, ParameterValue } from './action.ts';

/** `openwrt` devices take `openwrt`, else `linux`. */
export const programPlatforms = ['linux', 'macos', 'windows', 'freebsd', 'openwrt'] as const;
export type ProgramPlatform = (typeof programPlatforms)[number];

export interface Program {
  readonly interpreter: Interpreter;
  /** SHA-256 of the body, hex, and its length in bytes (at most 131,072). */
  readonly sha256: string;
  readonly size: number;
}

export type ParameterType = 'text' | 'integer' | 'flag' | 'choice' | 'secret';

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
