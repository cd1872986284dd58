import { randomFrom } from './random.ts';

/** Normal noise of mean 0 and deviation 1: Box–Muller. */
export function normalFrom(seed: number): () => number {
  const random = randomFrom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
