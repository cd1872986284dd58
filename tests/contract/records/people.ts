import type { Invitation, Person, Team } from '@fettle/collector/domain/access/index';
import type { PersonId } from '@fettle/shared/ids';
import { describe, expect, test } from 'vitest';
import type { Open, Place } from './place.ts';
import { apiToken, everywhere, note, noted, nowhere, only, person, session, start, tally } from './samples.ts';

const quiet = { events: [], audit: [] };
const invitation = (name: string, fields: Partial<Invitation> = {}): Invitation => ({
  hash: `link of ${name}`,
  person: person(name).id,
  createdAt: start,
  expiresAt: start + 1_000,
  ...fields,
});
const invitee = (name: string, fields: Partial<Person> = {}): Person =>
  person(name, { state: 'invited', passwordHash: null, ...fields });

/** Somebody who has accepted. */
async function joined({ records: { people } }: Place, name: string, fields: Partial<Person> = {}): Promise<Person> {
  await people.invite(invitee(name, fields), invitation(name), quiet);
  const answer = await people.accept(`link of ${name}`, start, `password of ${name}`, quiet);
  if (typeof answer === 'string') throw new Error(answer);
  return answer;
}

export function peopleContract(open: Open): void {
  describe('an invitation', () => invitations(open));
  describe('a change of a person', () => changes(open));
  describe('a password', () => passwords(open));
  describe('teams', () => teams(open));
}

function invitations(open: Open): void {
  test('adds somebody without a password, once for each name', async () => {
    await using place = await open();
    const { people, access } = place.records;
    const ada = invitee('Ada', {
      role: 'technician',
      sites: ['berlin'],
      selector: 'env=prod',
      contacts: [{ kind: 'email', address: 'ada@example.org' }],
    });
    const answers = await Promise.all([1, 2, 3].map(() => people.invite(ada, invitation('Ada'), note('invited'))));
    expect(tally(answers)).toEqual({ invited: 1, name_taken: 2 });
    expect(await access.person(ada.id)).toEqual(ada);
    expect(await people.invite(invitee('ADA', { id: 'px' as PersonId }), invitation('x'), note('x'))).toBe(
      'name_taken',
    );
    expect(await people.invited('link of Ada', start + 999)).toEqual(ada);
    expect(await people.invited('link of Ada', start + 1_000)).toBeNull();
    expect(await noted(place)).toEqual(['invited']);
  });

  test('is accepted once, before its end, and the sessions before end', async () => {
    await using place = await open();
    const { people, access } = place.records;
    await people.invite(invitee('Ada'), invitation('Ada'), note('invited'));
    await access.addSession(session('old'), quiet);
    const accept = (now: number) => people.accept('link of Ada', now, 'secret', note('joined'));
    expect(await accept(start + 1_000)).toBe('invitation_over');
    const answers = await Promise.all([accept(start), accept(start), accept(start)]);
    expect(answers.filter((one) => one === 'invitation_over')).toHaveLength(2);
    expect(answers.find((one) => typeof one !== 'string')).toMatchObject({
      state: 'active',
      passwordHash: 'secret',
      version: 2,
    });
    expect(await people.invited('link of Ada', start)).toBeNull();
    expect(await access.session('old')).toBeNull();
    expect(await noted(place)).toEqual(['invited', 'joined']);
  });

  test('takes the place of the one before, and leaves the password until it is accepted', async () => {
    await using place = await open();
    const { people, access } = place.records;
    await joined(place, 'Ada');
    const link = (hash: string) => people.renewInvitation(invitation('Ada', { hash }), note(hash));
    expect(await link('one')).toBe('renewed');
    expect(tally(await Promise.all([link('two'), link('two')]))).toEqual({ renewed: 2 });
    expect(await people.accept('one', start, 'new', note('x'))).toBe('invitation_over');
    expect(await access.personNamed('ada')).toMatchObject({ passwordHash: 'password of Ada', state: 'active' });
    expect(await people.accept('two', start, 'new', note('joined'))).toMatchObject({ passwordHash: 'new' });
    expect(await people.renewInvitation(invitation('Nobody'), note('x'))).toBe('not_found');
    expect(await noted(place)).toEqual(['one', 'two', 'two', 'joined']);
  });

  test('renewing and accepting at once do not lock each other out', async () => {
    await using place = await open();
    const { people } = place.records;
    await people.invite(invitee('Ada'), invitation('Ada'), quiet);
    const steps = Array.from({ length: 10 }, (_, i) => [
      people.renewInvitation(invitation('Ada', { hash: `h${i}` }), quiet),
      people.accept(`h${i - 1}`, start, 'secret', quiet),
    ]);
    await expect(Promise.all(steps.flat())).resolves.toHaveLength(20);
  });
}

