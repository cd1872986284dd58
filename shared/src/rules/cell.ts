import type { Severity } from '../severity.ts';
import { advance, again, clear, firing, isTold, pending, type Rank } from './machine.ts';
import type { Slot } from './slot.ts';
import { enters, holds } from './bounds.ts';

/** Where one rule stands on one instance of one device. Kept only while something goes on; quiet instances have none. */
export interface Cell {
  /** Which rule and series; another object when rules or dictionary change. */
  slot: Slot;
  readonly warning: Rank;
  readonly critical: Rank;
  /** Time of the first frame of now that had no value for it; 0: it has one. */
  missing: number;
  /** As people are shown it; null: none came. */
  value: number | null;
}

const rank = (): Rank => ({ phase: clear, since: 0, began: 0 });

export function newCell(slot: Slot): Cell {
  return { slot, warning: rank(), critical: rank(), missing: 0, value: null };
}

/** One that was told before, of which no more is known. */
export function toldCell(slot: Slot, severity: Severity, since: number): Cell {
  const cell = newCell(slot);
  const told: Rank = { phase: firing, since, began: since };
  // A level beneath holds as well: whoever is critical is also in the reach of the warning.
  Object.assign(cell.warning, severity === 'warning' || slot.variant.warning ? told : {});
  if (severity === 'critical') Object.assign(cell.critical, told);
  return cell;
}

export function severityOf({ warning, critical }: Cell): Severity | null {
  if (isTold(critical)) return 'critical';
  return isTold(warning) ? 'warning' : null;
}

/** Takes a value, which is not NaN. */
export function take({ slot, warning, critical }: Cell, value: number, time: number): void {
  const { variant } = slot;
  advance(warning, enters(variant.warning, value), holds(variant.warning, value), time, variant);
  advance(critical, enters(variant.critical, value), holds(variant.critical, value), time, variant);
}

export function restart({ warning, critical }: Cell, time: number): void {
  again(warning, time);
  again(critical, time);
}

export function isIdle({ warning, critical }: Cell): boolean {
  return warning.phase === clear && critical.phase === clear;
}

/** Whether its last value reached a level, or has not left it; what is told may be more, until it was clear for long enough. */
export function heldOf({ warning, critical }: Cell): Severity | null {
  if (isHeld(critical)) return 'critical';
  return isHeld(warning) ? 'warning' : null;
}

function isHeld({ phase }: Rank): boolean {
  return phase === firing || phase === pending;
}

/** When what is told began; of what is clear, when it began to be so. */
export function sinceOf(cell: Cell): number {
  const severity = severityOf(cell);
  if (severity) return cell[severity].began;
  return Math.max(cell.warning.since, cell.critical.since);
}
