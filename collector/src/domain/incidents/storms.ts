// pure
import type { Settings } from './settings.ts';
import type { Incident } from './types.ts';

type Member = Pick<Incident, 'id' | 'rule' | 'device' | 'openedAt' | 'storm'>;

/**
 * The storm of each incident that is in one: one rule on many devices within a short time. A storm lasts as long as
 * more come within that time of each other, and is named by its rule and its beginning. What was marked stays.
 */
export function stormsOf(
  incidents: readonly Member[],
  { devices, withinMs }: Settings['storm'],
): ReadonlyMap<Member['id'], string> {
  const storms = new Map<Member['id'], string>();
  for (const list of Map.groupBy(incidents, ({ rule }) => rule).values()) {
    if (list.length < devices && list.every(({ storm }) => storm === null)) continue;
    const ordered = list.toSorted((a, b) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1));
    for (const { members, name } of gusts(ordered, { devices, withinMs })) {
      for (const { id } of members) storms.set(id, name);
    }
  }
  return storms;
}

interface Gust {
  /** Places in the list of the first and the last. */
  readonly first: number;
  last: number;
}

function gusts(ordered: readonly Member[], { devices, withinMs }: Settings['storm']) {
  const found: Gust[] = [];
  // How many of each device, and of those marked, lie within the time before one: a storm of thousands is walked once.
  const counts = new Map<Member['device'], number>();
  let [first, marked] = [0, 0];
  for (const [place, one] of ordered.entries()) {
    counts.set(one.device, (counts.get(one.device) ?? 0) + 1);
    if (one.storm !== null) marked++;
    for (let old = ordered[first] as Member; old.openedAt < one.openedAt - withinMs; old = ordered[++first] as Member) {
      const left = (counts.get(old.device) ?? 1) - 1;
      if (left > 0) counts.set(old.device, left);
      else counts.delete(old.device);
      if (old.storm !== null) marked--;
    }
    if (counts.size < devices && marked === 0) continue;
    const before = found.at(-1);
    if (before && first <= before.last) before.last = place;
    else found.push({ first, last: place });
  }
  return found.map((gust) => {
    const members = ordered.slice(gust.first, gust.last + 1);
    const [begin] = members as [Member];
    return { members, name: members.find(({ storm }) => storm !== null)?.storm ?? `${begin.rule}@${begin.openedAt}` };
  });
}
