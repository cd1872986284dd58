/** The simulated fleet alive: real sockets, the agent's own link, and wrong use. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DevicePage, LatestValue } from '@fettle/shared/api/devices';
import { expect, test } from 'vitest';
import { values } from '../simulate/columns.ts';
import { type FleetOptions, makeFleet } from '../simulate/fleet.ts';
import { offAt } from '../simulate/power.ts';
import { truthKinds } from '../simulate/truth.ts';
import { until } from '../support/fettle.ts';
import { Simulated } from '../support/simulated.ts';

const run = fileURLToPath(new URL('../simulate/run.ts', import.meta.url));

test('live devices send what the generator says, and are measured often while somebody looks', async () => {
  await using simulated = await Simulated.start({ devices: 8, days: 0 });
  const { fleet } = JSON.parse(readFileSync(simulated.truths, 'utf8')) as { fleet: FleetOptions };
  const on = makeFleet(fleet).devices.filter((device) => !offAt(device, Date.now()));
  expect(on.length).toBeGreaterThan(3);
  const listed = async () => ((await (await simulated.get('/api/v1/devices')).json()) as DevicePage).items;
  const online = await until('the devices', async () => {
    const found = (await listed()).filter(({ state, interval }) => state === 'online' && interval === 10_000);
    return found.length === on.length && found;
  });

  for (const { id } of online) {
    const device = on.find((one) => one.id === id);
    if (!device) throw new Error(`${id} is none of the fleet`);
    const path = `/api/v1/devices/${id}/latest`;
    const latest = ((await (await simulated.get(path)).json()) as { items: LatestValue[] }).items;
    const cpu = latest.find(({ metric }) => metric === 'system.cpu.busy');
    // Its clock is some ms wrong by plan, and so little is not corrected.
    expect(values(device, 'system.cpu.busy', (cpu?.time ?? 0) + device.offset)[0]?.value).toBe(cpu?.value);
  }

  const [watched] = online;
  const looking = new AbortController();
  const stream = fetch(`${simulated.address}/api/v1/live?device=${watched?.id}`, {
    headers: { cookie: simulated.cookie },
    signal: looking.signal,
  });
  await stream;
  await until('the interval of a watched device', async () =>
    (await listed()).some(({ id, interval }) => id === watched?.id && interval === 1_000),
  );
  looking.abort();
});

test('wrong use is told on stderr with the usage, and ends with 2', () => {
  for (const args of [['--devices', '0'], ['--days', 'many'], ['--nonsense']]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [run, ...args], { encoding: 'utf8' });
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain('npm run simulate --');
  }
});

test('help and documentation name every flag, and the documentation every kind of truth', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [run, '--help'], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  const page = readFileSync(new URL('../../docs/simulate.md', import.meta.url), 'utf8');
  const source = readFileSync(new URL('../simulate/options.ts', import.meta.url), 'utf8');
  const flags = [...source.matchAll(/^ {6}(\w+): \{ type: '(string|boolean)'(, default: true)?/gm)];
  expect(flags.length).toBeGreaterThan(8);
  for (const [, name, , negated] of flags) {
    const flag = `--${negated ? 'no-' : ''}${name}`;
    expect(stdout).toMatch(new RegExp(`^  ${flag} `, 'm'));
    expect(page).toMatch(new RegExp(`^\\| \`${flag}[ \`]`, 'm'));
  }
  for (const kind of truthKinds) expect(page).toContain(`| \`${kind}\``);
  expect(stdout).toContain('truths.json');
});
