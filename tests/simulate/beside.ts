/** The store's housekeeping beside the history that is being made, in place of a pause in each of its steps. */
import type { SeriesStore } from '@fettle/collector/domain/series/store';

/** A step of history may overtake housekeeping so often before it waits for it. */
const mostPassed = 24;

/** From now on `maintain` begins the work and does not wait for its end. `end` waits, and all is as it was. */
export function keepBeside(series: SeriesStore): { end(): Promise<void> } {
  const maintain = series.maintain.bind(series);
  let running: Promise<void> | null = null;
  let failed: unknown = null;
  let passed = 0;
  let latest = Number.NEGATIVE_INFINITY;
  const begin = async (plan: Parameters<typeof maintain>[1]) => {
    try {
      while ((await maintain(latest, plan)).more);
    } catch (error) {
      failed = error;
    }
    running = null;
    passed = 0;
  };
  series.maintain = async (now, plan) => {
    latest = now;
    if (running !== null && ++passed > mostPassed) await running;
    if (failed !== null) throw failed;
    running ??= begin(plan);
    return { removed: 0, more: false };
  };
  return {
    async end() {
      await running;
      series.maintain = maintain;
      if (failed !== null) throw failed;
    },
  };
}
