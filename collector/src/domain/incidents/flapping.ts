// pure
import type { Settings } from './settings.ts';

type Flapping = Settings['flapping'];

/** The turns that still count, with one more. */
export function withTurn(turns: readonly number[], time: number, { withinMs }: Flapping): readonly number[] {
  return [...turns.filter((turn) => turn > time - withinMs), time];
}

/** Whether turns come so often that each is not worth telling. */
export function flaps(turns: readonly number[], { turns: most, withinMs }: Flapping): boolean {
  const last = turns.at(-1) ?? 0;
  return turns.filter((turn) => turn > last - withinMs).length >= most;
}

/** Whether nothing turned for so long that what comes next is news again. */
export function isCalm(turns: readonly number[], now: number, { calmMs }: Flapping): boolean {
  return now - (turns.at(-1) ?? 0) >= calmMs;
}
