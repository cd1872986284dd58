/** Incidents, teams, routes and rosters by the command line, on records with incidents in them. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { incidentCommand } from '@fettle/collector/commands/incident';
import { failure } from '@fettle/collector/commands/output';
import { personCommand } from '@fettle/collector/commands/person';
import { handOverCommand } from '@fettle/collector/commands/hand-over';
import { rosterCommand } from '@fettle/collector/commands/roster';
import { routeCommand } from '@fettle/collector/commands/route';
import { teamCommand } from '@fettle/collector/commands/team';
import { agentActor, everywhere, systemActor } from '@fettle/collector/domain/access/index';
import { enrolDevice, publishToken } from '@fettle/collector/domain/devices/index';
import { applyFindings, type Incident } from '@fettle/collector/domain/incidents/index';
import type { Finding } from '@fettle/collector/domain/rules/index';
import type { DeviceId, RuleId } from '@fettle/shared/ids';
import { expect, test, vi } from 'vitest';
import { beside } from '../support/beside.ts';
import { Fettle } from '../support/fettle.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const key = (letter: string) => `${letter.repeat(43)}=`;
const device = (letter: string) => `d${letter.repeat(26)}` as DeviceId;

const commands = new Map([
  ['incident', incidentCommand],
  ['team', teamCommand],
  ['route', routeCommand],
  ['roster', rosterCommand],
  ['person', personCommand],
  ['hand-over', handOverCommand],
]);

/** What a command printed, and its exit code. In this process, for there are many of them. */
async function run(fettle: Fettle, ...args: string[]) {
  const [first = '', ...rest] = args;
  const command = commands.get(first)?.();
  if (!command) throw new Error(`no command ${first}`);
  const said = { out: '', err: '' };
  const keep = (to: keyof typeof said) => (text: string | Uint8Array) => {
    said[to] += String(text);
    return true;
  };
  const out = vi.spyOn(process.stdout, 'write').mockImplementation(keep('out'));
  const err = vi.spyOn(process.stderr, 'write').mockImplementation(keep('err'));
  for (const name of ['FETTLE_DATA', 'FETTLE_HOME', 'FETTLE_PORT']) vi.stubEnv(name, fettle.env[name]);
  const before = process.exitCode;
  process.exitCode = 0;
  let code: number;
  try {
    await command.parseAsync(rest, { from: 'user' });
    code = process.exitCode;
  } catch (error) {
    code = failure(error, args.includes('--json'));
  } finally {
    process.exitCode = before;
    vi.unstubAllEnvs();
    out.mockRestore();
    err.mockRestore();
  }
  return { code, out: said.out.trimEnd(), err: said.err.trimEnd() };
}

/** The same as a process of its own. */
function runApart(fettle: Fettle, ...args: string[]) {
  const options = { cwd: root, env: fettle.env, encoding: 'utf8' } as const;
  const { status, stdout } = spawnSync(process.execPath, ['collector/src/main.ts', ...args], options);
  return { code: status, out: stdout.trimEnd() };
}
const json = ({ out }: { readonly out: string }): unknown => JSON.parse(out);

/** Two devices with a full disk each. */
async function withIncidents(fettle: Fettle): Promise<void> {
  await beside(fettle, async ({ devices, incidents }) => {
    const now = Date.now();
    const at = { store: devices, now };
    const span = { notBefore: now - 1, notAfter: now + 86_400_000 };
    const token = { key: key('k'), envelope: '{}', site: 'berlin', labels: {}, uses: 10, ...span };
    await publishToken(at, systemActor('cli'), token);
    for (const letter of 'ab'.split('')) {
      const record = { id: device(letter), host: `host-${letter}`, publicKey: key(letter), sealingKey: key(letter) };
      await enrolDevice(at, agentActor(record.id), { record, tokenKey: token.key, agentVersion: '0.1.0' });
    }
    const finding = (letter: string, severity: Finding['severity']): Finding => ({
      rule: 'disk-full' as RuleId,
      device: device(letter),
      instance: 'mountpoint=/var',
      metric: 'system.filesystem.utilization',
      attributes: { mountpoint: '/var' },
      severity,
      time: now,
      since: now,
      value: 0.96,
      limit: 0.95,
      words: '/var is 96.0 % full',
      reason: 'value',
    });
    const ports = { store: incidents, devices, rule: async () => null, now };
    await applyFindings(ports, [finding('a', 'critical'), finding('b', 'warning')]);
  });
}

