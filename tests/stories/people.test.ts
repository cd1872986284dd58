/** How people are invited, what they may do to each other, and how they leave; told with times. */
import {
  acceptInvitation,
  type Actor,
  changeMe,
  changePassword,
  changePerson,
  createApiToken,
  getMe,
  type Invitee,
  invitePerson,
  listPeople,
  listTeams,
  logIn,
  makeSetupCode,
  Passwords,
  personActor,
  putTeam,
  renewInvitation,
  resumeApiToken,
  resumeSession,
  setUp,
  systemActor,
} from '@fettle/collector/domain/access/index';
import { openRecords } from '@fettle/collector/store/open';
import { describe, expect, test } from 'vitest';

const start = 1_790_812_800_000;
const hour = 3_600_000;
const cli = systemActor('cli');
const password = 'correct horse battery staple';
/** As the real ones, but quick. */
const passwords = new Passwords({ memoryKiB: 64, passes: 1 });
const code = (expected: string) => expect.objectContaining({ code: expected });
const invitee = (name: string, fields: Partial<Invitee> = {}): Invitee => ({
  name,
  role: 'technician',
  sites: ['berlin'],
  selector: '',
  zone: 'Europe/Berlin',
  contacts: [],
  ...fields,
});

async function collector() {
  const {
    access: store,
    people,
    events,
    close,
  } = await openRecords({ sqlite: ':memory:' }).then((records) => ({
    ...records,
    close: () => records.close(),
  }));
  const at = (now: number) => ({ store, people, events, now, passwords });
  const { code: setupCode } = await makeSetupCode(at(start));
  const root = await setUp(at(start), { code: setupCode, name: 'Root', password });
  const join = async (name: string, fields: Partial<Invitee> = {}) => {
    const invited = await invitePerson(at(start), cli, invitee(name, fields));
    const { person, cookie } = await acceptInvitation(at(start), { code: invited.code, password });
    return { person, cookie, actor: personActor(person) };
  };
  return {
    at,
    join,
    root: personActor(root),
    rootId: root.id,
    told: async () => (await events.after({ sites: 'all' }, 0, 100)).map(({ kind }) => kind),
    audit: async () => (await events.audit(0, 100)).map(({ actor, action }) => `${actor} ${action}`),
    [Symbol.asyncDispose]: close,
  };
}

