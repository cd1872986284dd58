// pure
/**
 * Adds to `into` the items with the largest values, at most `most` of them. NaN and what is not above zero never count.
 * One pass, no sorting of all: of hundreds of items ten are wanted.
 */
export function addTop<Item>(
  into: Set<Item>,
  items: readonly Item[],
  most: number,
  value: (item: Item) => number,
): void {
  const best: Item[] = [];
  const values: number[] = [];
  for (let next = 0; next < items.length; next++) {
    const item = items[next] as Item;
    const size = value(item);
    if (!(size > 0) || (best.length === most && size <= (values[most - 1] as number))) continue;
    let at = best.length === most ? most - 1 : best.length;
    while (at > 0 && (values[at - 1] as number) < size) {
      values[at] = values[at - 1] as number;
      best[at] = best[at - 1] as Item;
      at--;
    }
    values[at] = size;
    best[at] = item;
  }
  for (let at = 0; at < best.length; at++) into.add(best[at] as Item);
}
