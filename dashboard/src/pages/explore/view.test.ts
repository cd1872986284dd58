import { expect, test } from 'vitest';
import { emptyView, exploreLink, type ExploreView, stepsFor, viewOf } from './view.ts';

const hour = 3_600_000;
const search = (view: Partial<ExploreView>) => exploreLink(view).slice('/explore'.length);

test('the address holds the whole view, and brings it back', () => {
  const views: Partial<ExploreView>[] = [
    {},
    { metric: 'system.cpu.utilization', range: { span: hour } },
    { metric: 'm', range: { span: 24 * hour }, compare: 'year' },
    {
      metric: 'system.filesystem.utilization',
      selector: 'role in (db,web) and site=Berlin',
      only: { 'system.filesystem.mountpoint': '/var & more' },
      agg: 'p95',
      step: 300_000,
      range: { from: 1_000, to: 90_000_000 },
      compare: 'week',
      shape: 'spread',
      without: ['changes', 'windows'],
      table: true,
    },
    { metric: 'm', devices: ['d1', 'd2'], without: ['incidents', 'changes', 'runs', 'windows'] },
  ];
  for (const view of views) {
    expect(viewOf(search(view))).toEqual({ ...emptyView, ...view });
    expect(exploreLink(viewOf(search(view)))).toBe(exploreLink(view));
  }
  expect(exploreLink({})).toBe('/explore');
});

test('what of an address cannot be shown is as usual', () => {
  expect(
    viewOf('?agg=evil&step=1&as=x&without=all,runs&from=5&to=1&device=a/b&device=d1&device=d1&is.=x&is.a='),
  ).toEqual({
    ...emptyView,
    range: { span: hour },
    devices: ['d1'],
    without: ['runs'],
  });
  expect(viewOf(`?metric=${'x'.repeat(900)}`).metric).toHaveLength(128);
  expect(
    viewOf(`?${'device=d1&'.repeat(3)}${Array.from({ length: 300 }, (_, n) => `device=e${n}`).join('&')}`).devices,
  ).toHaveLength(100);
});

test('steps give neither two points nor thousands', () => {
  expect(stepsFor(hour)).toEqual([60_000, 300_000, 900_000]);
  expect(stepsFor(365 * 24 * hour).at(-1)).toBe(7 * 24 * hour);
  expect(stepsFor(365 * 24 * hour)[0]).toBe(12 * hour);
});
