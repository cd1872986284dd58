// pure
import type { DeviceId } from '@fettle/shared/ids';
import { statesIn } from './timeline.ts';
import type { Composition, Opening, ServiceId, Spell, StateStretch } from './types.ts';

export interface HistorySources {
  /** Of all services, each oldest first. */
  readonly compositions: ReadonlyMap<ServiceId, readonly Composition[]>;
  readonly spells: ReadonlyMap<DeviceId, readonly Spell[]>;
  readonly windows: ReadonlyMap<DeviceId, readonly Opening[]>;
}

/** Deeper than any service should be nested; who stands deeper is unknown. */
const deepest = 20;

/** Histories of services with all that they rely on; each span of each is reckoned once. */
export class Histories {
  readonly #sources: HistorySources;
  readonly #known = new Map<string, StateStretch[]>();

  constructor(sources: HistorySources) {
    this.#sources = sources;
  }

  of(id: ServiceId, from: number, to: number, depth = 0): StateStretch[] {
    const key = `${id}:${from}:${to}`;
    const known = this.#known.get(key);
    if (known) return known;
    const compositions = this.#sources.compositions.get(id) ?? [];
    const devices = new Set(compositions.flatMap((one) => one.devices.flat()));
    const spells = [...devices].flatMap((device) => this.#sources.spells.get(device) ?? []);
    const children = depth < deepest ? this.#childrenOf(compositions, from, to, depth + 1) : new Map();
    const stretches = statesIn(compositions, spells, this.#sources.windows, children, from, to);
    this.#known.set(key, stretches);
    return stretches;
  }

  /** Of each service that it relied on the times in which it did: over them nothing can rely on itself. */
  #childrenOf(
    compositions: readonly Composition[],
    from: number,
    to: number,
    depth: number,
  ): Map<ServiceId, StateStretch[]> {
    const found = new Map<ServiceId, StateStretch[]>();
    for (const [i, composition] of compositions.entries()) {
      const begin = Math.max(from, composition.from);
      const end = Math.min(to, compositions[i + 1]?.from ?? to);
      if (begin >= end) continue;
      const ids = new Set(composition.parts.flatMap(({ of }) => (of.kind === 'service' ? of.ids : [])));
      for (const id of ids) found.set(id, [...(found.get(id) ?? []), ...this.of(id, begin, end, depth)]);
    }
    return found;
  }
}
