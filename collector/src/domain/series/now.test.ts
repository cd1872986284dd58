import { expect, test } from 'vitest';
import type { DeviceId } from '@fettle/shared/ids';
import { families } from '@fettle/shared/metrics/catalogue';
import { processTable } from '@fettle/shared/metrics/process';
import { memorySeries } from '../../store/series-memory/store.ts';
import { agentActor, personActor } from '../access/index.ts';
import { latestValues } from './latest.ts';
import { processesAt } from './processes.ts';

const device = 'd00000000000000000000000001' as DeviceId;
const viewer = personActor({ id: 'p1' as never, role: 'viewer', sites: 'all' });
const state = families.flatMap(({ metrics }) => metrics).find(({ kind }) => kind === 'state');

test('latest values carry the unit, and states their word', async () => {
  if (!state?.states) throw new Error('the catalogue has no state');
  const store = memorySeries();
  expect(await latestValues({ store }, viewer, { device })).toEqual([]);
  const series = [
    { metric: 'system.cpu.busy', attributes: {}, decimals: 4 },
    { metric: state.name, attributes: { of: 'ssh' }, decimals: 0 },
    { metric: state.name, attributes: { of: 'cron' }, decimals: 0 },
    { metric: 'a.metric.of.tomorrow', attributes: {}, decimals: 0 },
  ];
  const frame = { sequence: 1, time: 5_000, offset: 0, values: Float64Array.of(0.5, 1, 99, 7), tables: [] };
  await store.append([{ device, frame, time: 6_000, dictionary: { series } }]);
  expect(await latestValues({ store }, viewer, { device })).toEqual([
    { metric: 'system.cpu.busy', attributes: {}, value: 0.5, unit: '1', time: 6_000 },
    { metric: state.name, attributes: { of: 'ssh' }, value: 1, unit: state.unit, time: 6_000, text: state.states[1] },
    { metric: state.name, attributes: { of: 'cron' }, value: 99, unit: state.unit, time: 6_000 },
    { metric: 'a.metric.of.tomorrow', attributes: {}, value: 7, unit: '', time: 6_000 },
  ]);
});

test('top processes at a time, null where a value is not known', async () => {
  const store = memorySeries();
  expect(await processesAt({ store }, viewer, { device })).toEqual({ items: [], time: null });
  const values = processTable.columns.map(({ name }) => ({ cpu: 1.5, memory: 4_096, io: Number.NaN })[name] ?? 0);
  const tables = [{ name: processTable.name, rows: [{ id: 7, start: 900, name: 'sh', values }] }];
  const frame = { sequence: 1, time: 5_000, offset: 0, values: new Float64Array(), tables };
  await store.append([{ device, frame, time: 5_000, dictionary: { series: [] } }]);
  const items = [{ pid: 7, start: 900, name: 'sh', cpu: 1.5, memory: 4_096, io: null }];
  expect(await processesAt({ store }, viewer, { device })).toEqual({ items, time: 5_000 });
  expect(await processesAt({ store }, viewer, { device, at: 6_000 })).toEqual({ items, time: 5_000 });
  expect(await processesAt({ store }, viewer, { device, at: 4_999 })).toEqual({ items: [], time: null });
});

test('agents may not ask', async () => {
  const store = memorySeries();
  const ports = { store };
  await expect(latestValues(ports, agentActor(device), { device })).rejects.toMatchObject({ code: 'not_allowed' });
  await expect(processesAt(ports, agentActor(device), { device })).rejects.toMatchObject({ code: 'not_allowed' });
});

test('states are folded so that what comes out is one of them', () => {
  const states = families.flatMap(({ metrics }) => metrics).filter(({ kind }) => kind === 'state');
  expect(states.map(({ name, rollup }) => [name, rollup]).filter(([, rollup]) => rollup === 'avg')).toEqual([]);
});
