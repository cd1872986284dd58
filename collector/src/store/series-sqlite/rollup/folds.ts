// pure
/**
 * The folds of one series. n is the number of buckets, m of those with samples; only these are told of.
 *
 *     1 if scaled + 2 if states follow + 4 if counts follow + 8 if all are alike + 16 if sums have steps + 32 × decimals (one byte)
 *     counts: a column of n (block/column.ts); none: they are those that all have in common
 *     scaled, all alike: the value × 10^decimals (varint, zigzag) · steps (varint, zigzag), if sums have them
 *     scaled: common divisor (varint) · first minimum × 10^decimals (varint, zigzag) · bits of the mean range, of the mean change (bytes) ·
 *             in bits (bits.ts) for each of m, in units of the divisor:
 *             the zigzag of the minimum less the one before, but of the first (rice) · maximum less minimum (rice) ·
 *             if that is not 0: last less minimum (among so many) · the zigzag of sum less count × minimum less what was expected (rice) ·
 *             if sums have steps: the zigzag of how far the sum is from that one's nearest double, in steps of doubles (rice)
 *     else:   columns of m: min · max · sum · last
 *     states: their number (varint), each: its value (a column of one) · ms in it (a column of n)
 *
 * How many low bits `rice` leaves as they are is what expectation.ts has learnt.
 */
export const flag = { scaled: 1, states: 2, counts: 4, alike: 8, steps: 16, decimals: 32 } as const;

export const zigzag = (n: number): number => (n < 0 ? -2 * n - 1 : 2 * n);
export const unzigzag = (n: number): number =>
  // Small ones by bits: the remainder of doubles is a call.
  n < 0x80000000 ? (n >>> 1) ^ -(n & 1) : n % 2 === 0 ? n / 2 : -(n + 1) / 2;

/** The buckets that have samples. */
export function placesWith(count: Float64Array): number[] {
  const places: number[] = [];
  for (let i = 0; i < count.length; i++) if ((count[i] as number) > 0) places.push(i);
  return places;
}
