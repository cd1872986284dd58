// pure
/** [from, to) ms since 1970. */
export interface Between {
  readonly from: number;
  readonly to: number;
}

export const within = (time: number | null, { from, to }: Between): boolean =>
  time !== null && time >= from && time < to;

/**
 * Each item with the period that its time lies in.
 * @param periods ascending and apart
 */
export function sharedOut<Item>(
  items: readonly Item[],
  periods: readonly Between[],
  timeOf: (item: Item) => number,
): Item[][] {
  const shares = periods.map((): Item[] => []);
  for (const item of items) {
    const time = timeOf(item);
    let [low, high] = [0, periods.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((periods[middle]?.to ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    if ((periods[low]?.from ?? Infinity) <= time) shares[low]?.push(item);
  }
  return shares;
}