describe('an invitation', () => {
  test('leads to a password of one’s own and a session, once', async () => {
    await using world = await collector();
    const invited = await invitePerson(world.at(start), world.root, invitee('Ada'));
    expect(invited.code).toMatch(/^[\w-]{43}$/);
    expect(invited.expiresAt).toBe(start + 72 * hour);
    await expect(logIn(world.at(start), { name: 'Ada', password })).rejects.toEqual(code('login_failed'));
    const answer = { code: invited.code, password };
    await expect(acceptInvitation(world.at(start), { ...answer, password: 'Ada12345678' })).rejects.toEqual(
      code('password_weak'),
    );
    const { cookie, person } = await acceptInvitation(world.at(start + hour), answer);
    expect(await resumeSession(world.at(start + hour), { cookie })).toMatchObject({
      id: `person:${person.id}`,
      role: 'technician',
      scope: { sites: ['berlin'] },
    });
    await expect(acceptInvitation(world.at(start + hour), answer)).rejects.toEqual(code('invitation_over'));
    await logIn(world.at(start + hour), { name: 'ada', password });
    expect(await world.told()).toEqual(['person.created', 'person.created', 'person.joined']);
    expect((await world.audit()).slice(1)).toEqual([
      `${world.root.id} access.invite-person`,
      'nobody access.log-in-failed',
      `person:${person.id} access.accept-invitation`,
      `person:${person.id} access.log-in`,
      `person:${person.id} access.log-in`,
    ]);
  });

  test('is over after 72 hours, and when there is a newer one', async () => {
    await using world = await collector();
    const first = await invitePerson(world.at(start), world.root, invitee('Ada'));
    await expect(acceptInvitation(world.at(start + 72 * hour), { code: first.code, password })).rejects.toEqual(
      code('invitation_over'),
    );
    const second = await renewInvitation(world.at(start + 80 * hour), world.root, { id: first.person.id });
    await expect(acceptInvitation(world.at(start), { code: first.code, password })).rejects.toEqual(
      code('invitation_over'),
    );
    await acceptInvitation(world.at(start + 81 * hour), { code: second.code, password });
  });

  test('gives nobody more than who invites has', async () => {
    await using world = await collector();
    const local = await world.join('Local', { role: 'admin', sites: ['berlin', 'rome'], selector: 'env=prod' });
    const invites = (fields: Partial<Invitee>) =>
      invitePerson(world.at(start), local.actor, invitee('Bob', { selector: 'env=prod', ...fields }));
    await expect(invites({ sites: 'all' })).rejects.toEqual(code('not_allowed'));
    await expect(invites({ sites: ['oslo'] })).rejects.toEqual(code('not_allowed'));
    await expect(invites({ selector: '' })).rejects.toEqual(code('not_allowed'));
    await invites({ sites: ['rome'], role: 'admin' });
    const manager = await world.join('Manager', { role: 'manager', sites: 'all' });
    await expect(invitePerson(world.at(start), manager.actor, invitee('Eve'))).rejects.toEqual(code('not_allowed'));
  });

  test.each([
    ['a name', { name: ' ' }],
    ['sites', { sites: [] }],
    ['a selector', { selector: 'env in (' }],
    ['a zone', { zone: 'Europe/Atlantis' }],
    ['a zone that knows no summer', { zone: '+01:00' }],
    ['an address', { contacts: [{ kind: 'email', address: 'a@b.c\nBcc: x@y.z' }] }],
    ['a channel', { contacts: [{ kind: 'channel', channel: 'No Channel' }] }],
  ] as const)('is refused without %s that can be used', async (_, fields) => {
    await using world = await collector();
    await expect(invitePerson(world.at(start), world.root, invitee('Ada', fields))).rejects.toEqual(
      code('input_invalid'),
    );
    expect(await listPeople(world.at(start), world.root)).toHaveLength(1);
  });
});

