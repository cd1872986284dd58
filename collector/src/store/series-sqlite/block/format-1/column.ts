// pure

/**
 * One column as bytes in format 1: a head, a body and bits, which stand apart from each other. n is the number of rows, m of those present.
 *
 *     head: kind + 8 if a divisor follows + 16 if `more` follows + 32 × decimals promised (one byte)
 *           more (one byte): 1 some rows are absent · 2 exceptions · 4 a remainder · 8 wide · 16 × decimals used less those promised
 *           m (varint), if some rows are absent
 *           same:         zigzag of the scaled value (varint)
 *           sameDouble:   the value (f64)
 *           offset, delta, slope:
 *                         turn (one byte; wide: two) · divisor (varint; none: 1) · zigzag of floor(base ÷ divisor) (varint) ·
 *                         remainder (varint; none: 0) · slope: zigzag of the first difference (varint) ·
 *                         n ≥ 256: bytes of the body's symbols, bits (varints)
 *           number of exceptions and each one's distance from the one before (varints), if there are exceptions
 *     body: bitmap of the rows present, lowest bit first, if some are absent: ceil(n / 8) bytes
 *           offset, delta, slope: symbols of the residues (symbols.ts); wide: of their quotients by 2^26, then of the remainders
 *           doubles: planes of eight bytes of each value's bits XOR those of the value before: 8 × m bytes
 *           exceptions (f64 each)
 *     bits: offset, delta, slope: what the symbols leave of the residues
 *
 * A scaled value is value × 10^decimals, taken only where dividing again gives the same bits. It is base + divisor × a,
 * where a is: offset: the residue; delta: the sum of residues up to there, the first 0; slope: the sum of such sums, from the first
 * difference on. So there are m residues, m − 1 or m − 2; those of delta and slope are zigzag. Where a value cannot be scaled
 * (an exception), a repeats the one before.
 */
export { flags, kinds, more, powers, wideSplit, withoutResidue } from '../column.ts';

/** From so many rows on a column says how long it is, so that others are reached without reading it. */
export const lengthsFrom = 256;
