// pure

/**
 * One column as bytes: a head, and a body that stands apart from it. n is the number of rows, m of those present.
 *
 *     head: kind + 8 if some rows are absent + 16 if there are exceptions + 32 × decimals promised (one byte)
 *           m (varint), if some rows are absent
 *           same:         zigzag of the scaled value (varint)
 *           sameDouble:   the value (f64)
 *           offset, delta, slope:
 *                         width + 8 × decimals used + 64 if a remainder follows (one byte)
 *                         divisor (varint) · zigzag of floor(base ÷ divisor) (varint) · remainder (varint)
 *                         slope: zigzag of the first difference (varint)
 *           number of exceptions and each one's distance from the one before (varints), if there are exceptions
 *     body: bitmap of the rows present, lowest bit first, if some are absent: ceil(n / 8) bytes
 *           residues as byte planes, the highest bytes first: width × (m; delta: m − 1; slope: m − 2) bytes
 *           doubles: planes of eight bytes of each value's bits XOR those of the value before: 8 × m bytes
 *           exceptions (f64 each)
 *
 * A scaled value is value × 10^decimals, taken only where dividing again gives the same bits. It is base + divisor × a,
 * where a is: offset: the residue; delta: the sum of residues up to there, the first 0; slope: the sum of such sums. Residues of delta
 * and slope are zigzag. Where a value cannot be scaled (an exception), a repeats the one before.
 */
export const kinds = { absent: 0, same: 1, sameDouble: 2, offset: 3, delta: 4, slope: 5, doubles: 6 } as const;

export const powers: readonly number[] = [1, 10, 100, 1_000, 10_000];

/** Scaled values lie within ± this, so that their second differences in zigzag are whole and exact. */
export const scaledLimit = 2 ** 50;