describe('a change', () => {
  test('is of rights that are one’s own, before and after', async () => {
    await using world = await collector();
    const local = await world.join('Local', { role: 'admin' });
    const bob = await world.join('Bob');
    const wide = await world.join('Wide', { sites: ['berlin', 'rome'] });
    const far = await world.join('Far', { sites: ['rome'] });
    const changes = (who: { person: { id: string; version: number } }, more: object) =>
      changePerson(world.at(start), local.actor, { id: who.person.id, version: who.person.version, ...more });
    await expect(changes(far, { role: 'viewer' })).rejects.toEqual(code('not_found'));
    await expect(changes(wide, { disabled: true })).rejects.toEqual(code('not_allowed'));
    await expect(changes(bob, { sites: ['berlin', 'rome'] })).rejects.toEqual(code('not_allowed'));
    await expect(renewInvitation(world.at(start), local.actor, { id: world.rootId })).rejects.toEqual(
      code('not_allowed'),
    );
    expect(await changes(bob, { role: 'operator' })).toMatchObject({ role: 'operator', version: 3 });
    await expect(changes(bob, { role: 'viewer' })).rejects.toEqual(code('changed_meanwhile'));
  });

  test('without a difference is none', async () => {
    await using world = await collector();
    const { person } = await world.join('Ada');
    const before = await world.told();
    const same = { id: person.id, version: person.version, sites: ['berlin'], disabled: false };
    expect(await changePerson(world.at(start), world.root, same)).toMatchObject({ version: person.version });
    expect(await world.told()).toEqual(before);
  });

  test('who is disabled is out at once, with every token, and comes back with the password', async () => {
    await using world = await collector();
    const { person, cookie } = await world.join('Ada', { role: 'admin' });
    const actor = personActor(person);
    const asked = { name: 'hers', role: 'viewer', sites: ['berlin'], expiresAt: null } as const;
    const { secret } = await createApiToken(world.at(start), actor, asked);
    const disable = (version: number, disabled: boolean) =>
      changePerson(world.at(start), world.root, { id: person.id, version, disabled });
    await disable(2, true);
    expect(await resumeSession(world.at(start), { cookie })).toBeNull();
    expect(await resumeApiToken(world.at(start), { secret })).toBeNull();
    await expect(logIn(world.at(start), { name: 'Ada', password })).rejects.toEqual(code('login_failed'));
    await expect(renewInvitation(world.at(start), world.root, { id: person.id })).rejects.toEqual(code('not_found'));
    expect(await disable(3, false)).toMatchObject({ state: 'active' });
    await logIn(world.at(start), { name: 'Ada', password });
    expect(await resumeApiToken(world.at(start), { secret })).toBeNull();
    expect((await world.told()).slice(-2)).toEqual(['person.disabled', 'person.enabled']);
  });

  test('leaves one administrator', async () => {
    await using world = await collector();
    const root = { id: world.rootId, version: 1 };
    for (const change of [{ disabled: true }, { role: 'manager' }, { sites: ['berlin'] }] as const) {
      await expect(changePerson(world.at(start), world.root, { ...root, ...change })).rejects.toEqual(
        code('last_admin'),
      );
    }
    await world.join('Second', { role: 'admin', sites: 'all' });
    await changePerson(world.at(start), world.root, { ...root, role: 'manager' });
  });
});

describe('oneself', () => {
  test('name, zone and contacts, and nothing else', async () => {
    await using world = await collector();
    const { actor, person } = await world.join('Ada', { role: 'viewer' });
    const contacts = [{ kind: 'email', address: 'ada@example.org' }] as const;
    const change = { version: 2, zone: 'Asia/Tokyo', contacts, role: 'admin' } as const;
    await changeMe(world.at(start), actor, change);
    expect(await getMe(world.at(start), actor)).toMatchObject({ zone: 'Asia/Tokyo', contacts, role: 'viewer' });
    await expect(changeMe(world.at(start), actor, { version: 3, name: 'ROOT' })).rejects.toEqual(code('name_taken'));
    await expect(changePerson(world.at(start), actor, { id: person.id, version: 3 })).rejects.toEqual(
      code('not_allowed'),
    );
  });

  test('a new password asks for the old one, and ends the other sessions', async () => {
    await using world = await collector();
    const { actor, cookie } = await world.join('Ada');
    const other = await logIn(world.at(start), { name: 'Ada', password });
    const next = 'another horse altogether';
    const change = (fields: object) =>
      changePassword(world.at(start), actor, { password, next, cookie, address: '10.0.0.1', ...fields });
    await expect(change({ password: 'wrong' })).rejects.toEqual(code('password_wrong'));
    await expect(change({ next: 'ada' })).rejects.toEqual(code('password_weak'));
    await change({});
    expect(await resumeSession(world.at(start), { cookie })).not.toBeNull();
    expect(await resumeSession(world.at(start), { cookie: other.cookie })).toBeNull();
    await expect(logIn(world.at(start), { name: 'Ada', password })).rejects.toEqual(code('login_failed'));
    await logIn(world.at(start), { name: 'Ada', password: next });
  });

  test('the old password is not to be tried for long', async () => {
    await using world = await collector();
    const { actor, cookie } = await world.join('Ada');
    const attempt = { password: 'wrong', next: 'another horse altogether', cookie, address: '10.0.0.1' };
    for (let n = 0; n < 5; n++) {
      await expect(changePassword(world.at(start), actor, attempt)).rejects.toEqual(code('password_wrong'));
    }
    await expect(changePassword(world.at(start), actor, { ...attempt, password })).rejects.toEqual(
      code('too_many_requests'),
    );
  });
});