test('incidents are listed, shown and worked on; each answers for itself', async () => {
  await using fettle = await Fettle.create();
  expect(await run(fettle, 'incident', 'list')).toEqual({ code: 0, out: 'Nothing is wrong.', err: '' });
  await withIncidents(fettle);
  await run(fettle, 'person', 'invite', 'Root', '--role', 'admin');

  const table = (await run(fettle, 'incident', 'list')).out.split('\n');
  expect(table[0]).toMatch(/^Severity +State +Device +What +Since +Owner +Id$/);
  expect(table[1]).toMatch(
    /^critical +open +host-a +\/var is 96\.0 % full +\d{4}-\d\d-\d\d \d\d:\d\d +nobody +i\w{16}$/,
  );
  expect(table[2]).toMatch(/^warning +open +host-b /);
  const { items } = json(await run(fettle, 'incident', 'list', '--json')) as { items: Incident[] };
  const [a = '', b = ''] = items.map(({ id }) => id);
  expect(items.map(({ deviceName, severity }) => `${deviceName} ${severity}`)).toEqual([
    'host-a critical',
    'host-b warning',
  ]);

  const states = async () =>
    beside(fettle, async ({ incidents }) => {
      const all = await incidents.several(everywhere, [a, b] as Incident['id'][]);
      return Object.fromEntries(all.map((one) => [one.deviceName, one]));
    });
  expect(await run(fettle, 'incident', 'ack', a, b, '--note', 'on it')).toEqual({
    code: 0,
    out: `${a}: done\n${b}: done`,
    err: '',
  });
  expect(await states()).toMatchObject({ 'host-a': { state: 'acknowledged' }, 'host-b': { state: 'acknowledged' } });
  // One of two does not allow it: the other is done all the same, and the command says that not all was.
  expect((await run(fettle, 'incident', 'own', a, '--to', 'root')).code).toBe(0);
  expect((await states())['host-a']?.owner).toMatch(/^p/);
  const mixed = await run(fettle, 'incident', 'snooze', a, 'inone', '--for', '2h', '--json');
  expect(mixed.code).toBe(1);
  expect(json(mixed)).toMatchObject({
    items: [
      { id: a, code: null },
      { id: 'inone', code: 'not_found' },
    ],
  });
  expect((await states())['host-a']?.quiet).toMatchObject({ by: 'snoozed' });
  expect((await run(fettle, 'incident', 'note', b, '--text', 'looked at')).code).toBe(0);
  const early = await run(fettle, 'incident', 'close', b);
  expect(early.code).toBe(1);
  expect(early.out).toMatch(new RegExp(`^${b}: .*resolve`, 'i'));
  expect(await run(fettle, 'incident', 'resolve', b, '--json')).toMatchObject({ code: 0 });
  expect((await run(fettle, 'incident', 'reopen', b)).code).toBe(0);
  expect((await run(fettle, 'incident', 'resolve', b)).code).toBe(0);
  expect(json(await run(fettle, 'incident', 'close', b, '--json'))).toEqual({
    items: [{ id: b, state: 'closed', code: null }],
    next: null,
  });
  expect((await run(fettle, 'incident', 'list', '--state', 'closed')).out).toMatch(/warning +closed +host-b/);

  const shown = (await run(fettle, 'incident', 'show', a)).out;
  expect(shown).toMatch(
    /^critical: \/var is 96\.0 % full on host-a\nacknowledged, quiet \(snoozed\), since .*, owned by Root\n/,
  );
  expect(shown).toContain('on it');
  expect(json(await run(fettle, 'incident', 'show', a, '--json')) as { id: string; timeline: unknown[] }).toMatchObject(
    {
      id: a,
    },
  );
  expect(await run(fettle, 'incident', 'show', 'inone')).toMatchObject({ code: 1, out: '' });
  expect(await run(fettle, 'incident', 'snooze', a, '--for', 'soon')).toMatchObject({ code: 2, out: '' });
  expect(runApart(fettle, 'incident', 'own', a)).toMatchObject({ code: 2, out: '' });
}, 180_000);

