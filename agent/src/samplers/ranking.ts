// pure
/**
 * The items with the largest sizes. Its memory is used again; sizes are whole numbers and kept up to 2^31, so that a
 * ranking of hundreds of items makes no objects.
 */
export class Ranking<Item> {
  /** Largest first; of these `count` are of now. */
  readonly items: Item[] = [];
  count = 0;
  readonly #sizes: Int32Array;

  constructor(most: number) {
    this.#sizes = new Int32Array(most);
  }

  clear(): void {
    this.count = 0;
    this.#sizes.fill(0);
  }

  /** What is not above zero never counts. */
  offer(item: Item, size: number): void {
    const sizes = this.#sizes;
    const last = sizes.length - 1;
    const kept = size > largest ? largest : size;
    // Places that are free hold 0.
    if (kept <= (sizes[last] as number)) return;
    let at = this.count < sizes.length ? this.count++ : last;
    while (at > 0 && (sizes[at - 1] as number) < kept) {
      sizes[at] = sizes[at - 1] as number;
      this.items[at] = this.items[at - 1] as Item;
      at--;
    }
    sizes[at] = kept;
    this.items[at] = item;
  }
}

const largest = 2 ** 31 - 1;
