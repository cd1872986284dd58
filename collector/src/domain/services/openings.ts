import type { DeviceId } from '@fettle/shared/ids';
import { spansIn } from '../windows/index.ts';
import type { Opening, WindowTerm } from './types.ts';

/** The openings of some devices in [from, to), oldest first; those that overlap or touch are one. */
export function openingsOf(
  terms: readonly WindowTerm[],
  devices: ReadonlySet<DeviceId>,
  from: number,
  to: number,
): Map<DeviceId, readonly Opening[]> {
  const termsOf = new Map<DeviceId, number[]>();
  for (const [i, term] of terms.entries()) {
    for (const id of term.devices) {
      if (!devices.has(id)) continue;
      const own = termsOf.get(id);
      if (own) own.push(i);
      else termsOf.set(id, [i]);
    }
  }
  const spans = new Map<number, readonly Opening[]>();
  // Many devices have the same windows: what these come to is reckoned once.
  const known = new Map<string, readonly Opening[]>();
  const found = new Map<DeviceId, readonly Opening[]>();
  for (const [id, own] of termsOf) {
    const key = own.join();
    const openings = known.get(key) ?? merged(own.flatMap((i) => spansOf(terms, i, { spans, from, to })));
    known.set(key, openings);
    found.set(id, openings);
  }
  return found;
}

interface Reckoning {
  readonly spans: Map<number, readonly Opening[]>;
  readonly from: number;
  readonly to: number;
}

function spansOf(terms: readonly WindowTerm[], i: number, { spans, from, to }: Reckoning): readonly Opening[] {
  const before = spans.get(i);
  const term = terms[i];
  if (before || !term) return before ?? [];
  const [begin, end] = [Math.max(from, term.from), Math.min(to, term.to ?? to)];
  const openings = spansIn(term.when, begin, end).map((span) => {
    return { from: Math.max(begin, span.from), to: Math.min(end, span.to) };
  });
  spans.set(i, openings);
  return openings;
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