test('people of other sites are not seen, and how to reach somebody is for managers', async () => {
  await using world = await collector();
  const contacts = [{ kind: 'email', address: 'x@example.org' }] as const;
  const ada = await world.join('Ada', { contacts });
  await world.join('Bob', { contacts });
  await world.join('Far', { sites: ['rome'] });
  const manager = await world.join('Manager', { role: 'manager' });
  const seen = async (actor: Actor) =>
    (await listPeople(world.at(start), actor)).map((one) => `${one.name} ${one.contacts.length}`);
  expect(await seen(ada.actor)).toEqual(['Ada 1', 'Bob 0', 'Manager 0', 'Root 0']);
  expect(await seen(manager.actor)).toEqual(['Ada 1', 'Bob 1', 'Manager 0', 'Root 0']);
  expect((await listPeople(world.at(start), cli))[0]).not.toHaveProperty('passwordHash');
});

test('a team keeps the members whom its manager may not know of', async () => {
  await using world = await collector();
  const [ada, far] = [await world.join('Ada'), await world.join('Far', { sites: ['rome'] })];
  const manager = await world.join('Manager', { role: 'manager' });
  const night = { id: 'night', name: 'Night', version: 0 };
  await putTeam(world.at(start), world.root, { ...night, members: [far.person.id, ada.person.id] });
  expect(await listTeams(world.at(start), manager.actor)).toMatchObject([{ members: [ada.person.id], version: 1 }]);
  const put = (version: number, members: string[]) =>
    putTeam(world.at(start), manager.actor, { ...night, version, members });
  await expect(put(1, [far.person.id])).rejects.toEqual(code('input_invalid'));
  await expect(put(0, [])).rejects.toEqual(code('changed_meanwhile'));
  expect(await put(1, [manager.person.id, manager.person.id])).toMatchObject({ members: [manager.person.id] });
  expect(await listTeams(world.at(start), world.root)).toMatchObject([
    { members: [manager.person.id, far.person.id], version: 2 },
  ]);
  expect(await getMe(world.at(start), manager.actor)).toMatchObject({ teams: ['night'] });
  await expect(putTeam(world.at(start), ada.actor, { ...night, members: [], version: 2 })).rejects.toEqual(
    code('not_allowed'),
  );
});

describe('an API token', () => {
  const asked = { name: 'grafana', role: 'operator', sites: 'all', expiresAt: null } as const;

  test('is bound at every use by what its maker may now', async () => {
    await using world = await collector();
    const { actor, person } = await world.join('Ada', { role: 'admin', sites: 'all' });
    const { secret } = await createApiToken(world.at(start), actor, asked);
    const now = () => resumeApiToken(world.at(start), { secret });
    expect(await now()).toMatchObject({ role: 'operator', scope: { sites: 'all' } });
    const less = { role: 'viewer', sites: ['rome'], selector: 'env=prod' } as const;
    await changePerson(world.at(start), world.root, { id: person.id, version: 2, ...less });
    expect(await now()).toMatchObject({ role: 'viewer', scope: { sites: ['rome'], selector: 'env=prod' } });
  });

  test('with scopes may do those, and names none that its role has not', async () => {
    await using world = await collector();
    const make = (scopes: string[], role: 'viewer' | 'operator' = 'operator') =>
      createApiToken(world.at(start), world.root, { ...asked, role, scopes });
    const { secret } = await make(['device.read', 'device.read']);
    expect(await resumeApiToken(world.at(start), { secret })).toMatchObject({ scopes: ['device.read'] });
    for (const scope of ['person.manage', 'token.create', 'agent.report', 'nonsense', 'toString']) {
      await expect(make([scope])).rejects.toEqual(code('input_invalid'));
    }
    await expect(make(['device.change'], 'viewer')).rejects.toEqual(code('input_invalid'));
  });
});
