/** What altered devices, with what it asks of others: heard by a cursor, and told to incidents. */
import type { PersonId } from '@fettle/shared/ids';
import type { Clock } from './clock.ts';
import { changesNear, type Heard, hearChanges, type PlansContext, type RunSource } from './domain/changes/index.ts';
import type { IncidentPorts, Suspect } from './domain/incidents/index.ts';
import type { Incident } from './domain/incidents/index.ts';
import { runSource } from './run-source.ts';
import type { Records, Stores } from './store/stores.ts';

export interface ChangeNeeds {
  readonly stores: Records & Pick<Stores, 'series'>;
  readonly clock: Clock;
  readonly incidents: () => IncidentPorts;
  /** Catches the evidence of what came to light. */
  readonly heard: (heard: Pick<Heard, 'opened' | 'suspected'>) => Promise<void>;
  /** Default: the runs of the records. */
  readonly runs?: RunSource;
}

const keptMs = 400 * 86_400_000;

export type ChangeDesk = ReturnType<typeof createChangeDesk>;

export function createChangeDesk({ stores, clock, incidents, heard, runs = runSource(stores) }: ChangeNeeds) {
  const { changes: store, plans, events, devices, access } = stores;
  let light: Pick<Heard, 'opened' | 'suspected'> = { opened: [], suspected: [] };
  let turn: Promise<void> = Promise.resolve();

  async function hear(): Promise<void> {
    for (;;) {
      const found = await hearChanges({ store, plans, events, devices, runs, incidents, now: clock.now() });
      if (found.events === 0) return;
      light = {
        opened: [...light.opened, ...found.opened],
        suspected: [...light.suspected, ...found.suspected],
      };
    }
  }

  /** Never two at once: both would hear the same. */
  function inTurn(): Promise<void> {
    const next = turn.then(hear);
    turn = next.catch(() => undefined);
    return next;
  }

  return {
    /** Every second. */
    async tell(): Promise<void> {
      await inTurn();
      const { opened, suspected } = light;
      light = { opened: [], suspected: [] };
      if (opened.length + suspected.length > 0) await heard({ opened, suspected });
    },
    /** What was altered before an incident; what was committed until now counts. */
    async suspects(incident: Incident, time: number): Promise<readonly Suspect[]> {
      await inTurn();
      return changesNear({ store, devices }, incident, time);
    },
    retain: () => store.retain(clock.now() - keptMs),
    /** What the verbs over plans need, with the time of now. */
    plansPorts: (): PlansContext => ({
      plans,
      devices,
      incidents: stores.incidents,
      runs,
      person: async (id: PersonId) => {
        const found = await access.person(id);
        return found && { id: found.id, name: found.name };
      },
      now: clock.now(),
    }),
  };
}
