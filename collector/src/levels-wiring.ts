/** Levels with what they ask of others, and what is done for them by the clock. */
import type { Severity } from '@fettle/shared/severity';
import type { Clock } from './clock.ts';
import type { Incident } from './domain/incidents/index.ts';
import { type BurningNow, hearBackups, type LevelPorts, tellMissed, tendBurning } from './domain/levels/index.ts';
import { burnRule, type Finding } from './domain/rules/index.ts';
import type { Records } from './store/stores.ts';

export interface LevelNeeds {
  readonly stores: Pick<Records, 'levels' | 'services' | 'devices' | 'incidents' | 'events' | 'runs'>;
  readonly clock: Clock;
  /** Makes findings durable as incidents. */
  readonly sink: (findings: readonly Finding[]) => Promise<void>;
}

export type LevelDesk = ReturnType<typeof createLevelDesk>;

const keptMs = 400 * 86_400_000;

export function createLevelDesk({ stores, clock, sink }: LevelNeeds) {
  const { levels, services, devices, incidents, events, runs } = stores;
  let burning: BurningNow = new Map();

  /** What the verbs need, with the time of now. */
  const ports = (): LevelPorts & Pick<typeof stores, 'levels' | 'services' | 'devices' | 'incidents'> => {
    return { levels, services, devices, incidents, now: clock.now() };
  };

  return {
    ports,
    /** What the budget of an incident says now; null: nothing, or it is of something else. */
    holds: ({ rule, instance }: Incident): Severity | null =>
      rule === burnRule ? (burning.get(instance) ?? null) : null,
    /** Every few seconds: what runs told of backups. */
    async hear(): Promise<void> {
      while ((await hearBackups({ levels, events, runs, now: clock.now() })) > 0);
    },
    /** Every minute: budgets that burn. */
    async tend(): Promise<void> {
      burning = await tendBurning({ ...ports(), sink });
    },
    /** Every few minutes: periods that are missed. */
    tellMissed: () => tellMissed(ports()),
    /** Every few hours. */
    retain: () => levels.retain(clock.now() - keptMs),
  };
}
