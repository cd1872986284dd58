/** A call of a store that forgets the scope does not compile; if somebody forces it, it fails or finds nothing. */
import { expect, test } from 'vitest';
import { incident } from './records/incidents.ts';
import { openMemory } from './records/place.ts';
import { apiToken, device, enrolled, note, person } from './records/samples.ts';

test('what is scoped is not read or changed without a scope', async () => {
  await using place = await openMemory();
  const { access, devices, events, people, incidents } = place.records;
  const one = await enrolled(place, device('one'));
  await access.addApiToken(apiToken('one'), note('made'));
  const invitation = { hash: 'x', person: person().id, createdAt: 0, expiresAt: 1 };
  const told = incident('one', { device: one.id });
  await incidents.write([{ before: null, after: told, timeline: [] }], note('opened'));
  await people.invite(person(), invitation, note('invited'));

  const calls = [
    // @ts-expect-error no scope
    () => devices.devices(),
    // @ts-expect-error no scope
    () => devices.device(one.id),
    // @ts-expect-error no scope
    () => devices.tokens(),
    // @ts-expect-error no scope
    () => devices.change(one.id, 1, { name: 'x' }, note('x')),
    // @ts-expect-error no scope
    () => events.after(0, 10),
    // @ts-expect-error no scope
    () => events.list({ limit: 10 }),
    // @ts-expect-error no scope
    () => people.people(),
    // @ts-expect-error no scope
    () => people.changePerson(person().id, 1, { name: 'x' }, note('x')),
    // @ts-expect-error no scope
    () => access.apiTokens(),
    // @ts-expect-error no scope
    () => incidents.incident(told.id),
    // @ts-expect-error no scope
    () => incidents.open(),
    // @ts-expect-error no scope
    () => incidents.list({ limit: 10 }),
    // @ts-expect-error no scope
    () => incidents.timeline(told.id),
    // @ts-expect-error no scope
    () => incidents.evidence(told.id),
  ];
  for (const call of calls) {
    const given: unknown = await (async () => call())().catch(() => 'failed');
    const nothing = Array.isArray(given) && given.length === 0;
    expect(given === 'failed' || given === 'not_found' || nothing, String(call)).toBe(true);
  }
  expect(await devices.devices({ sites: 'all' })).toEqual([one]);
  expect(await people.people({ sites: 'all' })).toEqual([person()]);
});
