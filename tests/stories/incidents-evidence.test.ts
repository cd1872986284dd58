import { everywhere } from '@fettle/collector/domain/access/index';
import { gatherEvidence, keepCharts, showEvidence, usualProviders } from '@fettle/collector/domain/incidents/index';
import { memorySeries } from '@fettle/collector/store/series-memory/store';
import type { Evidence } from '@fettle/shared/api/incidents';
import { processTable } from '@fettle/shared/metrics/process';
import { expect, test } from 'vitest';
import { cli, day, id, minute, second } from './device-world.ts';
import { incidentWorld } from './incident-world.ts';

const a = id('a');
const dictionary = {
  series: ['/var', '/home'].map((mountpoint) => ({
    metric: 'system.filesystem.utilization',
    attributes: { mountpoint },
    decimals: 4,
  })),
};

async function measured() {
  const world = await incidentWorld();
  await world.fleet('berlin', a);
  const series = memorySeries();
  let sequence = 0;
  /** A frame with the share of /var, and the processes by name with bytes they read and write. */
  const frame = async (time: number, share: number, writing?: Readonly<Record<string, number>>) => {
    const rows = Object.entries(writing ?? {}).map(([name, io], i) => ({
      id: i + 1,
      start: 1,
      name,
      values: processTable.columns.map((column) => (column.name === 'io' ? io : Number.NaN)),
    }));
    const columns = processTable.columns.map(({ name, decimals }) => ({ name, decimals }));
    const tables = writing ? [{ name: processTable.name, columns, rows }] : [];
    const values = Float64Array.of(share, 0.1);
    const one = { sequence: ++sequence, time, offset: 0, values, tables };
    await series.append([{ device: a, frame: one as never, time, dictionary }]);
  };
  const ports = () => ({ ...world.ports(), series, events: world.events, providers: usualProviders });
  const shown = async () => showEvidence(ports(), cli, await world.only());
  const of = <Kind extends Evidence['kind']>(found: readonly Evidence[], kind: Kind) =>
    found.find((one): one is Extract<Evidence, { kind: Kind }> => one.kind === kind);
  return { ...world, series, frame, ports, shown, of, [Symbol.asyncDispose]: () => world[Symbol.asyncDispose]() };
}

test('the table of the very frame that broke, the chart, what else was wrong and why', async () => {
  await using world = await measured();
  const at = world.now;
  for (let m = 60; m > 0; m--) await world.frame(at - m * minute, 0.5 + (60 - m) / 200, { cron: 1_000 });
  await world.frame(at, 0.96, { cron: 1_000, dd: 90_000_000 });
  await world.find(world.finding(a), world.finding(a, { rule: 'cpu', words: 'CPU is busy' }));
  const incident = (await world.all()).find(({ rule }) => rule === 'disk-full');
  if (!incident) throw new Error('nothing opened');
  // The next frame came before anybody looked: the table of the breach still counts.
  await world.frame(at + 10 * second, 0.97, { cron: 1_000 });
  expect(await gatherEvidence(world.ports(), incident.id, at)).toEqual([]);
  const found = await showEvidence(world.ports(), cli, incident);
  expect(found.map(({ kind }) => kind)).toEqual(['causes', 'chart', 'processes', 'related']);
  const processes = world.of(found, 'processes');
  expect(processes?.by).toBe('io');
  expect(Math.abs((processes?.time ?? 0) - at)).toBeLessThanOrEqual(10 * second);
  expect(world.of(found, 'related')?.items).toMatchObject([{ words: 'CPU is busy', why: 'on the same device' }]);
  const causes = world.of(found, 'causes')?.items.map(({ words }) => words) ?? [];
  expect(causes.some((words) => words.startsWith('It grew by'))).toBe(true);
  const points = world.of(found, 'chart')?.points.flatMap(([, value]) => value ?? []) ?? [];
  expect(Math.max(...points)).toBeGreaterThanOrEqual(0.96);
  expect(Math.min(...points)).toBe(0.5);
  expect((await world.incidents.incident(everywhere, incident.id))?.likely).toBe(causes[0]);
  expect(await world.lines(incident)).toContain(
    'evidence: Caught at the breach: the chart, the top processes, what else was wrong, what points to a cause.',
  );
});

test('what one provider cannot do keeps nothing of the others back', async () => {
  await using world = await measured();
  await world.frame(world.now, 0.96, { dd: 90_000_000 });
  await world.find(world.finding(a));
  const broken = { kind: 'broken', look: () => Promise.reject(new Error('no disk')) };
  const ports = { ...world.ports(), providers: [broken, ...usualProviders] };
  const failures = await gatherEvidence(ports, (await world.only()).id, world.now);
  expect(failures).toEqual([new Error('no disk')]);
  const found = await world.shown();
  expect(world.of(found, 'processes')?.items.map(({ name }) => name)).toEqual(['dd']);
  expect((await world.only()).likely).toBe('dd (1) took most: 90.0 MB/s read and written');
});

test('without a table near the breach there is none', async () => {
  await using world = await measured();
  await world.frame(world.now - 10 * minute, 0.5, { dd: 90_000_000 });
  await world.frame(world.now, 0.96);
  await world.find(world.finding(a));
  await gatherEvidence(world.ports(), (await world.only()).id, world.now);
  expect(world.of(await world.shown(), 'processes')).toBeUndefined();
});

test('the chart is copied before its samples are given up, and shown as it was', async () => {
  await using world = await measured();
  for (let m = 30; m >= 0; m--) await world.frame(world.now - m * minute, 0.5 + (30 - m) / 100);
  await world.find(world.finding(a));
  const { id: incident } = await world.only();
  await gatherEvidence(world.ports(), incident, world.now);
  const raw = 14 * day;
  const later = (ms: number) => ({ ...world.ports(), now: world.now + ms });
  expect(await keepCharts(later(day), raw)).toBe(0);
  const before = await showEvidence(later(12 * day), cli, await world.only());
  expect(await keepCharts(later(12.5 * day), raw)).toBe(1);
  expect(await keepCharts(later(12.5 * day), raw)).toBe(0);
  const gone = { ...later(20 * day), series: memorySeries() };
  expect(await showEvidence(gone, cli, await world.only())).toEqual(before);
});
