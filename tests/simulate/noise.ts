// pure
/** Randomness that is a function: the same seed, channel and moment give the same number, in any order of asking. */

const whole = 2 ** 32;

/** From 0 to 1, evenly; `n` is used as 32 bits. */
export function chance(seed: number, channel: number, n: number): number {
  let h = Math.imul(seed ^ Math.imul(channel + 0x9e37, 0x85ebca6b), 0xc2b2ae35) ^ Math.imul(n, 0x27d4eb2f);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  h ^= h >>> 12;
  h = Math.imul(h, 0x297a2d39);
  h ^= h >>> 15;
  return (h >>> 0) / whole;
}

/** From -1 to 1, without jumps: chance at every multiple of `period`, eased in between. */
export function drift(seed: number, channel: number, time: number, period: number): number {
  const place = time / period;
  const n = Math.floor(place);
  const part = place - n;
  const eased = part * part * (3 - 2 * part);
  const before = chance(seed, channel, n);
  return 2 * (before + (chance(seed, channel, n + 1) - before) * eased) - 1;
}

/** A number of its own for each name. FNV-1a. */
export function seedOf(seed: number, name: string): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** One of some, by chance. @throws RangeError without any */
export function pick<One>(seed: number, channel: number, some: readonly One[]): One {
  const found = some[Math.floor(chance(seed, channel, 0) * some.length)];
  if (found === undefined) throw new RangeError('there is nothing to pick from');
  return found;
}
