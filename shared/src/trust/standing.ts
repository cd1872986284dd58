/** The `standing` statement: an order that the device fires by itself, on its own samples or by its clock. */
import type { ActionClass, Step } from './action.ts';

/** A rule of `shared/rules` in its signed form (`shared/rules/signed.ts`): limits are integers scaled by the metric's decimals. */
export interface SignedRule {
  /** The rule's slug: runs join the incident of this rule, device and instance. */
  readonly id: string;
  /** JSON as `shared/rules/signed.ts` writes and reads it; at most 4 KiB. */
  readonly when: Readonly<Record<string, unknown>>;
  /** ms */
  readonly for: number;
  readonly clearFor: number;
}

export type Trigger =
  | {
      readonly kind: 'rule';
      readonly rule: SignedRule;
      /** The least severity that fires it. */
      readonly severity: 'warning' | 'critical';
      /** After a run it is measured for so many seconds before it is told whether it helped. */
      readonly settle: number;
    }
  | {
      readonly kind: 'clock';
      /** Five fields: minute hour day-of-month month day-of-week. */
      readonly cron: string;
      /** `device` or an IANA name. */
      readonly zone: string;
      /** Seconds, spread by device, always the same for one device and order. */
      readonly jitter: number;
      /** What becomes of a time at which the device was off: nothing, or one run as soon as it is on. */
      readonly missed: 'skip' | 'run';
    };

export interface Caps {
  /** Runs within an hour, at most. */
  readonly perHour: number;
  /** Seconds between the end of a run and the next. */
  readonly coolDown: number;
  /** Seconds after boot in which nothing is fired; 900 where nobody says otherwise. Counts for rules, not for the clock. */
  readonly bootGuard: number;
  /** After so many failed runs in a row (failed, timeout, unknown, or not cleared) it stops until it is signed anew. */
  readonly failures: number;
}

export interface StandingStatement {
  readonly v: 1;
  /** 128 random bits, 26 characters of base 32; stays through versions. */
  readonly id: string;
  /** Counts up; a device keeps the highest. */
  readonly version: number;
  readonly tenant: string;
  readonly root: number;
  readonly rev: number;
  readonly op: string;
  readonly iat: number;
  /** At most 90 days after `iat`. */
  readonly exp: number;
  readonly name: string;
  readonly trigger: Trigger;
  /** Over the labels of grants, and `site`: which devices, also those that come later. Never empty: `has site` is everything. */
  readonly selector: string;
  /** 1 to 16. */
  readonly steps: readonly Step[];
  readonly caps: Caps;
  readonly class: ActionClass;
  readonly reason: string;
  /** False: it is over, and this version only says so. */
  readonly enabled: boolean;
}
