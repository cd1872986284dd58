import type { Attributes } from '../metrics/metric.ts';
import type { Dictionary } from '../protocol/frame.ts';
import type { Severity } from '../severity.ts';
import { Absences, missing, there, valueIn } from './absences.ts';
import { narrow, wholeBand } from './band.ts';
import { type Cell, heldOf, isIdle, newCell, restart, severityOf, sinceOf, take, toldCell } from './cell.ts';
import { powerOf } from './level.ts';
import type { Plan, RuleSet } from './plan.ts';
import { Rings } from './ring.ts';
import { columnOf, successor } from './successor.ts';
import { elsewhere, nowhere, type Slot, slotKey, slotOf } from './slot.ts';
import { goneVerdict, type Shown, type Verdict, verdictOf } from './verdict.ts';

export type Tell = (verdict: Verdict) => void;

/** Without a frame for longer than this, ms, sustain times that run begin anew. */
export interface Pace {
  readonly gapMs: number;
}

/** Where one rule stands on one instance. */
export interface Standing {
  readonly severity: Severity | null;
  readonly held: Severity | null;
  readonly since: number;
  readonly value: number | null;
}

/** An instance of which frames bring no value for so long is not there any more, ms. */
export const goneMs = 900_000;

/**
 * The rules of one device, evaluated as its frames come. Frames are given in order of time and all of now: what is late is
 * left to who calls. NaN neither holds nor clears. Tells a verdict when the severity of an instance changes.
 */
export class Evaluator {
  #rules: RuleSet;
  #plan: Plan | null = null;
  /** The plan's own while nothing goes on in any column. */
  #low: Float64Array = empty;
  #high: Float64Array = empty;
  #cells: Map<string, Cell> | null = null;
  #rings: Rings | null = null;
  /** Instances that rules of the kind `absent` have seen. */
  #seen: Absences | null = null;
  #time = 0;

  constructor(rules: RuleSet) {
    this.#rules = rules;
  }

  /** Of the newest frame that was taken; 0: none was. */
  get time(): number {
    return this.#time;
  }

  get rules(): RuleSet {
    return this.#rules;
  }

  /** What is told of an instance now; null: in order. */
  severity(rule: string, instance: string): Severity | null {
    const cell = this.#cells?.get(slotKey(rule, instance));
    return cell ? severityOf(cell) : null;
  }

  /**
   * Where something stands that goes on; null: nothing does. `held`: by its last value alone; `since`: as a verdict tells it.
   */
  standing(rule: string, instance: string): Standing | null {
    const cell = this.#cells?.get(slotKey(rule, instance));
    if (cell === undefined) return null;
    return { severity: severityOf(cell), held: heldOf(cell), since: sinceOf(cell), value: cell.value };
  }

  /** All of which something is told. */
  told(): { readonly key: string; readonly rule: string; readonly instance: string; readonly severity: Severity }[] {
    return [...(this.#cells ?? [])].flatMap(([key, cell]) => {
      const severity = severityOf(cell);
      return severity ? [{ key, rule: cell.slot.rule.id, instance: cell.slot.instance, severity }] : [];
    });
  }

  /** Whether anything goes on. */
  get isBusy(): boolean {
    return this.#cells !== null;
  }

  /** Whether anything goes on with one slot. */
  isBusyWith(key: string): boolean {
    return this.#cells?.has(key) ?? false;
  }

