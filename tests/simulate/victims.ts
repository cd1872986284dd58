// pure
import type { Body } from './fleet.ts';
import type { TruthKind } from './truth.ts';

/** Troubles that would hide each other's figures. */
const apart: Readonly<Partial<Record<TruthKind, readonly TruthKind[]>>> = {
  'memory-leak': ['device-outage', 'memory-leak'],
  'device-outage': ['memory-leak'],
  'disk-fills': ['disk-fills'],
  'cpu-runaway': ['noisy'],
  noisy: ['cpu-runaway'],
};

/** Chooses devices for troubles, those with the fewest first. */
export class Victims {
  readonly #bodies: readonly Body[];
  readonly #random: () => number;
  readonly #suffered = new Map<Body, TruthKind[]>();

  constructor(bodies: readonly Body[], random: () => number) {
    this.#random = random;
    this.#bodies = bodies
      .map((body) => ({ body, place: random() }))
      .toSorted((a, b) => a.place - b.place)
      .map(({ body }) => body);
  }

  /** One that fits, has none that would hide it, and as few others as can be. */
  next(kind: TruthKind, fits: (body: Body) => boolean): Body {
    const fitting = this.#bodies.filter(fits);
    const free = fitting.filter((body) => apart[kind]?.every((other) => this.isFree(other, body)) ?? true);
    const chosen = [free, fitting, this.#bodies].find((some) => some.length > 0) ?? [];
    const count = (body: Body) => this.#suffered.get(body)?.length ?? 0;
    const first = chosen.toSorted((a, b) => count(a) - count(b))[0];
    if (!first) throw new RangeError('a fleet without devices has no troubles');
    this.#suffered.set(first, [...(this.#suffered.get(first) ?? []), kind]);
    return first;
  }

  /** Any one that fits; it is not remembered. */
  any(fits: (body: Body) => boolean): Body {
    const fitting = this.#bodies.filter(fits);
    const some = fitting.length > 0 ? fitting : this.#bodies;
    const found = some[Math.floor(this.#random() * some.length)];
    if (!found) throw new RangeError('a fleet without devices has no troubles');
    return found;
  }

  isFree(kind: TruthKind, body: Body): boolean {
    return !(this.#suffered.get(body)?.includes(kind) ?? false);
  }
}
