// pure
import { FettleError } from '@fettle/shared/errors';
import type { RuleId } from '@fettle/shared/ids';
import { isWithin } from '@fettle/shared/rules/calendar';
import { RuleSet } from '@fettle/shared/rules/plan';
import { matches, type Selectable } from '@fettle/shared/selector/match';
import type { Selector } from '@fettle/shared/selector/parse';
import type { Rule } from '../types.ts';
import { prepare, type Prepared } from './prepared.ts';

const minuteMs = 60_000;

/** All rules that are switched on, and which of them are a device's. Devices with the same ones get the same set. */
export class RuleBook {
  /** Another number when the rules of any device may be others. */
  generation = 1;
  #prepared: readonly Prepared[] = [];
  readonly #numbers = new Map<Prepared, number>();
  #sets = new Map<string, RuleSet>();
  /** Of the generation before: what did not change is taken over with its plans. */
  #before = new Map<string, RuleSet>();
  #number = 0;
  #minute = -1;

  /** @param failed told of rules that cannot be evaluated; they are left out */
  replace(rules: readonly Rule[], now: number, failed: (rule: RuleId, error: FettleError) => void): void {
    const known = new Map(this.#prepared.map((one) => [one.rule.id, one]));
    const prepared = rules
      .filter(({ enabled }) => enabled)
      .flatMap((rule) => {
        const same = known.get(rule.id);
        if (same?.rule.version === rule.version) return [same];
        try {
          return [prepare(rule)];
        } catch (error) {
          if (!(error instanceof FettleError)) throw error;
          failed(rule.id, error);
          return [];
        }
      });
    if (prepared.length === this.#prepared.length && prepared.every((one, i) => one === this.#prepared[i])) return;
    this.#prepared = prepared;
    this.#minute = -1;
    for (const one of this.#numbers.keys()) if (!prepared.includes(one)) this.#numbers.delete(one);
    for (const one of prepared) if (!this.#numbers.has(one)) this.#numbers.set(one, this.#number++);
    this.turn(now);
    this.#next();
  }

  /** Looks at the calendars; they change with a minute at most. */
  turn(now: number): void {
    const minute = Math.floor(now / minuteMs);
    if (minute === this.#minute) return;
    this.#minute = minute;
    let turned = false;
    for (const override of this.#prepared.flatMap(({ overrides }) => overrides)) {
      const active = override.calendar === null || isWithin(override.calendar, now);
      turned ||= active !== override.active;
      override.active = active;
    }
    if (turned) this.#next();
  }

  /** The rules of a device, in order of their ids. */
  setFor(device: Selectable): RuleSet {
    const fits = (selector: Selector | null) => selector === null || matches(selector, device);
    const chosen = this.#prepared.flatMap((one) => {
      if (!fits(one.selector)) return [];
      const places = [...one.overrides.keys()].filter((place) => {
        const override = one.overrides[place];
        return override?.active === true && fits(override.selector);
      });
      return [{ one, places }];
    });
    const key = chosen.map(({ one, places }) => `${this.#numbers.get(one)}:${places.join()}`).join(';');
    const known = this.#sets.get(key) ?? this.#before.get(key);
    const set = known ?? new RuleSet(chosen.map(({ one, places }) => ({ rule: one.compiled, overrides: places })));
    this.#sets.set(key, set);
    return set;
  }

  #next(): void {
    this.generation++;
    this.#before = this.#sets;
    this.#sets = new Map();
  }
}
