import type { DeviceId } from '@fettle/shared/ids';
import { spansIn } from '../windows/index.ts';
import type { Opening, WindowTerm } from './types.ts';

/** The openings of some devices in [from, to), oldest first; those that overlap or touch are one. */
export function openingsOf(
  terms: readonly WindowTerm[],
  devices: ReadonlySet<DeviceId>,
  from: number,
  to: number,
): Map<DeviceId, Opening[]> {
  const found = new Map<DeviceId, Opening[]>();
  for (const term of terms) {
    const touched = term.devices.filter((id) => devices.has(id));
    if (touched.length === 0) continue;
    const [begin, end] = [Math.max(from, term.from), Math.min(to, term.to ?? to)];
    const openings = spansIn(term.when, begin, end).map((span) => {
      return { from: Math.max(begin, span.from), to: Math.min(end, span.to) };
    });
    for (const id of touched) found.set(id, [...(found.get(id) ?? []), ...openings]);
  }
  return new Map([...found].map(([id, openings]) => [id, merged(openings)]));
}

export function merged(openings: readonly Opening[]): Opening[] {
  const list: Opening[] = [];
  for (const one of openings.toSorted((a, b) => a.from - b.from || a.to - b.to)) {
    if (one.from >= one.to) continue;
    const last = list.at(-1);
    if (last && one.from <= last.to) list[list.length - 1] = { from: last.from, to: Math.max(last.to, one.to) };
    else list.push(one);
  }
  return list;
}