test('a team that a route tells stays; a calendar of a route; somebody stands in', async () => {
  await using fettle = await Fettle.create();
  await run(fettle, 'person', 'invite', 'Ada', '--role', 'admin');
  await run(fettle, 'team', 'put', 'night', '--member', 'Ada');
  const put = ['route', 'put', 'office', '--step', '0s team:night'];
  expect((await run(fettle, ...put, '--calendar', 'mon-fri 08:00 to 18:00 Europe/Berlin')).code).toBe(0);
  const routes = async () =>
    (json(await run(fettle, 'route', 'list', '--json')) as { items: { calendar?: object }[] }).items;
  const calendar = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', zone: 'Europe/Berlin' };
  expect(await routes()).toMatchObject([{ calendar }]);
  expect((await run(fettle, 'route', 'list')).out).toMatch(
    /office .* mon-fri 08:00 to 18:00 Europe\/Berlin +at once team:night/,
  );
  // Without the option it stays; `always` takes it away.
  await run(fettle, ...put);
  expect(await routes()).toMatchObject([{ calendar }]);
  await run(fettle, ...put, '--calendar', 'always');
  expect((await routes())[0]).not.toHaveProperty('calendar');
  expect(await run(fettle, ...put, '--calendar', 'whenever')).toMatchObject({ code: 2 });
  expect(await run(fettle, ...put, '--calendar', 'mon 08:00-18:00 Mars/X')).toMatchObject({ code: 1 });

  const refused = await run(fettle, 'team', 'delete', 'night');
  expect(refused).toMatchObject({ code: 1, out: '' });
  expect(refused.err).toContain('The team night is told by the route office. Change that first.');
  await run(fettle, 'route', 'delete', 'office');
  expect(await run(fettle, 'team', 'delete', 'night')).toEqual({ code: 0, out: 'Team night is gone.', err: '' });
  expect((await run(fettle, 'team', 'list')).out).toBe('There is no team yet.');
  expect(await run(fettle, 'team', 'delete', 'night')).toMatchObject({ code: 1 });

  await run(fettle, 'person', 'invite', 'Bob', '--role', 'technician');
  await run(
    fettle,
    'roster',
    'put',
    'oncall',
    '--start',
    '2026-01-05T09:00',
    '--zone',
    'Europe/Berlin',
    '--person',
    'Ada',
  );
  const over = await run(
    fettle,
    'roster',
    'override',
    'oncall',
    '--person',
    'bob',
    '--for',
    '12h',
    '--reason',
    'ill',
    '--json',
  );
  const { id } = json(over) as { id: string; from: number; to: number };
  expect(id).toMatch(/^o\w{16}$/);
  expect((await run(fettle, 'roster', 'list')).out).toMatch(/^oncall +Bob /m);
  expect((await run(fettle, 'roster', 'withdraw', 'oncall', id)).code).toBe(0);
  expect((await run(fettle, 'roster', 'list')).out).toMatch(/^oncall +Ada /m);
  const handOver = await run(fettle, 'hand-over', '--roster', 'oncall', '--json');
  expect(json(handOver)).toMatchObject({
    roster: 'oncall',
    leaving: { name: 'Ada' },
    // Nobody else is on this roster: who stood in was taken back.
    coming: { name: 'Ada' },
    open: [],
  });
  expect((await run(fettle, 'hand-over', '--for', '8h', '--zone', 'UTC')).out).toMatch(/^Hand-over, .* \(UTC\)\n/);
  expect(await run(fettle, 'hand-over', '--zone', 'Mars')).toMatchObject({ code: 2 });
  expect(await run(fettle, 'hand-over', '--roster', 'none')).toMatchObject({ code: 1 });
  const span = ['--from', '2099-06-01T09:00', '--to', '2099-06-02T09:00'];
  const later = await run(fettle, 'roster', 'override', 'oncall', '--person', 'Bob', ...span);
  expect(later.out).toMatch(
    /^Bob stands in on oncall from 2099-06-01T09:00 to 2099-06-02T09:00 Europe\/Berlin\.\nTo take it back: .* withdraw oncall o/,
  );
  expect(await run(fettle, 'roster', 'override', 'oncall', '--person', 'Bob')).toMatchObject({ code: 2 });
  expect(
    await run(fettle, 'roster', 'override', 'oncall', '--person', 'Bob', '--from', 'noon', '--for', '1h'),
  ).toMatchObject({ code: 2 });
  expect(await run(fettle, 'roster', 'withdraw', 'oncall', 'onone')).toMatchObject({ code: 1 });
}, 180_000);
