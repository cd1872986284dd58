import type { Dictionary } from '../protocol/frame.ts';
import { type Band, narrow, wholeBand } from './band.ts';
import type { Scoped } from './compiled.ts';
import { bind, type Bound } from './formula/bind.ts';
import { elsewhere, type Slot, slotOf } from './slot.ts';

/** What the rules of a device look at in frames of one dictionary. Shared by all devices that have both. */
export interface Plan {
  readonly dictionary: Dictionary;
  /** Columns that rules compare with limits and states, and those rules, in one order; `place` counts in it. */
  readonly columns: Int32Array;
  readonly slots: readonly (readonly Slot[])[];
  /** Where nothing changes as long as nothing goes on, one of each a place. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Looked at in every frame. */
  readonly changes: readonly Slot[];
  readonly absents: readonly Slot[];
  readonly formulas: readonly { readonly slot: Slot; readonly value: Bound }[];
  readonly byKey: ReadonlyMap<string, Slot>;
  /** By key: the place of the column that a slot is compared in. */
  readonly places: ReadonlyMap<string, number>;
}

/** The rules of a device, by the overrides that may fit it now. Devices with the same ones share it and its plans. */
export class RuleSet {
  readonly scoped: readonly Scoped[];
  readonly #plans = new WeakMap<Dictionary, Plan>();

  constructor(scoped: readonly Scoped[]) {
    this.scoped = scoped;
  }

  plan(dictionary: Dictionary): Plan {
    const known = this.#plans.get(dictionary);
    if (known) return known;
    const made = planOf(this.scoped, dictionary);
    this.#plans.set(dictionary, made);
    return made;
  }

  find(rule: string): Scoped | undefined {
    return this.scoped.find((one) => one.rule.id === rule);
  }
}

function planOf(scoped: readonly Scoped[], dictionary: Dictionary): Plan {
  const found = scoped.flatMap((one) => slotsOf(one, dictionary));
  const compared = Map.groupBy(
    found.filter(({ rule }) => rule.body.when.kind === 'value' || rule.body.when.kind === 'state'),
    ({ column }) => column,
  );
  const slots = [...compared.values()];
  const bands = slots.map((one) => quietBand(one));
  const kind = (wanted: string) => found.filter(({ rule }) => rule.body.when.kind === wanted);
  const formulas = kind('formula').flatMap((slot) =>
    slot.rule.formula ? [{ slot, value: bind(slot.rule.formula, dictionary) }] : [],
  );
  return {
    dictionary,
    columns: Int32Array.from(compared.keys()),
    slots,
    low: Float64Array.from(bands, ({ low }) => low),
    high: Float64Array.from(bands, ({ high }) => high),
    changes: kind('change'),
    absents: kind('absent'),
    formulas,
    byKey: new Map(found.map((slot) => [slot.key, slot])),
    places: new Map(slots.flatMap((list, place) => list.map(({ key }) => [key, place] as const))),
  };
}

function slotsOf(scoped: Scoped, { series }: Dictionary): Slot[] {
  const { when } = scoped.rule.body;
  if (when.kind === 'device' || when.kind === 'trend') return [];
  if (when.kind === 'formula') return [slotOf(scoped, {}, elsewhere)].filter((slot) => slot !== null);
  return series
    .map(({ metric, attributes }, column) => (metric === when.metric ? slotOf(scoped, attributes, column) : null))
    .filter((slot) => slot !== null);
}

/** Around the least value that none of them minds: the band of most devices. */
function quietBand(slots: readonly Slot[]): Band {
  const hurting = new Set(
    slots.flatMap(({ variant: { warning, critical } }) =>
      [warning, critical].flatMap((test) => (test?.form === 'states' ? test.states : [])),
    ),
  );
  let value = 0;
  while (hurting.has(value)) value++;
  const band = wholeBand();
  for (const slot of slots) narrow(band, slot, undefined, value);
  return band;
}
