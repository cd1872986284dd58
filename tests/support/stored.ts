/** What arrived of a real agent that measures every second, and what of it is missing or there twice. */
import { readStatus, type Status } from '@fettle/agent/status';
import type { DevicePage } from '@fettle/shared/api/devices';
import type { SeriesPage } from '@fettle/shared/api/series';
import type { Fettle } from './fettle.ts';

/** What the agent last wrote: the file itself, for a process at each look would take the processor from those under test. */
export const agentStatus = ({ agentData }: Fettle): Status | null => readStatus(agentData);

export function acknowledged(fettle: Fettle): number {
  return agentStatus(fettle)?.link.acknowledged?.sequence ?? 0;
}

/** Times of all samples of `system.uptime`, one a frame, in order. */
export async function timesOf(fettle: Fettle, from: number, to: number): Promise<number[]> {
  const { items } = await fettle.api<DevicePage>('/api/v1/devices');
  const range = `device=${items[0]?.id ?? ''}&metric=system.uptime&from=${from}&to=${to}`;
  const { items: found } = await fettle.api<SeriesPage>(`/api/v1/series?${range}`);
  return (found[0]?.points ?? []).map(([time]) => time);
}

/**
 * How many frames that were acknowledged are not there, of an agent that was never ended by force: it numbers them without
 * a gap, so this is exact however rarely a busy machine lets it measure. Seconds without a sample (`losses`) are what
 * that costs too.
 */
export const absent = (fettle: Fettle, times: readonly number[]): number => acknowledged(fettle) - new Set(times).size;

export interface Losses {
  readonly samples: number;
  /** Seconds without a sample although the agent lived. */
  readonly lost: number;
  /** Samples that are there more than once. */
  readonly doubled: number;
}

/** How long an agent may need from its end by force until it measures again, ms. */
const restartMs = 6_000;

/** @param ends when the agent was ended by force: until it lives again nothing is measured */
export function losses(times: readonly number[], ends: readonly number[] = []): Losses {
  let lost = 0;
  for (const [i, time] of times.entries()) {
    const before = times[i - 1];
    if (before === undefined) continue;
    const missing = Math.round((time - before) / 1_000) - 1;
    const dead = ends.some(
      (end) => end >= before - 100 && end <= time && time - end < restartMs && end - before < 1_500,
    );
    if (!dead) lost += Math.max(0, missing);
  }
  return { samples: times.length, lost, doubled: times.length - new Set(times).size };
}
