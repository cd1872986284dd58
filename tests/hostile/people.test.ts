// Invitations, passwords, tokens and rights (adversaries A2 and A6): used twice at once, after the end, above one's own.
import {
  acceptInvitation,
  changePerson,
  createApiToken,
  invitePerson,
  Passwords,
  personActor,
  renewInvitation,
  resumeApiToken,
  resumeSession,
  systemActor,
} from '@fettle/collector/domain/access/index';
import { FettleError } from '@fettle/shared/errors';
import type { Role } from '@fettle/shared/api/session';
import { describe, expect, test } from 'vitest';
import { testApp } from '../support/app.ts';

const passwords = new Passwords({ memoryKiB: 64, passes: 1 });
const password = 'correct horse battery staple';
const system = systemActor('test');

async function world() {
  const app = await testApp({ jobs: 'driven' });
  const ports = () => ({ store: app.stores.access, people: app.stores.people, now: app.clock.now(), passwords });
  const invite = (name: string, role: Role, sites: 'all' | string[] = 'all', actor = system) =>
    invitePerson(ports(), actor, { name, role, sites, selector: '', zone: 'UTC', contacts: [] });
  const join = async (name: string, role: Role, sites: 'all' | string[] = 'all') => {
    const { code } = await invite(name, role, sites);
    const { cookie, person } = await acceptInvitation(ports(), { code, password });
    return { cookie, person, actor: personActor(person) };
  };
  const version = async (id: string) => (await app.stores.access.person(id as never))?.version ?? 0;
  const change = async (actor: typeof system, id: string, patch: object) =>
    changePerson(ports(), actor, { id, version: await version(id), ...patch });
  return { ...app, ports, invite, join, change };
}

/** The code of what was thrown, or `done`. */
async function outcome(work: Promise<unknown>): Promise<string> {
  const [answer] = await Promise.allSettled([work]);
  if (answer?.status === 'fulfilled') return 'done';
  const reason: unknown = answer?.reason;
  return reason instanceof FettleError ? reason.code : String(reason);
}

describe('an invitation', () => {
  test('lets one in when many come at the same moment', async () => {
    await using app = await world();
    const { code } = await app.invite('ann', 'viewer');
    const all = await Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        outcome(acceptInvitation(app.ports(), { code, password: `${password} ${n}` })),
      ),
    );
    expect(all.toSorted()).toEqual(['done', ...Array<string>(5).fill('invitation_over')]);
  });

  test('is over with its time, with the next one, and with whom it was for', async () => {
    await using app = await world();
    const [late, renewed, gone] = [
      await app.invite('a', 'viewer'),
      await app.invite('b', 'viewer'),
      await app.invite('c', 'viewer'),
    ];
    const next = await renewInvitation(app.ports(), system, { id: renewed.person.id });
    expect(await outcome(acceptInvitation(app.ports(), { code: renewed.code, password }))).toBe('invitation_over');
    expect(await outcome(acceptInvitation(app.ports(), { code: next.code, password }))).toBe('done');
    await app.change(system, gone.person.id, { disabled: true });
    expect(await outcome(acceptInvitation(app.ports(), { code: gone.code, password }))).toBe('invitation_over');
    expect(await outcome(renewInvitation(app.ports(), system, { id: gone.person.id }))).toBe('not_found');
    app.clock.pass(72 * 3_600_000);
    expect(await outcome(acceptInvitation(app.ports(), { code: late.code, password }))).toBe('invitation_over');
  });

  test('is in no list, event or row of the audit log', async () => {
    await using app = await world();
    const { code } = await app.invite('ann', 'viewer');
    const everything = JSON.stringify([
      await app.stores.people.people({ sites: 'all' }),
      await app.stores.events.after({ sites: 'all' }, 0, 1_000),
      await app.stores.events.audit(0, 1_000),
    ]);
    expect(everything).toContain('ann');
    expect(everything).not.toContain(code);
  });
});

