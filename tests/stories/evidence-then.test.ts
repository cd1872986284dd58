// Issue 5: the top processes on an incident are those that the agent saw then.
import { systemClock } from '@fettle/agent/clock';
import { createMemoryOutbox } from '@fettle/agent/link/outbox';
import { everywhere } from '@fettle/collector/domain/access/index';
import { applyFindings } from '@fettle/collector/domain/incidents/index';
import type { Finding } from '@fettle/collector/domain/rules/index';
import type { RuleId } from '@fettle/shared/ids';
import { processTable } from '@fettle/shared/metrics/process';
import type { Dictionary, Table } from '@fettle/shared/protocol/frame';
import { expect, test } from 'vitest';
import { agentAt, enrolWith } from '../support/agent.ts';
import { testApp } from '../support/app.ts';
import { always, incidentOf, processesOf, putRule } from '../support/beside.ts';
import { Fettle, until } from '../support/fettle.ts';
import { minute, second } from './device-world.ts';
import { full, world } from './rules-world.ts';

const tableOf = (name: string, io: number): Table => ({
  name: processTable.name,
  rows: [{ id: 7, start: 1, name, values: processTable.columns.map((column) => (column.name === 'io' ? io : 0)) }],
});
const namesOf = (content: Readonly<Record<string, unknown>>) =>
  (content['items'] as { name: string }[]).map(({ name }) => name);

test('a real agent: the table of the very frame that broke', async () => {
  await using fettle = await Fettle.create();
  await fettle.startCollector();
  await fettle.enrol();
  await fettle.startAgent('1s');
  await putRule(fettle, always);
  const incident = await incidentOf(fettle, always.id);
  const { time, content } = await processesOf(fettle, incident);
  expect(content['time']).toBe(incident.openedAt);
  expect(time).toBe(incident.openedAt);
  expect(namesOf(content)).toEqual(expect.arrayContaining([expect.stringMatching(/node|fettle|MainThread/)]));
}, 120_000);

test('a frame without processes: a snapshot is asked for at once, and what it shows is kept', async () => {
  await using fettle = await Fettle.create();
  await fettle.startCollector();
  await putRule(fettle, always);
  const { token } = JSON.parse(await fettle.cli('token', 'enrol', '--json')) as { token: string };
  const address = `ws://127.0.0.1:${fettle.port}/agent/v1`;
  const { root } = await enrolWith(address, token, 'bare');
  const dictionary: Dictionary = {
    series: [{ metric: 'system.memory.utilization', attributes: {}, decimals: 4 }],
  };
  const outbox = createMemoryOutbox();
  const asked: number[] = [];
  let sequence = 0;
  const measure = (tables: readonly Table[]) => {
    const time = systemClock.wall();
    const frame = { sequence: ++sequence, time, offset: 0, values: Float64Array.of(0.9), tables };
    outbox.append({ frame, dictionary, base: time - systemClock.monotonic() });
    agent.link.frames();
    return time;
  };
  const snapshot = () => void asked.push(measure([tableOf('culprit', 90_000_000)]));
  const heard = { welcome() {}, watch() {}, snapshot, logLevel() {} };
  const agent = agentAt(address, { name: 'bare', root, needs: { outbox, heard } });
  agent.link.start();
  try {
    const broke = measure([]);
    const incident = await incidentOf(fettle, always.id);
    expect(incident.openedAt).toBe(broke);
    const { content } = await processesOf(fettle, incident);
    expect(asked).toHaveLength(1);
    expect(content['time']).toBe(asked[0]);
    expect(asked[0]).toBeLessThan(broke + 5_000);
    expect(namesOf(content)).toEqual(['culprit']);
    const { timeline } = await until('the line', async () => {
      const found = await fettle.api<{ timeline: { words: string }[] }>(`/api/v1/incidents/${incident.id}`);
      return found.timeline.some(({ words }) => words.startsWith('Asked for at the breach:')) && found;
    });
    expect(timeline.filter(({ words }) => words.includes('the top processes'))).toHaveLength(1);
  } finally {
    await agent.link.stop('stop');
  }
}, 120_000);

test('killed between opening and catching: what was owed is caught after the start, with the table of the frame', async () => {
  const story = await world(['a']);
  const { clock, stores } = story;
  await story.rule('disk-full', full());
  await story.pass(2 * minute);
  const device = story.device('a');
  const finding: Finding = {
    rule: 'disk-full' as RuleId,
    device: device.id,
    instance: 'system.filesystem.mountpoint=/var',
    metric: 'system.filesystem.utilization',
    attributes: { 'system.filesystem.mountpoint': '/var' },
    severity: 'critical',
    time: clock.now(),
    since: clock.now(),
    value: 0.97,
    limit: 0.95,
    words: '/var is 97.0 % full',
    reason: 'value',
    tables: [tableOf('dd', 90_000_000)],
  };
  const ports = { store: stores.incidents, devices: stores.devices, rule: async () => null, now: clock.now() };
  // All that the process did before it was killed: the commit.
  const { began } = await applyFindings(ports, [finding]);
  const [incident] = began;
  if (!incident) throw new Error('nothing opened');
  const kinds = async () => (await stores.incidents.evidence(everywhere, incident.id)).map(({ kind }) => kind);
  expect(await kinds()).toEqual(['processes']);
  const restarted = async () => {
    const app = await testApp({ jobs: 'driven' }, { stores, clock });
    await app.jobs.runDue();
    clock.pass(3 * second);
    await app.jobs.runDue();
    return app;
  };
  await using _app = await restarted();
  expect((await kinds()).toSorted()).toEqual(['causes', 'chart', 'processes']);
  const pieces = await stores.incidents.evidence(everywhere, incident.id);
  const table = pieces.find(({ kind }) => kind === 'processes');
  expect(table?.content).toMatchObject({ time: finding.time, by: 'io', items: [{ name: 'dd' }] });
  // Once: another start owes nothing.
  const lines = async () =>
    (await stores.incidents.timeline(everywhere, incident.id)).filter(({ kind }) => kind === 'evidence').length;
  expect(await lines()).toBe(1);
  await restarted();
  expect(await lines()).toBe(1);
});
