// pure

/** Doubles are as far apart as the integers that their bits are; a sum of decimals is a few steps from the decimal. */
const double = new Float64Array(2);
const words = new Int32Array(double.buffer);
const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
const [low, high] = littleEndian ? [0, 1] : [1, 0];

/** Steps from one double to another; NaN where they are more than 2^31 apart or differ in sign. */
export function stepsBetween(from: number, to: number): number {
  if (from === to) return Object.is(from, to) ? 0 : Number.NaN;
  double[0] = from;
  double[1] = to;
  const highs = (words[2 + high] as number) - (words[high] as number);
  const steps = highs * 2 ** 32 + ((words[2 + low] as number) >>> 0) - ((words[low] as number) >>> 0);
  return Math.abs(steps) < 2 ** 31 && Math.abs(highs) <= 1 ? steps : Number.NaN;
}

/** The double so many steps from another. */
export function stepped(from: number, steps: number): number {
  if (steps === 0) return from;
  double[0] = from;
  const sum = ((words[low] as number) >>> 0) + steps;
  words[low] = sum | 0;
  words[high] = (words[high] as number) + Math.floor(sum / 2 ** 32);
  return double[0];
}
