// pure

/** The word of a list that somebody most likely meant, or undefined where none is near. */
export function nearest(word: string, list: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase();
  if (wanted === '') return undefined;
  // `mountpoint` for `system.filesystem.mountpoint`.
  const ends = [...list].filter((one) => one.toLowerCase().endsWith(`.${wanted}`));
  if (ends.length === 1) return ends[0];
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const one of list) {
    const apart = distance(wanted, one.toLowerCase(), least);
    if (apart < least) [best, least] = [one, apart];
  }
  return best;
}

/** ` Did you mean “x”?`, or nothing. */
export function didYouMean(word: string, list: Iterable<string>): string {
  const found = nearest(word, list);
  return found === undefined ? '' : ` Did you mean “${found}”?`;
}

/**
 * Letters to add, drop, change or swap with their neighbour (optimal string alignment); at most `enough`.
 */
function distance(a: string, b: string, enough: number): number {
  if (Math.abs(a.length - b.length) >= enough) return enough;
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let least = Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) least = Math.min(least, (before[j - 2] ?? 0) + 1);
      next.push(least);
    }
    [before, row] = [row, next];
  }
  return Math.min(enough, row[b.length] ?? enough);
}
