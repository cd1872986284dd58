import { signal } from '@preact/signals';
import type { Fleet as FleetAnswer } from '@fettle/shared/api/fleet';
import { ApiProblem } from '../api/problem.ts';
import { readFleet } from '../api/read.ts';

/** How the table is grouped: `state`, `site`, or the key of a label. */
export const grouping = signal('state');
/** What stands in the search box. */
export const search = signal('');

/** What the collector found, by id, with the group of each. */
export interface Found {
  readonly groups: ReadonlyMap<string, string>;
}
/** Undefined while nothing is asked for that the page does not know by itself. */
export const found = signal<Found | undefined>(undefined);
/** Why the collector could not answer; what was found before stays. */
export const findProblem = signal<ApiProblem | undefined>(undefined);

const words = /^\s*(\(|has\s+\S|not\s+[(\S])|[^\s=!]\s*!?=|\s(not\s+)?in\s*\(/;

/** A text as the API takes it: a selector when it has a sign or form of the selectors' grammar, else words to look for. Pure. */
export function askOf(text: string): { selector: string } | { search: string } | null {
  const asked = text.trim();
  if (asked === '') return null;
  return words.test(asked) ? { selector: asked } : { search: asked };
}

/** Devices by the group they are in. Pure. */
export function foundOf({ cells, groups }: Pick<FleetAnswer, 'cells' | 'groups'>): Found {
  return { groups: new Map(cells.map(([id, , group]) => [id, groups[group] ?? ''])) };
}

let asking: AbortController | undefined;

/** Asks again for what stands in the box; an answer that was overtaken is dropped. */
export async function find(): Promise<void> {
  asking?.abort();
  const ask = askOf(search.peek());
  const group = grouping.peek();
  if (!ask && (group === 'state' || group === 'site')) {
    found.value = undefined;
    findProblem.value = undefined;
    return;
  }
  const mine = new AbortController();
  asking = mine;
  try {
    const answer = await readFleet({ ...ask, group: group === 'state' ? 'site' : group }, mine.signal);
    if (asking !== mine) return;
    found.value = foundOf(answer);
    findProblem.value = undefined;
  } catch (error) {
    if (asking !== mine || mine.signal.aborted) return;
    if (!(error instanceof ApiProblem)) throw error;
    findProblem.value = error;
  }
}
