/** How people and programs come in, told with times. */
import {
  type Actor,
  createApiToken,
  listApiTokens,
  logIn,
  logOut,
  makeSetupCode,
  Passwords,
  publishRoot,
  resumeApiToken,
  resumeSession,
  revokeApiToken,
  setUp,
  systemActor,
} from '@fettle/collector/domain/access/index';
import { openRecords } from '@fettle/collector/store/open';
import { describe, expect, test } from 'vitest';

const start = 1_790_812_800_000;
const seconds = 1_000;
const minute = 60 * seconds;
const hour = 60 * minute;
const cli = systemActor('cli');
const password = 'correct horse battery staple';
/** As the real ones, but quick. */
const passwords = new Passwords({ memoryKiB: 64, passes: 1 });
const code = (expected: string) => expect.objectContaining({ code: expected });

async function collector() {
  const records = await openRecords({ sqlite: ':memory:' });
  const store = records.access;
  const at = (now: number) => ({ store, events: records.events, now, passwords });
  return {
    store,
    at,
    events: records.events,
    /** Ada is the first administrator, made at the start. */
    async withAda() {
      const { code: setupCode } = await makeSetupCode(at(start));
      return setUp(at(start), { code: setupCode, name: 'Ada', password });
    },
    audit: async () => (await records.events.audit(0, 100)).map(({ actor, action }) => `${actor} ${action}`),
    [Symbol.asyncDispose]: () => records.close(),
  };
}

describe('the first start', () => {
  test('a code from the console makes the first administrator, who can sign in', async () => {
    await using world = await collector();
    const { code: setupCode, expiresAt } = await makeSetupCode(world.at(start));
    expect(setupCode).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(expiresAt).toBe(start + 30 * minute);
    const ada = await setUp(world.at(start + 5 * minute), { code: setupCode, name: '  Ada ', password });
    expect(ada).toMatchObject({ name: 'Ada', role: 'admin', sites: 'all', createdAt: start + 5 * minute });
    expect(ada.passwordHash).not.toContain(password);
    const { cookie } = await logIn(world.at(start + 6 * minute), { name: 'ADA', password });
    expect(await resumeSession(world.at(start + 6 * minute), { cookie })).toMatchObject({
      kind: 'person',
      id: `person:${ada.id}`,
      role: 'admin',
      scope: { sites: 'all' },
    });
    expect(await world.events.after({ sites: [] }, 0, 10)).toMatchObject([{ kind: 'person.created' }]);
    expect(await world.audit()).toEqual([`person:${ada.id} access.set-up`, `person:${ada.id} access.log-in`]);
  });

  test('the code is typed as people type', async () => {
    await using world = await collector();
    const { code: setupCode } = await makeSetupCode(world.at(start));
    const typed = ` ${setupCode.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l')} `;
    await setUp(world.at(start), { code: typed, name: 'Ada', password });
  });

  test('a code ends after 30 minutes, and when there is a newer one', async () => {
    await using world = await collector();
    const first = await makeSetupCode(world.at(start));
    const attempt = (setupCode: string, now: number) =>
      setUp(world.at(now), { code: setupCode, name: 'Ada', password });
    await expect(attempt(first.code, start + 30 * minute)).rejects.toEqual(code('setup_code_wrong'));
    const later = await makeSetupCode(world.at(start + 31 * minute));
    await expect(attempt(first.code, start + 31 * minute)).rejects.toEqual(code('setup_code_wrong'));
    await expect(attempt('AAAA-AAAA-AAAA', start + 31 * minute)).rejects.toEqual(code('setup_code_wrong'));
    await attempt(later.code, start + 60 * minute);
  });

  test('a code works once, also for two at once', async () => {
    await using world = await collector();
    const { code: setupCode } = await makeSetupCode(world.at(start));
    const attempts = ['Ada', 'Eve'].map((name) => setUp(world.at(start), { code: setupCode, name, password }));
    const results = await Promise.allSettled(attempts);
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const { code: another } = await makeSetupCode(world.at(start));
    await expect(setUp(world.at(start), { code: another, name: 'Eve', password })).rejects.toEqual(code('setup_done'));
  });

  test('weak passwords and unseen names do not use up the code', async () => {
    await using world = await collector();
    const { code: setupCode } = await makeSetupCode(world.at(start));
    const attempt = (name: string, chosen: string) =>
      setUp(world.at(start), { code: setupCode, name, password: chosen });
    await expect(attempt('Ada', 'Password2026!')).rejects.toEqual(code('password_weak'));
    await expect(attempt('Ada', 'short')).rejects.toEqual(code('password_weak'));
    await expect(attempt('A\u202eda', password)).rejects.toEqual(code('input_invalid'));
    await expect(attempt('   ', password)).rejects.toEqual(code('input_invalid'));
    await attempt('Ada', password);
  });
});

