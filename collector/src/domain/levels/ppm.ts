// pure

const million = 1_000_000n;

/** A share in parts per million, rounded down; null of nothing. Both are whole. */
export function ppmOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Number((BigInt(part) * million) / BigInt(whole));
}

/** So many parts per million of something whole, rounded down. */
export function shareOf(whole: number, ppm: number): number {
  return Number((BigInt(whole) * BigInt(ppm)) / million);
}

/** `part × whole ÷ of`, rounded up; `of` is not 0. */
export function scaledUp(part: number, whole: number, of: number): number {
  return Number((BigInt(part) * BigInt(whole) + BigInt(of) - 1n) / BigInt(of));
}

/** `part × whole ÷ of`, rounded half up; none is negative, `of` is not 0. */
export function scaledHalfUp(part: number, whole: number, of: number): number {
  return Number((2n * BigInt(part) * BigInt(whole) + BigInt(of)) / (2n * BigInt(of)));
}
