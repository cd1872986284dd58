import { percentile, round } from './numbers.ts';

export interface Timing {
  readonly p50: number;
  readonly p95: number;
}

/** Asks so often, after a few to warm up, and refuses answers that hold nothing. */
export async function timed(
  times: number,
  ask: (n: number) => Promise<Buffer>,
  points: (answer: Buffer) => number,
): Promise<Timing> {
  const found: number[] = [];
  const warmUp = Math.ceil(times / 5);
  for (let n = 0; n < warmUp + times; n++) {
    const began = performance.now();
    const answer = await ask(n);
    const took = performance.now() - began;
    if (points(answer) === 0) throw new Error(`nothing was found: ${answer.toString('utf8', 0, 300)}`);
    if (n >= warmUp) found.push(took);
  }
  return { p50: round(percentile(found, 0.5), 2), p95: round(percentile(found, 0.95), 2) };
}
