import type { Attributes } from '../metrics/metric.ts';
import type { Severity } from '../severity.ts';
import { type Cell, severityOf, sinceOf } from './cell.ts';
import type { Condition } from './rule.ts';
import { limitOf } from './bounds.ts';
import { findingWords } from './words.ts';

export type VerdictReason =
  | Condition['kind']
  /** The rule was edited, switched off or deleted, or the device left its scope. */
  | 'rule_gone'
  /** The series or its device is not there any more. */
  | 'instance_gone';

/** What evaluation says of one rule on one instance, told when its severity changed. */
export interface Verdict {
  readonly rule: string;
  readonly instance: string;
  readonly metric: string | null;
  readonly attributes: Attributes;
  /** Null: clear. */
  readonly severity: Severity | null;
  /** Of the frame that decided, ms. */
  readonly time: number;
  /** When it began to hold; of what is clear, when it began to be so. */
  readonly since: number;
  readonly value: number | null;
  readonly limit: number | null;
  readonly words: string;
  readonly reason: VerdictReason;
}

/** What people are shown of a value, where that is not the one that was compared. */
export interface Shown {
  readonly value: number | null;
  readonly limit?: number | null;
  readonly words?: string;
}

export function verdictOf(cell: Cell, time: number, compared: number, shown: Shown): Verdict {
  const { slot } = cell;
  const severity = severityOf(cell);
  const { value } = shown;
  const test = severity && slot.variant[severity];
  const limit = shown.limit === undefined ? limitOf(test, compared) : shown.limit;
  return {
    ...named(cell),
    severity,
    time,
    since: sinceOf(cell),
    value,
    limit,
    // Made when they are read: a rule that is tried on the past tells ten thousands that nobody reads.
    get words() {
      return shown.words ?? findingWords(slot.rule, slot.attributes, value);
    },
    reason: slot.rule.body.when.kind,
  };
}

const goneWords = {
  rule_gone: 'No rule asks for it any more',
  instance_gone: 'It is not there any more',
} as const;

export function goneVerdict(cell: Cell, time: number, reason: keyof typeof goneWords): Verdict {
  const words = goneWords[reason];
  return { ...named(cell), severity: null, time, since: time, value: null, limit: null, words, reason };
}

function named({ slot: { rule, instance, attributes } }: Cell) {
  const { when } = rule.body;
  return { rule: rule.id, instance, metric: 'metric' in when ? when.metric : null, attributes };
}