function changes(open: Open): void {
  test('takes the version that was read and leaves the rest alone', async () => {
    await using place = await open();
    const { people, access } = place.records;
    await joined(place, 'Root');
    const ada = await joined(place, 'Ada', { role: 'viewer' });
    const patch = { role: 'operator', sites: ['rome'], selector: 'a=b', zone: 'UTC', contacts: [] } as const;
    const changed = await people.changePerson(everywhere, ada.id, 2, patch, note('changed'));
    expect(changed).toEqual({ ...ada, ...patch, version: 3 });
    expect(await access.person(ada.id)).toEqual(changed);
    expect(await people.changePerson(everywhere, ada.id, 2, { name: 'x' }, note('x'))).toBe('changed_meanwhile');
    expect(await people.changePerson(everywhere, ada.id, 3, { name: 'ROOT' }, note('x'))).toBe('name_taken');
    expect(await people.changePerson(everywhere, ada.id, 3, { name: 'ADA' }, note('renamed'))).toMatchObject({
      name: 'ADA',
    });
    expect(await access.personNamed('ada')).toMatchObject({ id: ada.id });
    expect(await noted(place)).toEqual(['changed', 'renamed']);
  });

  test('of ten at once exactly one wins', async () => {
    await using place = await open();
    const ada = await joined(place, 'Ada');
    const names = Array.from({ length: 10 }, (_, i) => `name ${i}`);
    const answers = await Promise.all(
      names.map((name) => place.records.people.changePerson(everywhere, ada.id, 2, { name }, note('changed'))),
    );
    expect(answers.filter((one) => one === 'changed_meanwhile')).toHaveLength(9);
    expect(await noted(place)).toEqual(['changed']);
  });

  test('people without a site in the scope are not listed and not found', async () => {
    await using place = await open();
    const { people } = place.records;
    await joined(place, 'zoe', { sites: ['rome'] });
    await joined(place, 'Ada');
    const bob = await joined(place, 'Bob', { sites: ['berlin', 'rome'] });
    const names = async (scope: Parameters<typeof people.people>[0]) =>
      (await people.people(scope)).map(({ name }) => name);
    expect(await names(everywhere)).toEqual(['Ada', 'Bob', 'zoe']);
    expect(await names(only('berlin'))).toEqual(['Ada', 'Bob']);
    expect(await names(only('rome'))).toEqual(['Ada', 'Bob', 'zoe']);
    expect(await names(nowhere)).toEqual(['Ada']);
    expect(await people.changePerson(only('oslo'), bob.id, 2, { name: 'x' }, note('x'))).toBe('not_found');
    expect(await people.changePerson(everywhere, 'pnone' as PersonId, 1, {}, note('x'))).toBe('not_found');
    expect(await noted(place)).toEqual([]);
  });

  test('who is disabled has no session, no token and no invitation any more', async () => {
    await using place = await open();
    const { people, access } = place.records;
    await joined(place, 'Root');
    const ada = await joined(place, 'Ada', { role: 'viewer' });
    await people.renewInvitation(invitation('Ada', { hash: 'again' }), quiet);
    await access.addSession(session('hers'), quiet);
    await access.addApiToken(apiToken('hers', { maker: ada.id }), quiet);
    await access.addApiToken(apiToken('other'), quiet);
    expect(await people.changePerson(everywhere, ada.id, 2, { state: 'disabled' }, note('disabled'))).toMatchObject({
      state: 'disabled',
    });
    expect(await access.session('hers')).toBeNull();
    expect((await access.apiTokens(everywhere)).map(({ name }) => name)).toEqual(['other']);
    expect(await people.accept('again', start, 'x', note('x'))).toBe('invitation_over');
    expect(await people.renewInvitation(invitation('Ada'), note('x'))).toBe('not_found');
  });

  test.each([
    ['disabled', { state: 'disabled' }],
    ['demoted', { role: 'manager' }],
    ['held to a site', { sites: ['berlin'] }],
    ['held to a selector', { selector: 'a=b' }],
  ] as const)('the last administrator cannot be %s', async (_, patch) => {
    await using place = await open();
    const { people } = place.records;
    const ada = await joined(place, 'Ada');
    await joined(place, 'Local', { sites: ['berlin'] });
    await people.invite(invitee('Invited'), invitation('Invited'), quiet);
    const change = () => people.changePerson(everywhere, ada.id, 2, patch, note('changed'));
    expect(await change()).toBe('last_admin');
    expect(await noted(place)).toEqual([]);
    await joined(place, 'Bob');
    expect(await change()).toMatchObject(patch);
  });

  test('of the last two administrators who demote each other at once one stays', async () => {
    await using place = await open();
    const { people } = place.records;
    const two = [await joined(place, 'Ada'), await joined(place, 'Bob')];
    const answers = await Promise.all(
      two.map(({ id }) => people.changePerson(everywhere, id, 2, { role: 'viewer' }, note('demoted'))),
    );
    expect(answers.filter((one) => one === 'last_admin')).toHaveLength(1);
    expect((await people.people(everywhere)).filter(({ role }) => role === 'admin')).toHaveLength(1);
    expect(await noted(place)).toEqual(['demoted']);
  });
}

