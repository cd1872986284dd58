import { Columns } from '@fettle/agent/samplers/columns';
import { MadeUpMachine } from '@fettle/agent/samplers/recorded-machine';
import { unit } from '@fettle/agent/samplers/unit.linux';
import { seriesText } from '@fettle/shared/metrics/metric';
import { unitStates } from '@fettle/shared/metrics/unit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../support/fettle.ts';
import { type Answer, Systemd, withSystemd } from '../../support/systemd.ts';

/** Units that the test makes, by name. */
const units: Readonly<Record<string, string>> = {
  'test-steady.service': 'ExecStart=/usr/bin/sleep infinity',
  'test-failed.service': 'ExecStart=/usr/bin/false',
  'test-restarts.service': 'ExecStart=/usr/bin/sleep infinity\nRestart=always\nRestartSec=100ms',
};
type Run = (program: string, ...args: readonly string[]) => Promise<Answer>;

withSystemd().describe('the unit sampler under a real systemd', () => {
  let systemd: Systemd;

  beforeAll(async () => {
    systemd = await Systemd.boot();
    for (const [name, text] of Object.entries(units)) {
      await systemd.write(`/run/systemd/system/${name}`, `[Service]\n${text}\n`);
    }
    await systemd.ask('systemctl', 'daemon-reload');
    await systemd.ask('systemctl', 'start', 'test-steady.service', 'test-restarts.service');
    await systemd.run('systemctl', 'start', 'test-failed.service');
    for (const kill of ['1', '2']) {
      await systemd.ask('kill', '-9', await property('test-restarts.service', 'MainPID'));
      await until('its restart', async () => (await property('test-restarts.service', 'NRestarts')) === kill);
      await until('it to run', async () => (await property('test-restarts.service', 'ActiveState')) === 'active');
    }
  });
  afterAll(async () => systemd?.[Symbol.asyncDispose]());

  const property = async (name: string, key: string) =>
    (await systemd.ask('systemctl', 'show', '--value', `--property=${key}`, name)).trim();
  const asRoot: Run = (...command) => systemd.run(...command);
  const asNobody: Run = (...command) => systemd.runAs('nobody', ...command);

  test('is up within a minute', () => expect(systemd.bootedIn).toBeLessThan(60_000));

  test('tells what runs, what failed and what was started again, as systemctl tells people', async () => {
    const values = await sampled(asRoot);
    for (const [name, state] of [
      ['test-steady.service', 'active'],
      ['test-failed.service', 'failed'],
      ['test-restarts.service', 'active'],
    ] as const) {
      expect(await property(name, 'ActiveState')).toBe(state);
      expect(unitStates[values[`systemd.unit.state{systemd.unit.name=${name}}`] ?? -1]).toBe(state);
    }
    expect(values['systemd.unit.restarts{systemd.unit.name=test-restarts.service}']).toBe(2);
    expect(values['systemd.unit.restarts{systemd.unit.name=test-steady.service}']).toBe(0);
  });

  test('counts as many of each state as systemctl lists', async () => {
    const values = await sampled(asRoot);
    for (const state of ['active', 'failed', 'activating']) {
      const all = ['list-units', '--plain', '--no-legend', '--type=service', '--all', `--state=${state}`];
      const lines = (await systemd.ask('systemctl', ...all)).split('\n').filter((line) => / loaded /.test(line));
      expect([state, values[`systemd.unit.count{systemd.unit.active_state=${state}}`]]).toEqual([state, lines.length]);
    }
  });

  test('gives an unprivileged agent the same as root', async () => {
    // The first question of one who is not root starts the message bus.
    await sampled(asNobody);
    const unprivileged = await sampled(asNobody);
    expect(Object.keys(unprivileged).length).toBeGreaterThan(10);
    expect(unprivileged).toEqual(await sampled(asRoot));
  });

  test('sees a unit stop', async () => {
    using machine = new MadeUpMachine({ 'run/systemd/system/x': '' });
    const take = watching(machine, asRoot);
    const name = 'systemd.unit.state{systemd.unit.name=test-steady.service}';
    expect((await take())[name]).toBe(unitStates.indexOf('active'));
    await systemd.ask('systemctl', 'stop', 'test-steady.service');
    expect((await take())[name]).toBe(unitStates.indexOf('inactive'));
  });
});

/** What a fresh sampler finds when it asks in this way. */
async function sampled(run: Run): Promise<Record<string, number | undefined>> {
  using machine = new MadeUpMachine({ 'run/systemd/system/x': '' });
  return watching(machine, run)();
}

/** Takes the values of one sampler, again at each call. */
function watching(machine: MadeUpMachine, run: Run): () => Promise<Record<string, number | undefined>> {
  const sampler = unit({
    root: machine.root,
    run: async (program, args) => {
      const { code, stdout, stderr } = await run(program, ...args);
      if (code !== 0) throw new Error(stderr);
      return stdout;
    },
  });
  if (typeof sampler === 'string') throw new Error(sampler);
  const columns = new Columns();
  return async () => {
    columns.begin();
    await sampler.sample(columns, { monotonic: 0, wall: 0 });
    return Object.fromEntries(columns.dictionary.series.map((series, i) => [seriesText(series), columns.values[i]]));
  };
}
