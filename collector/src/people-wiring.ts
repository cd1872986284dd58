/** People and value with what they ask of others. */
import type { Clock } from './clock.ts';
import type { HandOverPorts, WorkSources } from './domain/people/index.ts';
import type { RequestStore } from './domain/requests/index.ts';
import type { ValuePorts } from './domain/value/index.ts';
import { turnsIn } from './domain/notifications/index.ts';
import type { Records } from './store/stores.ts';

export interface PeopleNeeds {
  readonly stores: Records;
  readonly clock: Clock;
}

const openStates = ['waiting', 'approved', 'running'] as const;
const requestsAtMost = 1_000;
const keptMs = 400 * 86_400_000;

/** Rosters, requests and what fills up, as the reckoning of people's work asks for them. */
export function workSources({ channels, requests }: Pick<Records, 'channels' | 'requests'>): WorkSources {
  return {
    rotas: async () =>
      (await channels.rosters()).map((roster) => ({
        id: roster.id,
        name: roster.name,
        zone: roster.zone,
        turns: (from, to) => turnsIn(roster, from, to),
      })),
    openRequests: async (scope) => {
      const found = await requests.requests(scope, { states: [...openStates], limit: requestsAtMost });
      return found.toReversed().map(openRequest);
    },
  };
}

type Found = Awaited<ReturnType<RequestStore['requests']>>[number];

const openRequest = ({ id, title, state, deviceName: device, site, asker, askedAt, owner, dueAt }: Found) => {
  return { id, title, state, device, site, asker: asker.name, askedAt, owner, dueAt };
};

export type PeopleDesk = ReturnType<typeof createPeopleDesk>;

export function createPeopleDesk({ stores, clock }: PeopleNeeds) {
  const work = workSources(stores);
  return {
    /** What the verbs of people need, with the time of now. */
    ports: (): HandOverPorts & { readonly now: number } => ({ ...stores, work, now: clock.now() }),
    valuePorts: (): ValuePorts & { readonly now: number } => ({ ...stores, now: clock.now() }),
    retain: () => stores.manpower.retainNotes(clock.now() - keptMs),
  };
}
