/**
 * What a rule is. Limits are in the metric's own unit; the evaluator compares them, and the canonical form carries them, as
 * integers scaled by the metric's decimals, so that agent and collector decide alike.
 */
import type { Severity } from '../severity.ts';

/** One boundary, or the inside of a band for `outside`. */
export type Limit = number | readonly [low: number, high: number];

/** Where a severity begins, and where it ends again: without `clear` at the limit itself. */
export interface Level {
  readonly limit: Limit;
  readonly clear?: Limit;
}

export type Levels = Readonly<Partial<Record<Severity, Level>>>;

/** Attribute key to wanted value; `*` at an end stands for anything. Every series of the metric that fits is an instance. */
export type Where = Readonly<Record<string, string>>;

export type Comparison = 'above' | 'below' | 'outside';

/** A limit is reached at its own value. */
export type Condition =
  | {
      readonly kind: 'value';
      readonly metric: string;
      readonly where?: Where;
      readonly is: Comparison;
      readonly levels: Levels;
    }
  /** The change of the value over a time, in the metric's unit. */
  | {
      readonly kind: 'change';
      readonly metric: string;
      readonly where?: Where;
      readonly overMs: number;
      readonly is: Comparison;
      readonly levels: Levels;
    }
  /** A state of a metric of kind `state`, by its words. */
  | {
      readonly kind: 'state';
      readonly metric: string;
      readonly where?: Where;
      readonly states: Readonly<Partial<Record<Severity, readonly string[]>>>;
    }
  /** A series that was there does not come any more, while the device speaks. */
  | {
      readonly kind: 'absent';
      readonly metric: string;
      readonly where?: Where;
      readonly afterMs: number;
      readonly severity: Severity;
    }
  /** The device itself does not speak: its state is one of these for so long. */
  | { readonly kind: 'device'; readonly states: Readonly<Partial<Record<Severity, readonly DeviceSilence[]>>> }
  /** Nothing measures it: a person or another part of the collector finds it, and says when it is over. */
  | { readonly kind: 'told'; readonly severity: Severity }
  /** The value reaches a limit within a time, by the trend of its past. */
  | {
      readonly kind: 'trend';
      readonly metric: string;
      readonly where?: Where;
      readonly reaches: number;
      readonly withinMs: Readonly<Partial<Record<Severity, number>>>;
      readonly historyMs: number;
    }
  /** An expression over several metrics of one device: `a / (a + b) * 100`, names as `metric{key=value}`. */
  | {
      readonly kind: 'formula';
      readonly expression: string;
      readonly unit?: string;
      readonly is: Comparison;
      readonly levels: Levels;
    };

export type DeviceSilence = 'offline' | 'unreachable' | 'stopped' | 'late';

/** Times of a week in a zone. */
export interface Calendar {
  /** 1 Monday to 7 Sunday. */
  readonly days: readonly number[];
  /** `HH:MM`; `to` at or before `from` reaches into the next day. */
  readonly from: string;
  readonly to: string;
  /** IANA name; absent: the device's site is not known to have one, so UTC. */
  readonly zone?: string;
}

/** The first override that fits replaces what it names. */
export interface Override {
  readonly selector?: string;
  readonly where?: Where;
  readonly calendar?: Calendar;
  readonly levels?: Levels;
  readonly forMs?: number;
  /** The rule is off there. */
  readonly off?: boolean;
}

export interface RuleBody {
  readonly name: string;
  /** Which devices; empty: all. */
  readonly selector: string;
  readonly when: Condition;
  /** So long it must hold. 0: at once. */
  readonly forMs: number;
  /** So long it must be clear. */
  readonly clearForMs: number;
  readonly enabled: boolean;
  /** What to do about it; plain text with links. */
  readonly runbook: string;
  readonly overrides: readonly Override[];
}
