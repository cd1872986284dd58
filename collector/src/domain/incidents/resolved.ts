import { everywhere } from '../access/index.ts';
import type { IncidentPorts } from './context.ts';
import type { Settings } from './settings.ts';
import type { Incident } from './types.ts';

/** Of each kind that is due, looked at in one run. */
const atOnce = 500;
/** Read anew after so long, whatever is told, ms. */
const keptMs = 3_600_000;

/** Resolved ones for which it may be time. */
export interface DueResolved {
  /** Quiet for a window, a cause or flapping. */
  readonly quiet: readonly Incident[];
  /** Resolved for so long that they close. */
  readonly rested: readonly Incident[];
  /** What their rules look at never came right. */
  readonly holding: readonly Incident[];
}

type Ports = Pick<IncidentPorts, 'store' | 'holds' | 'newest' | 'now'>;

/**
 * The resolved incidents. Hundreds rest there all day, so that they are kept in mind and read again only when something was
 * told since: what makes an incident one of them, or another one, is an event.
 */
export class Resolved {
  #kept: { readonly newest: number; readonly at: number; readonly all: readonly Incident[] } | null = null;

  /** As they are now; those that are in mind are read again before they are given. */
  async due(ports: Ports, { restMs, handMs }: Settings): Promise<DueResolved> {
    const { store, holds, now } = ports;
    const all = await this.#read(ports);
    const before = (time: number) => (one: Incident) => one.resolvedAt !== null && one.resolvedAt < time;
    if (all.length < atOnce) {
      const judged = { quiet: all.filter(isQuiet), rested: all.filter(before(now - restMs)) };
      const holding = holds ? all.filter(before(now - handMs)).filter((one) => holds(one) !== null) : [];
      return this.#fresh(store, { ...judged, holding });
    }
    // Too many to be kept in mind: a few hundred of each kind, by the store.
    const resolved = { states: ['resolved'], limit: atOnce } as const;
    const quiet = await store.list(everywhere, { ...resolved, loud: false });
    const rested = await store.list(everywhere, { ...resolved, resolvedBefore: now - restMs });
    const long = holds ? await store.list(everywhere, { ...resolved, resolvedBefore: now - handMs }) : [];
    return { quiet, rested, holding: long.filter((one) => holds?.(one) !== null) };
  }

  async #read({ store, newest, now }: Ports): Promise<readonly Incident[]> {
    const sequence = await newest?.();
    const kept = this.#kept;
    if (kept && kept.newest === sequence && now - kept.at < keptMs) return kept.all;
    const all = await store.list(everywhere, { states: ['resolved'], limit: atOnce });
    this.#kept = sequence === undefined ? null : { newest: sequence, at: now, all };
    return all;
  }

  async #fresh(store: Ports['store'], { quiet, rested, holding }: DueResolved): Promise<DueResolved> {
    const ids = [...new Set([...quiet, ...rested, ...holding].map(({ id }) => id))];
    if (ids.length === 0) return { quiet, rested, holding };
    const now = new Map((await store.several(everywhere, ids)).map((one) => [one.id, one]));
    const again = (some: readonly Incident[]) =>
      some.flatMap(({ id }) => now.get(id) ?? []).filter(({ state }) => state === 'resolved');
    return { quiet: again(quiet), rested: again(rested), holding: again(holding) };
  }
}

/** As a row has it that is not `loud`. */
const isQuiet = ({ hushes: { window, cause, flapping } }: Incident): boolean =>
  window !== null || cause !== null || flapping !== null;
