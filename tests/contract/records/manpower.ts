import type { HandOverNote } from '@fettle/collector/domain/people/index';
import type { NewTimelineEntry } from '@fettle/collector/domain/incidents/index';
import type { IncidentId, PersonId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { incident } from './incidents.ts';
import type { Open, Place } from './place.ts';
import { day, device, deviceId, enrolled, everywhere, note, noted, nowhere, only, start } from './samples.ts';

const line = (kind: NewTimelineEntry['kind'], at: number, actor: string | null, detail = {}): NewTimelineEntry => ({
  time: start + at,
  kind,
  actor,
  words: kind,
  detail,
});
const remedy = {
  run: 'u1',
  by: 'order',
  outcome: 'done',
  startedAt: start,
  endedAt: start,
  cleared: true,
  measuredAt: start,
};
const [jana, tom] = ['pjana', 'ptom'] as PersonId[];
const id = (name: string) => `i${name}` as IncidentId;

/** Three incidents in berlin, one in porto: resolved by a person, by a run, by itself, and one that is open. */
async function fleet(open: Open): Promise<Place> {
  const place = await open();
  await enrolled(place, device('a'));
  await enrolled(place, device('b', { site: 'porto', labels: { role: 'web' } }));
  const over = { state: 'resolved', resolvedAt: start + 2 * day } as const;
  const told = [
    {
      after: incident('hand', over),
      timeline: [
        line('opened', 0, null),
        line('acknowledged', 100, 'person:pjana'),
        line('owner', day, 'person:pjana', { owner: tom }),
        line('reopened', day + 5, null),
        line('resolved', 2 * day, 'person:ptom'),
      ],
    },
    {
      after: incident('run', { ...over, remedy: { ...remedy, credited: true, escalatedAt: null } }),
      timeline: [line('opened', 0, null), line('resolved', 2 * day, null)],
    },
    {
      after: incident('self', {
        ...over,
        device: deviceId('b'),
        remedy: { ...remedy, credited: false, escalatedAt: null },
      }),
      timeline: [line('resolved', 2 * day, 'system:jobs'), line('note', 2 * day + 1, 'token:t1')],
    },
    { after: incident('open', { openedAt: start + day }), timeline: [line('note', day, 'person:ptom')] },
  ];
  await place.records.incidents.write(
    told.map((one) => ({ before: null, ...one })),
    note('opened'),
  );
  return place;
}

export function manpowerContract(open: Open): void {
  test('cases are those that opened or were resolved in the span, with what resolved them', async () => {
    await using place = await fleet(open);
    const { manpower } = place.records;
    const all = await manpower.cases(everywhere, start, start + 3 * day, 10);
    const said = all.map(({ id: of, by, openedAt, resolvedAt, site }) => [of, by, openedAt, resolvedAt, site]);
    expect(said).toEqual([
      ['ihand', 'hand', start, start + 2 * day, 'berlin'],
      ['iopen', null, start + day, null, 'berlin'],
      ['irun', 'script', start, start + 2 * day, 'berlin'],
      ['iself', 'itself', start, start + 2 * day, 'porto'],
    ]);
    const ids = async (from: number, to: number) =>
      (await manpower.cases(everywhere, from, to, 10)).map((one) => one.id);
    expect(await ids(start, start + 1)).toEqual(['ihand', 'irun', 'iself']);
    expect(await ids(start + 1, start + day)).toEqual([]);
    expect(await ids(start + day, start + 2 * day)).toEqual(['iopen']);
    expect(await ids(start + 2 * day, start + 2 * day + 1)).toEqual(['ihand', 'irun', 'iself']);
  });

  test('cases and deeds come in pages, and only from what a scope shows', async () => {
    await using place = await fleet(open);
    const { manpower } = place.records;
    const span = [start, start + 3 * day] as const;
    const first = await manpower.cases(everywhere, ...span, 3);
    const rest = await manpower.cases(everywhere, ...span, 3, id('run'));
    expect([first.map((one) => one.id), rest.map((one) => one.id)]).toEqual([['ihand', 'iopen', 'irun'], ['iself']]);
    expect((await manpower.cases(only('porto'), ...span, 9)).map((one) => one.id)).toEqual(['iself']);
    const web = { sites: 'all', selector: 'role=web' } as const;
    // A page of rows that the selector hides is not the end.
    expect((await manpower.cases(web, ...span, 1)).map((one) => one.id)).toEqual(['iself']);
    expect(await manpower.cases(nowhere, ...span, 9)).toEqual([]);
    expect(await manpower.deeds(only('porto'), ...span, 9)).toEqual([]);
    const one = await manpower.deeds(everywhere, ...span, 1);
    expect(new Set(one.map((deed) => deed.incident))).toEqual(new Set(['ihand']));
    const two = await manpower.deeds(everywhere, ...span, 1, id('hand'));
    expect(two.map((deed) => deed.incident)).toEqual(['iopen']);
  });

  test('deeds are what people did, with what they did before on the same incidents', async () => {
    await using place = await fleet(open);
    const { manpower } = place.records;
    const given = (from: number, to: number) => manpower.deeds(everywhere, start + from, start + to, 10);
    const acknowledged = {
      incident: id('hand'),
      time: start + 100,
      kind: 'acknowledged',
      person: jana,
      owner: null,
      since: start,
    };
    const owned = { incident: id('hand'), time: start + day, kind: 'owner', person: jana, owner: tom, since: start };
    const resolved = {
      incident: id('hand'),
      time: start + 2 * day,
      kind: 'resolved',
      person: tom,
      owner: null,
      since: start + day + 5,
    };
    const noticed = {
      incident: id('open'),
      time: start + day,
      kind: 'note',
      person: tom,
      owner: null,
      since: start + day,
    };
    expect(await given(0, 3 * day)).toEqual([acknowledged, owned, resolved, noticed]);
    expect(await given(day, 2 * day)).toEqual([acknowledged, owned, noticed]);
    expect(await given(2 * day, 3 * day)).toEqual([acknowledged, owned, resolved]);
    expect(await given(101, day)).toEqual([]);
  });

  test('notes are seen by who shares a site with their writer, newest first, until they are old', async () => {
    await using place = await open();
    const { manpower } = place.records;
    const by = (name: string, time: number, sites: HandOverNote['sites']): HandOverNote => {
      return { id: `n${name}`, time, by: jana as PersonId, byName: 'Jana', sites, text: `${name} “'; --` };
    };
    const written = [by('one', start, ['berlin']), by('two', start + 5, 'all'), by('three', start + 9, ['porto'])];
    for (const one of written) await manpower.addNote(one, note(`noted ${one.id}`));
    const ids = async (scope = everywhere, to = start + 10) =>
      (await manpower.notes(scope, start, to)).map((one) => one.id);
    expect(await manpower.notes(everywhere, start, start + 10)).toEqual(written.toReversed());
    expect([await ids(only('berlin')), await ids(nowhere), await ids(everywhere, start + 9)]).toEqual([
      ['ntwo', 'none'],
      ['ntwo'],
      ['ntwo', 'none'],
    ]);
    expect(await noted(place)).toEqual(['noted none', 'noted ntwo', 'noted nthree']);
    expect(await manpower.retainNotes(start + 5)).toBe(1);
    expect(await ids()).toEqual(['nthree', 'ntwo']);
  });
}
