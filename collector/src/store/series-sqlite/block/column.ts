// pure

/**
 * One column as bytes. n is the number of rows, m of those present.
 *
 *     kind + 8 if a divisor follows + 16 if `more` follows + 32 × decimals promised (one byte)
 *     more (one byte): 1 some rows are absent · 2 exceptions · 4 a remainder · 8 wide · 16 × decimals used less those promised
 *     m (varint) and a bitmap of the rows present, lowest bit first, ceil(n / 8) bytes: if some rows are absent
 *     same:         zigzag of the scaled value (varint)
 *     sameDouble:   the value (f64)
 *     doubles:      length (varint) · packed (compression.ts): planes of eight bytes of each value's bits XOR those of the value before
 *     offset, delta, slope:
 *                   divisor (varint; none: 1) · zigzag of floor(base ÷ divisor) (varint) · remainder (varint; none: 0) ·
 *                   slope: zigzag of the first difference (varint) ·
 *                   residues (numbers.ts); wide: their quotients by 2^26, then the remainders
 *     number of exceptions (varint), each: its distance from the one before (varint) · its value (f64): if there are exceptions
 *
 * A scaled value is value × 10^decimals, taken only where dividing again gives the same bits. It is base + divisor × a,
 * where a is: offset: the residue; delta: the sum of residues up to there, the first 0; slope: the sum of such sums, from the first
 * difference on. So there are m residues, m − 1 or m − 2; those of delta and slope are zigzag. Where a value cannot be scaled
 * (an exception), a repeats the one before.
 */
export const kinds = { absent: 0, same: 1, sameDouble: 2, offset: 3, delta: 4, slope: 5, doubles: 6 } as const;

/** How many of the present have no residue. */
export const withoutResidue = (kind: number): number => (kind === kinds.delta ? 1 : kind === kinds.slope ? 2 : 0);

export const flags = { divisor: 8, more: 16, decimals: 32 } as const;
export const more = { gaps: 1, exceptions: 2, remainder: 4, wide: 8, decimals: 16 } as const;

export const powers: readonly number[] = [1, 10, 100, 1_000, 10_000];

/** Scaled values lie within ± this, so that their second differences in zigzag are whole and exact. */
export const scaledLimit = 2 ** 50;

/** Residues of numbers beyond this need more than 32 bits and are split in two. */
export const narrowLimit = 2 ** 30;
export const wideSplit = 2 ** 26;