function passwords(open: Open): void {
  test('takes the place of the one that was read, once, and other sessions end', async () => {
    await using place = await open();
    const { people, access } = place.records;
    const { id } = await joined(place, 'Ada');
    await access.addSession(session('this'), quiet);
    await access.addSession(session('other'), quiet);
    const change = (to: string) => people.changePassword(id, 'password of Ada', to, 'this', note('changed'));
    expect(tally(await Promise.all([change('a'), change('b')]))).toEqual({ changed: 1, changed_meanwhile: 1 });
    expect(await access.session('this')).not.toBeNull();
    expect(await access.session('other')).toBeNull();
    expect(await noted(place)).toEqual(['changed']);
  });

  test('sessions tell when somebody was last seen', async () => {
    await using place = await open();
    const { access } = place.records;
    const { id } = await joined(place, 'Ada');
    const seen = async () => (await access.person(id))?.lastSeenAt;
    expect(await seen()).toBeNull();
    await access.addSession(session('a', { usedAt: start + 5 }), quiet);
    expect(await seen()).toBe(start + 5);
    await access.touchSession('a', start + 900, start + 1_900);
    await access.touchSession('a', start + 500, start + 1_500);
    expect(await seen()).toBe(start + 900);
    expect(await access.person(id)).toMatchObject({ version: 2 });
  });
}

function teams(open: Open): void {
  test('are made, replaced by version, and keep the order of their members', async () => {
    await using place = await open();
    const { people } = place.records;
    const [ada, bob] = [await joined(place, 'Ada'), await joined(place, 'Bob')];
    const night: Team = { id: 'night', name: 'Night', members: [bob.id, ada.id], version: 0 };
    const put = (team: Team) => people.putTeam(team, note(team.name));
    expect(await put(night)).toEqual({ ...night, version: 1 });
    expect(await put(night)).toBe('changed_meanwhile');
    expect(await put({ ...night, members: ['pnone' as PersonId], version: 1 })).toBe('person_unknown');
    const answers = await Promise.all(['a', 'b', 'c'].map((name) => put({ ...night, name, members: [], version: 1 })));
    expect(answers.filter((one) => one === 'changed_meanwhile')).toHaveLength(2);
    await put({ id: 'day', name: 'Day', members: [ada.id], version: 0 });
    expect(await people.teams()).toMatchObject([
      { id: 'day', members: [ada.id] },
      { id: 'night', members: [], version: 2 },
    ]);
    expect((await noted(place)).length).toBe(3);
  });

  test('one is taken away once, with its members, by its version', async () => {
    await using place = await open();
    const { people } = place.records;
    const ada = await joined(place, 'Ada');
    await people.putTeam({ id: 'night', name: 'Night', members: [ada.id], version: 0 }, note('made'));
    expect(await people.removeTeam('night', 2, note('stale'))).toBe('changed_meanwhile');
    const answers = await Promise.all([1, 1].map((version) => people.removeTeam('night', version, note('removed'))));
    expect(answers.toSorted()).toEqual(['not_found', 'removed']);
    expect(await people.teams()).toEqual([]);
    expect((await noted(place)).filter((kind) => kind === 'removed')).toHaveLength(1);
    // The same id again begins anew.
    expect(await people.putTeam({ id: 'night', name: 'Night', members: [], version: 0 }, note('made'))).toMatchObject({
      version: 1,
      members: [],
    });
  });

  test('of two who make the same at once one wins', async () => {
    await using place = await open();
    const { people } = place.records;
    const put = () => people.putTeam({ id: 'night', name: 'Night', members: [], version: 0 }, note('made'));
    const answers = await Promise.all([put(), put()]);
    expect(answers.filter((one) => one === 'changed_meanwhile')).toHaveLength(1);
    expect(await noted(place)).toEqual(['made']);
  });
}
