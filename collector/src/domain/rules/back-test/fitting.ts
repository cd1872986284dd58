// pure
import { isWithin } from '@fettle/shared/rules/calendar';
import type { CompiledRule, Scoped } from '@fettle/shared/rules/compiled';
import { RuleSet } from '@fettle/shared/rules/plan';
import { matches, type Selectable } from '@fettle/shared/selector/match';
import { parseSelector, type Selector } from '@fettle/shared/selector/parse';

const minute = 60_000;

/** Which overrides of one rule fit a device at a time. Devices and times that have the same share the set. */
export class Fitting {
  readonly #rule: CompiledRule;
  readonly #selectors: readonly Selector[];
  readonly #sets = new Map<string, RuleSet>();
  /** By minute: which overrides with a calendar are within it. Asking a calendar costs more than evaluating a frame. */
  readonly #within = new Map<number, readonly boolean[]>();
  readonly #timed: boolean;

  constructor(rule: CompiledRule) {
    this.#rule = rule;
    const { overrides } = rule.body;
    this.#selectors = overrides.map(({ selector = '' }) => parseSelector(selector));
    this.#timed = overrides.some(({ calendar }) => calendar !== undefined);
  }

  /** For one device: the rules of a time. */
  for(device: Selectable): (time: number) => RuleSet {
    const places = this.#selectors.flatMap((selector, place) => (matches(selector, device) ? [place] : []));
    const always = this.#set(places);
    if (!this.#timed) return () => always;
    let [last, set] = [Number.NaN, always];
    return (time) => {
      const now = Math.floor(time / minute);
      if (now !== last) {
        const within = this.#at(now);
        [last, set] = [now, this.#set(places.filter((place) => within[place]))];
      }
      return set;
    };
  }

  #set(overrides: readonly number[]): RuleSet {
    const key = overrides.join(' ');
    const known = this.#sets.get(key);
    if (known) return known;
    const scoped: Scoped = { rule: this.#rule, overrides };
    const made = new RuleSet([scoped]);
    this.#sets.set(key, made);
    return made;
  }

  #at(now: number): readonly boolean[] {
    const known = this.#within.get(now);
    if (known) return known;
    const made = this.#rule.body.overrides.map(
      ({ calendar }) => calendar === undefined || isWithin(calendar, now * minute),
    );
    this.#within.set(now, made);
    return made;
  }
}
