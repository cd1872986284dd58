/** What an order or a standing order makes a device do: scripts in steps, or one of a closed set of deeds. */

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
