import type { Attributes } from '../metrics/metric.ts';
import type { Dictionary } from '../protocol/frame.ts';
import { type Band, narrow, wholeBand } from './band.ts';
import type { Scoped, Variant } from './compiled.ts';
import { bind, type Bound } from './formula/bind.ts';
import type { Condition } from './rule.ts';
import { elsewhere, type Slot, slotOf, variantOf } from './slot.ts';
import { instanceText } from './where.ts';

/** The rules of a device, by the overrides that may fit it now. Devices with the same ones share it and its plans. */
export class RuleSet {
  readonly scoped: readonly Scoped[];
  readonly #plans = new WeakMap<Dictionary, Plan>();
  /** Rules that compare values with limits and states, by metric. */
  readonly #compared: ReadonlyMap<string, readonly Scoped[]>;

  constructor(scoped: readonly Scoped[]) {
    this.scoped = scoped;
    this.#compared = Map.groupBy(
      scoped.filter(({ rule }) => isCompared(rule.body.when)),
      ({ rule }) => rule.metric?.name ?? '',
    );
  }

  plan(dictionary: Dictionary): Plan {
    const known = this.#plans.get(dictionary);
    if (known) return known;
    const made = new Plan(this, dictionary);
    this.#plans.set(dictionary, made);
    return made;
  }

  /** Those that compare values of a metric. */
  comparing(metric: string): readonly Scoped[] {
    return this.#compared.get(metric) ?? none;
  }

  find(rule: string): Scoped | undefined {
    return this.scoped.find((one) => one.rule.id === rule);
  }
}

const none: readonly Scoped[] = [];

function isCompared(when: Condition): boolean {
  return when.kind === 'value' || when.kind === 'state';
}

/**
 * What a set of rules looks at in frames of one dictionary. Many devices have dictionaries of their own, so that it holds
 * little more than a band a column; slots are made where something happens.
 */
export class Plan {
  readonly dictionary: Dictionary;
  /** Columns that rules compare with limits and states; `place` counts in them. */
  readonly columns: Int32Array;
  /** Where nothing changes as long as nothing goes on, one of each a place. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Looked at in every frame. */
  readonly changes: readonly Slot[];
  readonly absents: readonly Slot[];
  readonly formulas: readonly { readonly slot: Slot; readonly value: Bound }[];
  readonly #rules: RuleSet;
  #slots: Map<number, readonly Slot[]> | null = null;

  constructor(rules: RuleSet, dictionary: Dictionary) {
    this.#rules = rules;
    this.dictionary = dictionary;
    const columns: number[] = [];
    const bands: Band[] = [];
    for (const [column, { metric, attributes }] of dictionary.series.entries()) {
      const variants = variantsOf(rules.comparing(metric), attributes);
      if (variants.length === 0) continue;
      columns.push(column);
      bands.push(quietBand(variants));
    }
    this.columns = Int32Array.from(columns);
    this.low = Float64Array.from(bands, ({ low }) => low);
    this.high = Float64Array.from(bands, ({ high }) => high);
    this.changes = slotsOf(rules, dictionary, 'change');
    this.absents = slotsOf(rules, dictionary, 'absent');
    this.formulas = slotsOf(rules, dictionary, 'formula').flatMap((slot) =>
      slot.rule.formula ? [{ slot, value: bind(slot.rule.formula, dictionary) }] : [],
    );
  }

  /** The rules that compare a column. */
  slotsAt(place: number): readonly Slot[] {
    const known = this.#slots?.get(place);
    if (known) return known;
    const column = this.columns[place] ?? -1;
    const { metric = '', attributes = {} } = this.dictionary.series[column] ?? {};
    const made = this.#rules
      .comparing(metric)
      .map((one) => slotOf(one, attributes, column))
      .filter((slot) => slot !== null);
    (this.#slots ??= new Map()).set(place, made);
    return made;
  }

  /** The slot of the same rule and instance; undefined where these frames have none. */
  slot({ key, rule, instance }: Slot): Slot | undefined {
    const isIt = (slot: Slot) => slot.key === key;
    if (!isCompared(rule.body.when)) {
      return [...this.changes, ...this.absents, ...this.formulas.map(({ slot }) => slot)].find(isIt);
    }
    const place = this.columns.findIndex((column) => {
      const series = this.dictionary.series[column];
      return series?.metric === rule.metric?.name && instanceText(series?.attributes ?? {}) === instance;
    });
    return place < 0 ? undefined : this.slotsAt(place).find(isIt);
  }

  /** Where a slot’s value is compared; -1 where it is not compared by bands. */
  placeOf({ column, rule }: Slot): number {
    return isCompared(rule.body.when) ? this.columns.indexOf(column) : -1;
  }
}

function variantsOf(scoped: readonly Scoped[], attributes: Attributes): Variant[] {
  return scoped.map((one) => variantOf(one, attributes)).filter((variant) => variant !== null);
}

function slotsOf({ scoped }: RuleSet, { series }: Dictionary, kind: 'change' | 'absent' | 'formula'): readonly Slot[] {
  const found = scoped.flatMap((one) => {
    const { when } = one.rule.body;
    if (when.kind !== kind) return [];
    if (when.kind === 'formula') return [slotOf(one, {}, elsewhere)];
    return series.map(({ metric, attributes }, column) =>
      'metric' in when && metric === when.metric ? slotOf(one, attributes, column) : null,
    );
  });
  const made = found.filter((slot) => slot !== null);
  return made.length === 0 ? noSlots : made;
}

const noSlots: readonly Slot[] = [];

/** Around the least value that none of them minds: the band of most devices. */
function quietBand(variants: readonly Variant[]): Band {
  const hurting = new Set(
    variants.flatMap(({ warning, critical }) =>
      [warning, critical].flatMap((test) => (test?.form === 'states' ? test.states : [])),
    ),
  );
  let value = 0;
  while (hurting.has(value)) value++;
  const band = wholeBand();
  for (const variant of variants) narrow(band, { variant }, undefined, value);
  return band;
}
