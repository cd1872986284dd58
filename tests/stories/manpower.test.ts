/** What a week of work leaves: people's load, what is handed over, and who may see it. */
import type { Actor } from '@fettle/collector/domain/access/index';
import { addHandOverNote, getHandOver, getManpower } from '@fettle/collector/domain/people/index';
import { expect, test } from 'vitest';
import { ann, day, hour, ida, jana, minute, monday, tom, week, world } from './manpower-world.ts';

test('a manager sees everybody’s load, to the incident and the millisecond', async () => {
  await using app = await world();
  const found = await getManpower(app.desk.ports(), app.as(ida), week);
  const by = new Map(found.people.map((one) => [one.person.name, one]));
  expect(by.get('Jana')).toMatchObject({
    open: 0,
    worked: 3,
    resolved: 2,
    // 5 and 9 min from the opening; 1 h from the beginning of her turn at 8:00, an hour after the opening.
    // And 1 h to what she handed to Tom.
    actMedianMs: 34.5 * minute,
    onCallHours: 4 * 24 - 8,
  });
  expect(by.get('Tom')).toMatchObject({ open: 1, overdue: 1, worked: 2, resolved: 1, onCallHours: 3 * 24 });
  expect(by.get('Ann')).toMatchObject({ open: 1, worked: 0 });
  expect(found.fairShare).toBe(2.5);
  expect(found.teams).toMatchObject([{ team: { id: 'night' }, worked: 4, resolved: 3, open: 1 }]);
  expect([found.nobodyOpen, found.onCall]).toEqual([
    1,
    [{ roster: 'duty', name: 'Duty', person: { id: jana, name: 'Jana' }, until: week.to + 8 * hour }],
  ]);
  expect(found.byScript).toEqual([{ week: monday, script: 0, hand: 3, itself: 1 }]);
  expect(found.forecast).toEqual([]);
});

test('who may not see others sees only themselves, and nothing to reckon others from', async () => {
  await using app = await world();
  const found = await getManpower(app.desk.ports(), app.as(tom), week);
  expect(found.people.map((one) => one.person.name)).toEqual(['Tom']);
  expect([found.teams, found.fairShare]).toEqual([[], null]);
  const other = await getManpower(app.desk.ports(), app.as(ann), week);
  expect(other).toMatchObject({ people: [{ open: 1 }], nobodyOpen: 0, byScript: [{ hand: 0, itself: 0 }] });
  const viewer: Actor = { ...app.as(tom), role: 'viewer' };
  await expect(getManpower(app.desk.ports(), viewer, week)).rejects.toMatchObject({ code: 'not_allowed' });
  const years = { from: 0, to: week.to };
  await expect(getManpower(app.desk.ports(), app.as(ida), years)).rejects.toMatchObject({ code: 'query_too_large' });
  const none = { from: 5, to: 5 };
  await expect(getManpower(app.desk.ports(), app.as(ida), none)).rejects.toMatchObject({ code: 'input_invalid' });
});

test('a hand-over is of the turn that ends, with what is next', async () => {
  await using app = await world();
  const text = 'The disk of db-1 comes tomorrow.';
  await addHandOverNote({ ...app.desk.ports(), access: app.records.access }, app.as(jana), { text });
  const found = await getHandOver(app.desk.ports(), app.as(tom), { roster: 'duty' });
  expect(found).toMatchObject({
    from: monday + 6 * day + 8 * hour,
    to: monday + 7 * day + 8 * hour,
    leaving: { name: 'Jana' },
    coming: { name: 'Tom' },
    notes: [{ by: { name: 'Jana' }, text }],
    done: [],
  });
  const open = found.open.map(({ id, state, next, owner }) => [id, state, next.replaceAll('\u202f', ' '), owner?.name]);
  expect(open).toEqual([
    ['ilate', 'critical', expect.stringMatching(/^Acknowledge it: that is .* late\. Tom: “note of late”$/), 'Tom'],
    ['iaway', 'warning', expect.stringContaining('Acknowledge it'), 'Ann'],
    ['ifree', 'warning', expect.stringContaining('Acknowledge it'), undefined],
  ]);
  // Ten minutes after the hand-over it is still that turn; hours later the next.
  app.at(monday + 7 * day + 8 * hour + 10 * minute);
  const after = await getHandOver(app.desk.ports(), app.as(tom), { roster: 'duty' });
  expect(after).toMatchObject({ from: found.from, to: found.to, leaving: { name: 'Jana' } });
  app.at(monday + 7 * day + 15 * hour);
  expect(await getHandOver(app.desk.ports(), app.as(tom), { roster: 'duty' })).toMatchObject({
    from: found.to,
    leaving: { name: 'Tom' },
  });
});

test('what was done in a turn says who did it and how long it took', async () => {
  await using app = await world();
  const found = await getHandOver(app.desk.ports(), app.as(ida), { from: monday, to: monday + day });
  const done = found.done.map(({ id, next }) => [id, next.replaceAll('\u202f', ' ')]);
  expect(done).toEqual([
    ['iself', 'Resolved by itself after 1 min.'],
    ['ione', 'Resolved by Jana after 1 h.'],
    ['itwo', 'Resolved by Jana after 2 h.'],
  ]);
  expect(found).toMatchObject({ roster: null, leaving: null, coming: null, underWay: [], soon: [], requests: [] });
});

test('a hand-over shows what its reader sees, and refuses others', async () => {
  await using app = await world();
  const text = 'for Berlin';
  await addHandOverNote({ ...app.desk.ports(), access: app.records.access }, app.as(jana), { text });
  const found = await getHandOver(app.desk.ports(), app.as(ann), { roster: 'duty' });
  expect(found.open.map(({ id }) => id)).toEqual(['iaway']);
  // Jana is of all sites, and so is her note.
  expect(found.notes).toHaveLength(1);
  const refused = (asked: object, actor = app.as(tom)) => getHandOver(app.desk.ports(), actor, asked);
  await expect(refused({ roster: 'none' })).rejects.toMatchObject({ code: 'not_found' });
  await expect(refused({}, { ...app.as(tom), role: 'viewer' })).rejects.toMatchObject({ code: 'not_allowed' });
  const ports = { ...app.desk.ports(), access: app.records.access };
  for (const bad of ['', '  ', 'x'.repeat(4_001), 'a\u0007b']) {
    await expect(addHandOverNote(ports, app.as(tom), { text: bad })).rejects.toMatchObject({ code: 'input_invalid' });
  }
});
