import type { DeviceState } from '@fettle/shared/api/devices';
import { Cadence } from '@fettle/shared/rules/cadence';
import { Evaluator } from '@fettle/shared/rules/evaluator';
import type { CompiledRule } from '@fettle/shared/rules/compiled';
import type { RuleSet } from '@fettle/shared/rules/plan';
import { elsewhere, type Slot, slotOf } from '@fettle/shared/rules/slot';
import type { Device } from '../../devices/index.ts';
import type { History } from './history.ts';

/** One device and how its rules stand. */
export interface Entry {
  device: Device;
  readonly evaluator: Evaluator;
  /** Of the frames that were evaluated. */
  readonly cadence: Cadence;
  /** Of the book, when its rules were chosen last. */
  generation: number;
  /** Its rules about its own silence. */
  silences: readonly Slot[];
  /** The state that these have seen last. */
  state: DeviceState | null;
  hasTrends: boolean;
  /** When its trends are looked at next, ms. */
  trendsDue: number;
  /** What its rules about trends have read of its past. */
  readonly pasts: Map<CompiledRule, PastOfRule>;
}

export interface PastOfRule {
  readonly history: History;
  /** The earliest time of what became durable since it was read, ms; infinity: nothing did. */
  touched: number;
}

export function newEntry(device: Device, rules: RuleSet, generation: number): Entry {
  const begun = {
    evaluator: new Evaluator(rules),
    cadence: new Cadence(),
    state: null,
    trendsDue: 0,
    pasts: new Map(),
  };
  return { device, generation, ...begun, ...chosen(rules) };
}

/** What of a set is not evaluated on frames. */
export function chosen({ scoped }: RuleSet): Pick<Entry, 'silences' | 'hasTrends'> {
  const silences = scoped
    .filter(({ rule }) => rule.body.when.kind === 'device')
    .map((one) => slotOf(one, {}, elsewhere))
    .filter((slot) => slot !== null);
  return {
    silences: silences.length === 0 ? none : silences,
    hasTrends: scoped.some(({ rule }) => rule.body.when.kind === 'trend'),
  };
}

const none: readonly Slot[] = [];

/** Whether rules may choose the device in another way than before. */
export function isOtherwise(a: Device, b: Device): boolean {
  return a.os !== b.os || a.kind !== b.kind || a.site !== b.site || !isSame(a.labels, b.labels);
}

function isSame(a: Device['labels'], b: Device['labels']): boolean {
  if (a === b) return true;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
