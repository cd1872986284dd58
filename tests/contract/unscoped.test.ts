/** A call of a store that forgets the scope does not compile; if somebody forces it, it fails or finds nothing. */
import { expect, test } from 'vitest';
import { openMemory } from './records/place.ts';
import { apiToken, device, enrolled, note, person } from './records/samples.ts';

test('what is scoped is not read or changed without a scope', async () => {
  await using place = await openMemory();
  const { access, devices, events, people } = place.records;
  const one = await enrolled(place, device('one'));
  await access.addApiToken(apiToken('one'), note('made'));
  const invitation = { hash: 'x', person: person().id, createdAt: 0, expiresAt: 1 };
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
  ];
  for (const call of calls) {
    const given: unknown = await (async () => call())().catch(() => 'failed');
    const nothing = Array.isArray(given) && given.length === 0;
    expect(given === 'failed' || given === 'not_found' || nothing, String(call)).toBe(true);
  }
  expect(await devices.devices({ sites: 'all' })).toEqual([one]);
  expect(await people.people({ sites: 'all' })).toEqual([person()]);
});