describe('signing in', () => {
  test('a wrong password and an unknown name get the same answer', async () => {
    await using world = await collector();
    await world.withAda();
    const wrong = await logIn(world.at(start), { name: 'Ada', password: 'x' }).catch((error: unknown) => error);
    const nobody = await logIn(world.at(start), { name: 'Bob', password }).catch((error: unknown) => error);
    expect(wrong).toEqual(code('login_failed'));
    expect(nobody).toEqual(wrong);
  });

  test('five failures from an address stop guessing there for a while, also when made at once', async () => {
    await using world = await collector();
    await world.withAda();
    const attempt = (now: number, tried: string, address = '10.0.0.1') =>
      logIn(world.at(now), { name: 'Ada', password: tried, address });
    const guesses = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => attempt(start, `guess ${i}`)));
    const answers = guesses.map((guess) =>
      guess.status === 'rejected' ? (guess.reason as { code: string }).code : '',
    );
    expect(answers.toSorted()).toEqual([...Array(5).fill('login_failed'), ...Array(3).fill('too_many_requests')]);
    await expect(attempt(start + 14 * minute, password)).rejects.toMatchObject({
      code: 'too_many_requests',
      details: { retryAfter: 60 },
    });
    await attempt(start + 14 * minute, password, '10.0.0.2');
    await attempt(start + 15 * minute, password);
  });

  test('what fails is audited with its reason, and neither password nor a name that nobody has', async () => {
    await using world = await collector();
    const ada = await world.withAda();
    const address = '10.0.0.1';
    const attempt = (name: string, tried: string) =>
      logIn(world.at(start), { name, password: tried, address }).catch((error: unknown) => error);
    await attempt('secret in the wrong field', 'secret');
    for (let n = 0; n < 5; n++) await attempt('ada', 'secret');
    for (let n = 0; n < 3; n++) await attempt('Ada', password);
    const rows = (await world.events.audit(0, 100)).filter(({ action }) => action === 'access.log-in-failed');
    const row = (target: string, reason: string) => ({
      actor: 'nobody',
      target,
      time: start,
      detail: { reason, address },
    });
    expect(rows).toMatchObject([
      row('person:unknown', 'name_unknown'),
      ...Array.from({ length: 5 }, () => row(`person:${ada.id}`, 'password_wrong')),
      row('person:unknown', 'too_many_requests'),
    ]);
    expect(JSON.stringify(rows)).not.toContain('secret');
    expect(await world.events.checkAudit()).toMatchObject({ brokenAt: null });
  });

  test('many addresses that guess do not fill the audit log', async () => {
    await using world = await collector();
    await world.withAda();
    const attempt = (n: number, now = start) =>
      logIn(world.at(now), { name: `name ${n}`, password: 'x', address: `10.0.0.${n}` }).catch(() => undefined);
    for (let n = 0; n < 200; n++) await attempt(n);
    await attempt(1, start + 15 * minute);
    const rows = (await world.events.audit(0, 1_000)).filter(({ action }) => action === 'access.log-in-failed');
    expect(rows).toHaveLength(61);
    expect(rows.at(-1)?.detail).toEqual({ reason: 'name_unknown', address: '10.0.0.1', leftOut: 140 });
  });
});

describe('a session', () => {
  test('ends after 30 minutes without a request', async () => {
    await using world = await collector();
    await world.withAda();
    const { cookie, expiresAt } = await logIn(world.at(start), { name: 'Ada', password });
    expect(expiresAt).toBe(start + 30 * minute);
    const asks = (now: number, use = true) => resumeSession(world.at(now), { cookie, use });
    expect(await asks(start + 29 * minute)).toMatchObject({ expiresAt: start + 59 * minute });
    expect(await asks(start + 58 * minute, false)).toMatchObject({ expiresAt: start + 59 * minute });
    expect(await asks(start + 59 * minute - 1, false)).not.toBeNull();
    expect(await asks(start + 59 * minute)).toBeNull();
  });

  test('ends after 12 hours however busy it is', async () => {
    await using world = await collector();
    await world.withAda();
    const { cookie } = await logIn(world.at(start), { name: 'Ada', password });
    for (let now = start; now < start + 12 * hour; now += 20 * minute) {
      expect(await resumeSession(world.at(now), { cookie })).not.toBeNull();
    }
    expect(await resumeSession(world.at(start + 12 * hour - 1), { cookie })).not.toBeNull();
    expect(await resumeSession(world.at(start + 12 * hour), { cookie })).toBeNull();
  });

  test('ends when its person signs out; others go on', async () => {
    await using world = await collector();
    await world.withAda();
    const [one, two] = await Promise.all([1, 2].map(() => logIn(world.at(start), { name: 'Ada', password })));
    const actor = await resumeSession(world.at(start), { cookie: one?.cookie ?? '' });
    await logOut(world.at(start), actor as Actor, { cookie: one?.cookie ?? '' });
    expect(await resumeSession(world.at(start), { cookie: one?.cookie ?? '' })).toBeNull();
    expect(await resumeSession(world.at(start), { cookie: two?.cookie ?? '' })).not.toBeNull();
    expect((await world.audit()).at(-1)).toMatch(/access\.log-out$/);
  });

  test('is not found by what lies in the database', async () => {
    await using world = await collector();
    await world.withAda();
    const { cookie } = await logIn(world.at(start), { name: 'Ada', password });
    expect(await world.store.session(cookie)).toBeNull();
    expect(await resumeSession(world.at(start), { cookie: `${cookie}x` })).toBeNull();
    expect(await resumeSession(world.at(start), { cookie: '' })).toBeNull();
  });
});

