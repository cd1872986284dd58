// pure

/** The greatest odd divisor of whole numbers below 2^31 that are multiples of a power of two; 1 where there is none. */
export function oddDivisor(near: Int32Array, count: number, twos: number): number {
  let divisor = 0;
  for (let i = 0; i < count; i++) {
    let rest = (near[i] as number) >> twos;
    if (rest === 0) continue;
    if (rest < 0) rest = -rest;
    if (divisor === 0) divisor = rest;
    rest %= divisor;
    while (rest !== 0) {
      const smaller = divisor % rest;
      divisor = rest;
      rest = smaller;
    }
    if (divisor === 1) return 1;
  }
  return divisor;
}

/** What is left of numbers less the least of them, in units of a divisor of all. */
export function divide(near: Int32Array, count: number, low: number, divisor: number): void {
  for (let i = 0; i < count; i++) near[i] = (((near[i] as number) - low) / divisor) | 0;
}

/** The greatest divisor of differences from `low` that may be larger. */
export function divisorOf(scaled: Float64Array, count: number, low: number): number {
  let divisor = 0;
  let before = low;
  for (let i = 0; i < count; i++) {
    const value = scaled[i] as number;
    if (value === before) continue;
    before = value;
    let rest = value - low;
    if (divisor === 0) divisor = rest;
    else {
      while (rest !== 0) {
        const smaller = divisor % rest;
        divisor = rest;
        rest = smaller;
      }
    }
    if (divisor === 1) return 1;
  }
  return divisor === 0 ? 1 : divisor;
}