describe('rights', () => {
  test('nobody gives more than they have, and a part of the sites gives no other', async () => {
    await using app = await world();
    await app.join('top', 'admin');
    const local = await app.join('local', 'admin', ['berlin']);
    const manager = await app.join('manager', 'manager');
    const outsider = await app.join('outsider', 'viewer', ['rome']);
    const both = await app.join('both', 'viewer', ['berlin', 'rome']);
    expect(await outcome(app.invite('x', 'viewer', ['berlin'], local.actor))).toBe('done');
    for (const sites of ['all', ['rome'], ['berlin', 'rome']] as const) {
      expect(await outcome(app.invite('y', 'viewer', sites as never, local.actor))).toBe('not_allowed');
    }
    expect(await outcome(app.invite('z', 'viewer', ['berlin'], manager.actor))).toBe('not_allowed');
    expect(await outcome(app.change(local.actor, outsider.person.id, { role: 'admin' }))).toBe('not_found');
    expect(await outcome(app.change(local.actor, both.person.id, { disabled: true }))).toBe('not_allowed');
    expect(await outcome(app.change(local.actor, local.person.id, { sites: 'all' }))).toBe('not_allowed');
    expect(await outcome(renewInvitation(app.ports(), local.actor, { id: both.person.id }))).toBe('not_allowed');
  });

  test('the last administrator stays, also when two take each other out at the same moment', async () => {
    await using app = await world();
    const [one, two] = [await app.join('one', 'admin'), await app.join('two', 'admin')];
    const answers = await Promise.all([
      outcome(app.change(one.actor, two.person.id, { disabled: true })),
      outcome(app.change(two.actor, one.person.id, { role: 'viewer' })),
    ]);
    expect(answers.toSorted()).toEqual(['done', 'last_admin']);
  });

  test('who is shut out is out with every session and token; a token shrinks with its maker', async () => {
    await using app = await world();
    await app.join('top', 'admin');
    const maker = await app.join('maker', 'admin');
    const { secret } = await createApiToken(app.ports(), maker.actor, {
      name: 't',
      role: 'operator',
      sites: 'all',
      expiresAt: null,
    });
    const token = () => resumeApiToken(app.ports(), { secret });
    const session = () => resumeSession(app.ports(), { cookie: maker.cookie });
    expect(await token()).toMatchObject({ role: 'operator', scope: { sites: 'all' } });
    await app.change(system, maker.person.id, { role: 'viewer', sites: ['berlin'], selector: 'env=prod' });
    expect(await token()).toMatchObject({ role: 'viewer', scope: { sites: ['berlin'], selector: 'env=prod' } });
    expect(await session()).toMatchObject({ role: 'viewer' });
    await app.change(system, maker.person.id, { disabled: true });
    expect([await token(), await session()]).toEqual([null, null]);
    await app.change(system, maker.person.id, { disabled: false });
    expect([await token(), await session()]).toEqual([null, null]);
  });

  test.each(['rule.read', 'device.read', 'metrics.read'])('a token without %s tries no rule', async (missing) => {
    await using app = await world();
    const scopes = ['rule.read', 'device.read', 'metrics.read'].filter((one) => one !== missing);
    const { secret } = await createApiToken(app.ports(), system, {
      name: 't',
      role: 'viewer',
      sites: 'all',
      scopes,
      expiresAt: null,
    });
    const rule = {
      name: 'x',
      selector: '',
      when: { kind: 'value', metric: 'system.cpu.busy', is: 'above', levels: { warning: { limit: 0.5 } } },
      forMs: 0,
      clearForMs: 0,
      enabled: true,
      runbook: '',
      overrides: [],
    };
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await app.http.inject({
      method: 'POST',
      url: '/api/v1/rules/back-test',
      headers,
      payload: { rule },
    });
    expect(answer.statusCode).toBe(403);
  });
});
