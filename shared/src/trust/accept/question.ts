/** What acceptance is asked, what it is told of the device, and what it answers. */
import type { DeviceId } from '../../ids.ts';
import type { ActionClass, RunMode } from '../action.ts';
import type { Danger } from '../class.ts';
import type { TrustCode } from '../errors.ts';
import type { FreshStatement } from '../fresh.ts';
import type { Grant } from '../grant.ts';
import type { OrderStatement } from '../order.ts';
import type { Firing } from '../receipt.ts';
import type { RevokeStatement } from '../revoke.ts';
import type { Root } from '../root.ts';
import type { Program, ProgramPlatform, ScriptStatement } from '../script.ts';
import type { StandingStatement } from '../standing.ts';
import type { TargetPath } from '../targets.ts';

/** What comes with an order or a firing. Nothing of it is believed. */
export interface Beside {
  /** Statements of the scripts that are named, in any order. */
  readonly scripts: readonly unknown[];
  /** Secrets for this device; null: none. */
  readonly sealed: unknown;
  /** Bodies by the hash that they are said to have. */
  readonly bodies: ReadonlyMap<string, Uint8Array>;
}

export type Question =
  | ({ readonly kind: 'order'; readonly envelope: unknown; readonly path: TargetPath } & Beside)
  /** A standing order that is to be kept. */
  | { readonly kind: 'standing'; readonly envelope: unknown }
  /** A standing order that is kept and fires now: everything is asked anew. */
  | ({ readonly kind: 'firing'; readonly envelope: unknown; readonly firing: Firing } & Beside);

/** What came of a standing order's runs under its present version. */
export interface History {
  readonly version: number;
  /** In their order. `ended` null: it runs. `failed`: failed, timeout, unknown, or judged as not cleared. */
  readonly runs: readonly { readonly started: number; readonly ended: number | null; readonly failed: boolean }[];
  /** The last time by the clock that was run for; null: none. */
  readonly due: number | null;
}

/** What the device holds. The statements were verified when they were kept (`keep.ts`). */
export interface Held {
  readonly root: Root;
  readonly revoke: RevokeStatement | null;
  readonly fresh: FreshStatement | null;
  readonly grant: Grant | null;
  readonly device: { readonly id: DeviceId; readonly host: string; readonly platform: ProgramPlatform };
  /** The raw private key that secrets are sealed to; null: none can be opened. */
  readonly sealingKey: Uint8Array | null;
  readonly locked: boolean;
  /** The newest `iat` that was accepted under this root, ms; 0: none. */
  readonly floor: number;
  /** The device's clock, and when by that clock it was started. */
  readonly now: number;
  readonly boot: number;
  /** When orders were begun; older ones than an hour may be left out. */
  readonly begun: readonly number[];
  /** Whether an order of this id was ever begun. One that was refused is not seen. */
  seen(order: string): boolean;
  /** When a statement of this hash was first seen by the executor, by the device's clock; null: now. */
  firstSight(hash: string): number | null;
  /** Of the standing order that is kept under this id; null: none is. */
  history(standing: string): History | null;
}

/** What one step runs. The executor looks up the interpreter, and checks the body again on the handle that it writes. */
export interface StepJob {
  /** Place in the action. */
  readonly step: number;
  /** For people: `name@version`, or `raw`. */
  readonly name: string;
  readonly mode: RunMode;
  readonly program: Program;
  /** `--name=value`, in the schema's order. */
  readonly argv: readonly string[];
  /** `FETTLE_P_<NAME>` and `FETTLE_MODE`. */
  readonly env: Readonly<Record<string, string>>;
  /** Values to mask in the output. */
  readonly secrets: readonly string[];
  readonly timeout: number;
  readonly runAs: string;
  readonly exits: ScriptStatement['exits'];
  /** Bytes of output to keep. */
  readonly output: number;
  readonly when: { readonly step: number; readonly exits: readonly number[] } | null;
}

export type Job =
  | { readonly kind: 'script'; readonly steps: readonly StepJob[] }
  | { readonly kind: 'unit-restart'; readonly unit: string }
  | { readonly kind: 'reboot'; readonly notice: number }
  | { readonly kind: 'agent-update'; readonly version: string; readonly sha256: string; readonly size: number }
  | { readonly kind: 'trust-refresh' };

export type Verdict =
  | {
      readonly verdict: 'accepted';
      readonly statement: OrderStatement | StandingStatement;
      /** SHA-256 (hex) of its payload. */
      readonly hash: string;
      /** Null: a standing order that is only kept. */
      readonly job: Job | null;
      /** As the device reckoned it, or as it was signed where that is more. */
      readonly class: ActionClass;
      readonly dangers: readonly Danger[];
      /** To be kept from now on. */
      readonly floor: number;
    }
  /** Everything is right; ask again then, by the device's clock. The first sight is to be kept, under the hash. */
  | { readonly verdict: 'waiting'; readonly until: number; readonly hash: string; readonly order: string }
  | { readonly verdict: 'refused'; readonly code: TrustCode; readonly detail: string };
