// pure

/** From a time up to another, exclusive; ms since 1970. Lists of them are ascending and do not overlap. */
export type Interval = readonly [from: number, to: number];

/** What of `all` is not in `others`. */
export function minus(all: readonly Interval[], others: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let next = 0;
  for (const [from, to] of all) {
    let start = from;
    while (next > 0 && (others[next - 1] as Interval)[1] > start) next--;
    for (; next < others.length && (others[next] as Interval)[0] < to; next++) {
      const [begin, end] = others[next] as Interval;
      if (end <= start) continue;
      if (begin > start) left.push([start, begin]);
      start = end;
    }
    if (start < to) left.push([start, to]);
  }
  return left;
}

/** What is in both. */
export function both(all: readonly Interval[], others: readonly Interval[]): Interval[] {
  const found: Interval[] = [];
  let next = 0;
  for (const [from, to] of all) {
    while (next > 0 && (others[next - 1] as Interval)[1] > from) next--;
    for (; next < others.length && (others[next] as Interval)[0] < to; next++) {
      const [begin, end] = others[next] as Interval;
      if (Math.min(end, to) > Math.max(begin, from)) found.push([Math.max(begin, from), Math.min(end, to)]);
    }
  }
  return found;
}

/** The whole buckets of a length that lie in them. */
export function inwards(all: readonly Interval[], length: number): Interval[] {
  return all.flatMap(([from, to]): Interval[] => {
    const start = Math.ceil(from / length) * length;
    const end = Math.floor(to / length) * length;
    return start < end ? [[start, end]] : [];
  });
}

/** Stretches of a length that begin at `starts` (ascending), joined where they meet. */
export function stretches(starts: Iterable<number>, length: number): Interval[] {
  const found: [number, number][] = [];
  for (const start of starts) {
    const last = found.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], start + length);
    else found.push([start, start + length]);
  }
  return found;
}
