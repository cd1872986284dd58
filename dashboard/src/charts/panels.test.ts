import type { CatalogueFamily, CatalogueMetric } from '@fettle/shared/api/catalogue';
import { expect, test } from 'vitest';
import { panelOfOne, panelsOf } from './panels.ts';

const metric = (name: string, some: Partial<CatalogueMetric> = {}): CatalogueMetric => ({
  name,
  unit: 'By/s',
  kind: 'rate',
  attributes: [],
  decimals: 0,
  rollup: 'avg',
  words: '',
  ...some,
});
const series = (name: string, attributes: Record<string, string> = {}, unit = 'By/s') => ({
  metric: name,
  attributes,
  unit,
});
const family = (...metrics: CatalogueMetric[]): CatalogueFamily[] => [{ id: 'f', title: 'Family', metrics }];

test('one chart with a line for each value of `by`, hidden ones left out', () => {
  const cpu = metric('cpu', { chart: { title: 'CPU by mode', form: 'stack', by: 'mode', hide: ['idle'] } });
  const modes = ['user', 'idle', 'system'].map((mode) => series('cpu', { mode }));
  const [found] = panelsOf(family(cpu), modes);
  expect(found?.panels).toHaveLength(1);
  expect(found?.panels[0]).toMatchObject({ title: 'CPU by mode', lines: [{ label: 'system' }, { label: 'user' }] });
});

test('one chart for each value of `per`, in natural order, and what is below the zero line', () => {
  const io = metric('io', {
    chart: { title: 'Network', form: 'mirror', by: 'direction', per: 'device', above: 'receive' },
  });
  const all = ['eth10', 'eth2'].flatMap((device) =>
    ['transmit', 'receive'].map((direction) => series('io', { device, direction })),
  );
  const panels = panelsOf(family(io), all)[0]?.panels ?? [];
  expect(panels.map(({ title }) => title)).toEqual(['Network, eth2', 'Network, eth10']);
  expect(panels[0]?.lines.map(({ label, down }) => [label, down])).toEqual([
    ['receive', false],
    ['transmit', true],
  ]);
});

test('a metric with a chart that the device does not have, and one without a chart, are not drawn', () => {
  const drawn = metric('a', { chart: { title: 'A', form: 'line' } });
  expect(panelsOf(family(drawn, metric('b')), [series('b')])).toEqual([]);
});

test('a metric nobody described is drawn all the same', () => {
  const found = panelsOf(family(metric('known')), [
    series('new.one', { of: 'x' }, 'Cel'),
    series('new.one', { of: 'y' }, 'Cel'),
  ]);
  expect(found).toMatchObject([
    {
      id: 'other',
      title: 'Not in the catalogue',
      metrics: ['new.one'],
      panels: [{ title: 'new.one', metric: { unit: 'Cel' }, lines: [{ label: 'x' }, { label: 'y' }] }],
    },
  ]);
});

test('labels are fit to be shown', () => {
  const disk = metric('d', { chart: { title: 'D', form: 'line', per: 'mount' } });
  expect(panelsOf(family(disk), [series('d', { mount: '/a\u202Eb' })])[0]?.panels[0]?.title).toBe('D, /a\ufffdb');
});

test('one series has its chart; one that is drawn nowhere is called as it is asked', () => {
  const drawn = metric('cpu', { chart: { title: 'CPU', form: 'line' } });
  expect(panelOfOne(family(drawn), series('cpu'), 'The rule').title).toBe('CPU');
  const hidden = panelOfOne(family(metric('share', { unit: '1' })), series('share', {}, '1'), 'The rule');
  expect(hidden).toMatchObject({ title: 'The rule', lines: [{ label: '' }], metric: { unit: '1' } });
});