  /** Takes over what was told before this began; false where no rule asks for it any more. */
  seed(rule: string, attributes: Attributes, severity: Severity, since: number): boolean {
    const scoped = this.#rules.find(rule);
    const slot = scoped && slotOf(scoped, attributes, columnOf(scoped));
    if (!slot) return false;
    // Who told it says when it is over.
    if (slot.rule.body.when.kind === 'told') return true;
    (this.#cells ??= new Map()).set(slot.key, toldCell(slot, severity, since));
    this.#plan = null;
    return true;
  }

  /** Goes on with other rules. What goes on keeps its state; what no rule asks for any more ends. */
  use(rules: RuleSet, time: number, tell: Tell): void {
    if (rules === this.#rules) return;
    this.#rules = rules;
    this.#plan = null;
    for (const [key, cell] of this.#cells ?? []) {
      const slot = successor(cell.slot, rules);
      if (slot) cell.slot = slot;
      else this.#end(key, cell, time, 'rule_gone', tell);
    }
  }

  /** Ends all that goes on. */
  end(time: number, reason: 'rule_gone' | 'instance_gone', tell: Tell): void {
    for (const [key, cell] of this.#cells ?? []) this.#end(key, cell, time, reason, tell);
    this.#rings = null;
    this.#seen = null;
    this.#plan = null;
  }

  /**
   * Takes a frame that is newer than the one before.
   * @param values one a column of the dictionary; NaN, or none: not there
   */
  frame(dictionary: Dictionary, time: number, values: Float64Array, { gapMs }: Pace, tell: Tell): void {
    if (this.#plan?.dictionary !== dictionary) this.#attach(dictionary);
    if (this.#cells !== null && time - this.#time > gapMs) this.#again(time);
    this.#time = time;
    const { columns, changes, absents, formulas } = this.#plan as Plan;
    const low = this.#low;
    const high = this.#high;
    for (let place = 0; place < columns.length; place++) {
      const value = values[columns[place] as number] as number;
      if (value <= (low[place] as number) || value >= (high[place] as number)) this.#compare(place, value, time, tell);
    }
    if (changes.length > 0) this.#change(changes, time, values, tell);
    if (absents.length > 0 || this.#seen !== null) this.#miss(absents, time, values, tell);
    for (const { slot, value } of formulas) this.#formula(slot, value(values), time, tell);
    if (this.#cells !== null) this.#forget(time, values, tell);
  }

  /**
   * Takes what somebody else found out for a rule whose values are not in frames; NaN neither holds nor clears. Infinite is more
   * than any limit, also than one that is not there.
   */
  feed(slot: Slot, compared: number, time: number, shown: Shown, tell: Tell): void {
    const finite = Math.max(-Number.MAX_VALUE, Math.min(compared, Number.MAX_VALUE));
    if (!Number.isNaN(compared)) this.#step(slot, finite, time, shown, tell);
  }

  /** Ends one that was fed, if it goes on. */
  drop(key: string, time: number, reason: 'rule_gone' | 'instance_gone', tell: Tell): void {
    const cell = this.#cells?.get(key);
    if (cell) this.#end(key, cell, time, reason, tell);
  }

  #attach(dictionary: Dictionary): void {
    const plan = this.#rules.plan(dictionary);
    this.#plan = plan;
    this.#low = plan.low;
    this.#high = plan.high;
    for (const cell of this.#cells?.values() ?? []) {
      if (cell.slot.column !== elsewhere) cell.slot = plan.slot(cell.slot) ?? { ...cell.slot, column: nowhere };
      this.#open(cell.slot);
    }
    this.#rings?.forget(this.#time);
    this.#seen?.move(plan, this.#rules);
  }

  #again(time: number): void {
    for (const cell of this.#cells?.values() ?? []) {
      if (cell.slot.column === elsewhere && cell.slot.rule.formula === null) continue;
      restart(cell, time);
      if (cell.missing > 0) cell.missing = time;
    }
  }

  /** A value left its column's band. */
  #compare(place: number, value: number, time: number, tell: Tell): void {
    const band = wholeBand();
    const shown = { value };
    for (const slot of (this.#plan as Plan).slotsAt(place)) {
      const cell = this.#step(slot, value, time, shown, tell);
      narrow(band, slot, cell, value);
    }
    this.#setBand(place, band.low, band.high);
  }

  /** The next value of a column is looked at, whatever it is. */
  #open(slot: Slot): void {
    const place = this.#plan?.placeOf(slot) ?? -1;
    if (place >= 0) this.#setBand(place, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY);
  }

  #setBand(place: number, low: number, high: number): void {
    if (this.#low[place] === low && this.#high[place] === high) return;
    if (this.#low === this.#plan?.low) {
      this.#low = this.#low.slice();
      this.#high = this.#high.slice();
    }
    this.#low[place] = low;
    this.#high[place] = high;
  }

  /** @returns its cell while something goes on */
  #step(slot: Slot, value: number, time: number, shown: Shown, tell: Tell): Cell | undefined {
    const known = this.#cells?.get(slot.key);
    const cell = known ?? newCell(slot);
    cell.slot = slot;
    const before = severityOf(cell);
    take(cell, value, time);
    cell.value = shown.value;
    const after = severityOf(cell);
    if (before !== after) tell(verdictOf(cell, time, value, shown));
    if (!isIdle(cell)) {
      if (!known) (this.#cells ??= new Map()).set(slot.key, cell);
      return cell;
    }
    if (known) this.#remove(slot.key);
    return undefined;
  }

  #change(slots: readonly Slot[], time: number, values: Float64Array, tell: Tell): void {
    for (const slot of slots) {
      const change = (this.#rings ??= new Rings()).change(slot, time, values[slot.column] ?? Number.NaN);
      if (!Number.isNaN(change)) this.#step(slot, change, time, { value: change }, tell);
    }
  }

  #miss(slots: readonly Slot[], time: number, values: Float64Array, tell: Tell): void {
    const seen = (this.#seen ??= new Absences());
    seen.see(slots, values);
    for (const slot of seen.slots) {
      const value = valueIn(values, slot);
      if (value !== null && !this.#cells?.has(slot.key)) continue;
      this.#step(slot, value === null ? missing : there, time, { value, limit: null }, tell);
    }
  }

  #formula(slot: Slot, value: number, time: number, tell: Tell): void {
    if (Number.isNaN(value)) {
      const cell = this.#cells?.get(slot.key);
      if (cell) this.#lack(slot.key, cell, time, tell);
      return;
    }
    const power = powerOf(slot.rule.decimals);
    const rounded = Math.round(value * power) / power;
    const cell = this.#step(slot, rounded, time, { value: rounded }, tell);
    if (cell) cell.missing = 0;
  }

  /** Ends what has had no value for long though the device speaks. */
  #forget(time: number, values: Float64Array, tell: Tell): void {
    for (const [key, cell] of this.#cells ?? []) {
      const { column, rule } = cell.slot;
      if (column === elsewhere || rule.body.when.kind === 'absent') continue;
      if (column !== nowhere && !Number.isNaN(values[column] ?? Number.NaN)) cell.missing = 0;
      else this.#lack(key, cell, time, tell);
    }
  }

  /** This frame has no value for it. */
  #lack(key: string, cell: Cell, time: number, tell: Tell): void {
    if (cell.missing === 0) cell.missing = time;
    else if (time - cell.missing >= goneMs) this.#end(key, cell, time, 'instance_gone', tell);
  }

  #end(key: string, cell: Cell, time: number, reason: 'rule_gone' | 'instance_gone', tell: Tell): void {
    if (severityOf(cell) !== null) tell(goneVerdict(cell, time, reason));
    this.#remove(key);
    this.#open(cell.slot);
  }

  #remove(key: string): void {
    this.#cells?.delete(key);
    if (this.#cells?.size === 0) this.#cells = null;
  }
}

const empty = new Float64Array();
