// pure
import type { Matter, Stage, World } from './matter.ts';

export interface Said {
  readonly stage: string;
  readonly passed: boolean;
  readonly reason: string;
}

/** How a matter came out: told, held until a time, or not told (`again` null). */
export interface Outcome {
  readonly matter: Matter;
  readonly told: boolean;
  readonly again: number | null;
  readonly said: readonly Said[];
}

/** Leads matters through the stages, one stage after the other, so that each sees which others came as far. */
export function run(stages: readonly Stage[], matters: readonly Matter[], world: Omit<World, 'peers'>): Outcome[] {
  const outcomes: Outcome[] = [];
  let alive = matters.map((matter) => ({ matter, said: [] as readonly Said[] }));
  for (const stage of stages) {
    const peers = alive.map(({ matter }) => matter);
    const next: typeof alive = [];
    for (const { matter, said } of alive) {
      const verdict = stage.decide(matter, { ...world, peers });
      const line = { stage: stage.name, passed: verdict.passed, reason: verdict.reason };
      if (verdict.passed) next.push({ matter: { ...matter, ...verdict.adds }, said: [...said, line] });
      else outcomes.push({ matter, told: false, again: verdict.again, said: [...said, line] });
    }
    alive = next;
  }
  return [...outcomes, ...alive.map(({ matter, said }) => ({ matter, told: true, again: null, said }))];
}
