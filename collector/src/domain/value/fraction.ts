// pure

/** An exact share of whole numbers; `of` is above 0. Money is reckoned in it, and rounded once, at the end. */
export interface Fraction {
  readonly parts: bigint;
  readonly of: bigint;
}

export const zero: Fraction = { parts: 0n, of: 1n };
export const whole = (parts: number): Fraction => ({ parts: BigInt(parts), of: 1n });
export const share = (parts: number, of: number): Fraction => reduced(BigInt(parts), BigInt(of));

export function plus(a: Fraction, b: Fraction): Fraction {
  return reduced(a.parts * b.of + b.parts * a.of, a.of * b.of);
}

export const minus = (a: Fraction, b: Fraction): Fraction => plus(a, { parts: -b.parts, of: b.of });

export function times(...all: readonly Fraction[]): Fraction {
  let [parts, of] = [1n, 1n];
  for (const one of all) {
    parts *= one.parts;
    of *= one.of;
  }
  return reduced(parts, of);
}

export const sumOf = (all: readonly Fraction[]): Fraction => all.reduce(plus, zero);

/** Up to three decimals, as people set minutes and hours. */
export const thousandths = (value: number): Fraction => share(Math.round(value * 1_000), 1_000);

/** The nearest whole number; of halves the one above. */
export function halfUp({ parts, of }: Fraction): number {
  const doubled = parts * 2n + of;
  const by = of * 2n;
  const cut = doubled / by;
  // BigInt cuts towards 0, and what is below 0 goes up all the same.
  return Number(doubled < 0n && doubled % by !== 0n ? cut - 1n : cut);
}

/** For what is shown with decimals. */
export const toNumber = ({ parts, of }: Fraction): number => Number((parts * 1_000_000n) / of) / 1_000_000;

function reduced(parts: bigint, of: bigint): Fraction {
  const divisor = common(parts < 0n ? -parts : parts, of);
  return { parts: parts / divisor, of: of / divisor };
}

function common(a: bigint, b: bigint): bigint {
  let [one, other] = [a, b];
  while (other > 0n) [one, other] = [other, one % other];
  return one === 0n ? 1n : one;
}
