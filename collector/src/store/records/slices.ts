/** Rows of one insert, values of one `in`: below what either database takes. */
const atOnce = 500;

/** The same in pieces that one statement takes. */
export function* slices<Item>(items: readonly Item[], size = atOnce): Generator<readonly Item[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size);
}
