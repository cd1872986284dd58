/** Where the stories of people's work happen: a week of incidents, who did what, a roster. */
import { type Actor, personActor } from '@fettle/collector/domain/access/index';
import type { Incident, NewTimelineEntry } from '@fettle/collector/domain/incidents/index';
import { createPeopleDesk } from '@fettle/collector/people-wiring';
import type { PersonId } from '@fettle/shared/ids';
import { incident } from '../contract/records/incidents.ts';
import { openMemory } from '../contract/records/place.ts';
import { device, deviceId, enrolled, note, person } from '../contract/records/samples.ts';

const silent = { events: [], audit: [] };
export const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
/** A Monday. */
export const monday = Date.UTC(2026, 9, 5);
export const week = { from: monday, to: monday + 7 * day };
export const [jana, tom, ida, ann] = ['Jana', 'Tom', 'Ida', 'Ann'].map(
  (name) => `p${name.toLowerCase()}` as PersonId,
) as [PersonId, PersonId, PersonId, PersonId];

type Step = readonly [at: number, kind: NewTimelineEntry['kind'], by: PersonId | null, detail?: object];

/** Four people, Ann of Porto; Jana is on call from 8 to 20, Tom for the night; a week of incidents. */
export async function world() {
  const place = await openMemory();
  const { records } = place;
  let now = week.to;
  await enrolled(place, device('a'));
  await enrolled(place, device('b', { site: 'porto' }));
  const people = [
    person('Jana', { role: 'technician' }),
    person('Tom', { role: 'technician' }),
    person('Ida', { role: 'manager' }),
    person('Ann', { role: 'technician', sites: ['porto'] }),
  ];
  for (const one of people) {
    const invitation = { hash: one.id, person: one.id, createdAt: 0, expiresAt: monday };
    await records.people.invite({ ...one, state: 'invited', passwordHash: null }, invitation, silent);
    await records.people.accept(one.id, 1, 'hash', silent);
  }
  await records.people.putTeam({ id: 'night', name: 'Night', members: [jana, tom], version: 0 }, silent);
  await records.channels.putRoster(
    {
      id: 'duty',
      name: 'Duty',
      zone: 'UTC',
      start: '2026-10-05T08:00',
      turn: { every: 'day', count: 1 },
      people: [jana, tom],
      overrides: [],
      version: 1,
    },
    silent,
  );
  const told = async (name: string, fields: Partial<Incident>, ...steps: readonly Step[]) => {
    const timeline = steps.map(([at, kind, by, detail = {}]) => ({
      time: at,
      kind,
      actor: by && `person:${by}`,
      words: kind === 'note' ? `note of ${name}` : kind,
      detail: { ...detail },
    }));
    const after = incident(name, {
      clocks: { waitingSince: fields.openedAt ?? 0, pauses: [], toldAcknowledge: null, toldResolve: null },
      ...fields,
    });
    await records.incidents.write([{ before: null, after, timeline }], note(name));
  };
  const over = (openedAt: number, ms: number) => ({ openedAt, resolvedAt: openedAt + ms, state: 'resolved' as const });
  const ten = monday + 10 * hour;
  await told('one', over(ten, hour), [ten + 5 * minute, 'acknowledged', jana], [ten + hour, 'resolved', jana]);
  await told('two', over(ten, 2 * hour), [ten + 9 * minute, 'acknowledged', jana], [ten + 2 * hour, 'resolved', jana]);
  await told('self', over(ten, minute));
  // Before her turn it was nobody's.
  const early = monday + 2 * day + 7 * hour;
  await told(
    'early',
    over(early, 3 * hour),
    [early + 2 * hour, 'acknowledged', jana],
    [early + 3 * hour, 'resolved', tom],
  );
  const sunday = monday + 6 * day + 22 * hour;
  await told(
    'late',
    { openedAt: sunday, owner: tom, severity: 'critical' },
    [sunday + hour, 'note', tom],
    [sunday + hour, 'owner', jana, { owner: tom }],
  );
  await told('free', { openedAt: sunday + 100 * minute });
  await told('away', { device: deviceId('b'), openedAt: sunday, owner: ann });
  const desk = createPeopleDesk({ stores: records, clock: { now: () => now } });
  const as = (id: PersonId): Actor => personActor(people.find((one) => one.id === id) ?? people[0]!);
  return {
    ...place,
    records,
    desk,
    as,
    at: (time: number) => (now = time),
    [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
  };
}
