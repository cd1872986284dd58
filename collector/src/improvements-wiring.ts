/** What is to get better, with what it is measured by. */
import type { Clock } from './clock.ts';
import { type CapacityPorts, listForecasts, listUnderUsed } from './domain/capacity/index.ts';
import { type ImprovementPorts, judgeImprovements } from './domain/improvements/index.ts';
import type { Stores } from './store/stores.ts';

/** What fills up within so many days is worth a project. */
const soonDays = 120;

export function createImprovementDesk({
  stores,
  clock,
  capacity,
}: {
  readonly stores: Stores;
  readonly clock: Clock;
  readonly capacity: () => CapacityPorts;
}) {
  const ports = (): ImprovementPorts => ({
    ...stores,
    trends: {
      filling: async (actor) => (await listForecasts(capacity(), actor, { within: soonDays, limit: 50 })).items,
      underUsed: (actor) => listUnderUsed(capacity(), actor, {}),
    },
    now: clock.now(),
  });
  return {
    ports,
    /** Every hour. */
    judge: () => judgeImprovements(ports()),
  };
}