describe('an API token', () => {
  const input = { name: 'grafana', role: 'viewer', sites: 'all', expiresAt: start + hour } as const;

  test('works until its end, and is shown once', async () => {
    await using world = await collector();
    const { token, secret } = await createApiToken(world.at(start), cli, input);
    expect(secret).toMatch(/^fettle_pat_[0-9a-hjkmnp-tv-z]{51}$/);
    const uses = (now: number) => resumeApiToken(world.at(now), { secret });
    expect(await uses(start)).toEqual({
      kind: 'token',
      id: `token:${token.id}`,
      role: 'viewer',
      scope: { sites: 'all' },
    });
    expect(await uses(start + hour - 1)).not.toBeNull();
    expect(await uses(start + hour)).toBeNull();
    expect(await resumeApiToken(world.at(start), { secret: token.hash })).toBeNull();
    const [listed] = await listApiTokens(world.at(start), cli);
    expect(listed?.lastUsedAt).toBe(start + hour - 1);
    expect(JSON.stringify(listed)).not.toContain(secret);
  });

  test('is revoked at once, once', async () => {
    await using world = await collector();
    const { token, secret } = await createApiToken(world.at(start), cli, { ...input, expiresAt: null });
    await revokeApiToken(world.at(start), cli, { id: token.id });
    expect(await resumeApiToken(world.at(start), { secret })).toBeNull();
    await expect(revokeApiToken(world.at(start), cli, { id: token.id })).rejects.toEqual(code('not_found'));
    expect(await world.audit()).toEqual(['system:cli access.create-api-token', 'system:cli access.revoke-api-token']);
  });

  test('cannot make or revoke tokens, even an administrator’s', async () => {
    await using world = await collector();
    const { secret } = await createApiToken(world.at(start), cli, { ...input, role: 'admin' });
    const actor = (await resumeApiToken(world.at(start), { secret })) as Actor;
    expect(await listApiTokens(world.at(start), actor)).toHaveLength(1);
    await expect(createApiToken(world.at(start), actor, input)).rejects.toEqual(code('not_allowed'));
    await expect(revokeApiToken(world.at(start), actor, { id: 't' })).rejects.toEqual(code('not_allowed'));
    await expect(publishRoot(world.at(start), actor, { chain: [] })).rejects.toEqual(code('not_allowed'));
  });

  test('is never worth more than its maker', async () => {
    await using world = await collector();
    const ada = await world.withAda();
    const berlin: Actor = { kind: 'person', id: `person:${ada.id}`, role: 'admin', scope: { sites: ['berlin'] } };
    const makes = (fields: object) => createApiToken(world.at(start), berlin, { ...input, ...fields });
    await expect(makes({})).rejects.toEqual(code('not_allowed'));
    await expect(makes({ sites: ['berlin', 'rome'] })).rejects.toEqual(code('not_allowed'));
    const { secret } = await makes({ sites: ['berlin'], role: 'operator' });
    expect(await resumeApiToken(world.at(start), { secret })).toMatchObject({
      role: 'operator',
      scope: { sites: ['berlin'] },
    });
  });

  test.each([
    { name: '' },
    { name: 'a\nb' },
    { name: 'x'.repeat(129) },
    { sites: [] },
    { expiresAt: start },
    { expiresAt: Number.NaN },
  ])('%o is refused', async (wrong) => {
    await using world = await collector();
    await expect(createApiToken(world.at(start), cli, { ...input, ...wrong })).rejects.toEqual(code('input_invalid'));
    expect(await listApiTokens(world.at(start), cli)).toEqual([]);
  });
});

describe('the trust root', () => {
  const root = (payload: string) => ({ payload, payloadType: 'root', signatures: [{ keyid: 'a', sig: 'b' }] });

  test('is published once, extended, and never exchanged or shortened', async () => {
    await using world = await collector();
    const publish = (...payloads: string[]) => publishRoot(world.at(start), cli, { chain: payloads.map(root) });
    expect(await publish('one')).toBe(1);
    expect(await publish('one')).toBe(0);
    expect(await publish('one', 'two', 'three')).toBe(2);
    await expect(publish('other')).rejects.toEqual(code('root_mismatch'));
    await expect(publish('one', 'two')).rejects.toEqual(code('root_mismatch'));
    expect((await world.store.roots()).map(({ version, envelope }) => [version, JSON.parse(envelope)])).toEqual([
      [1, root('one')],
      [2, root('two')],
      [3, root('three')],
    ]);
  });
});
