import type { Plan, RuleSet } from './plan.ts';
import { nowhere, type Slot, slotOf } from './slot.ts';

/** How a value is compared by rules of the kind `absent`. */
export const missing = 1;
export const there = 0;

/** A slot's value in a frame; null where the frame has none. */
export function valueIn(values: Float64Array, { column }: Slot): number | null {
  const value = values[column] ?? Number.NaN;
  return Number.isNaN(value) ? null : value;
}

/** What rules of the kind `absent` have seen of a device: only what was there can be missing. */
export class Absences {
  readonly #seen = new Map<string, Slot>();

  get slots(): Iterable<Slot> {
    return this.#seen.values();
  }

  see(slots: readonly Slot[], values: Float64Array): void {
    for (const slot of slots) if (valueIn(values, slot) !== null) this.#seen.set(slot.key, slot);
  }

  /** Goes on with another plan: what its frames have no column for is missing, what no rule asks for is forgotten. */
  move(plan: Plan, rules: RuleSet): void {
    for (const [key, slot] of this.#seen) {
      const scoped = rules.find(slot.rule.id);
      const next = plan.slot(slot) ?? (scoped && slotOf(scoped, slot.attributes, nowhere));
      if (next?.rule.body.when.kind === 'absent') this.#seen.set(key, next);
      else this.#seen.delete(key);
    }
  }
}
