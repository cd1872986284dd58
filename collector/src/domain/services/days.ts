// pure
import type { ServiceState } from '@fettle/shared/api/services';
import type { StateStretch } from './types.ts';

export interface ServiceDay {
  /** `2026-11-30`, of UTC. */
  readonly day: string;
  readonly state: ServiceState;
  readonly downSeconds: number;
}

const dayMs = 86_400_000;
/** What a day is called that had several. One of which something is known is not unknown. */
const worst: readonly ServiceState[] = ['down', 'degraded', 'window', 'in-order', 'unknown'];

/** The beginning of the day of UTC in which a time lies. */
export const dayOf = (time: number) => Math.floor(time / dayMs) * dayMs;

/** The worst state of each day of UTC, and how long it was down then; rounded to seconds, half up. @param from the beginning of a day */
export function daysOf(stretches: readonly StateStretch[], from: number, to: number): ServiceDay[] {
  const days: ServiceDay[] = [];
  let i = 0;
  for (let begin = from; begin < to; begin += dayMs) {
    const end = begin + dayMs;
    let state: ServiceState = 'unknown';
    let down = 0;
    while ((stretches[i]?.to ?? end) <= begin) i++;
    for (let k = i; (stretches[k]?.from ?? end) < end; k++) {
      const one = stretches[k] as StateStretch;
      if (worst.indexOf(one.state) < worst.indexOf(state)) ({ state } = one);
      if (one.state === 'down') down += Math.min(end, one.to) - Math.max(begin, one.from);
    }
    days.push({ day: new Date(begin).toISOString().slice(0, 10), state, downSeconds: Math.floor(down / 1_000 + 0.5) });
  }
  return days;
}
