import { CataloguePage } from '@fettle/shared/api/catalogue';
import { families } from '@fettle/shared/metrics/catalogue';
import type { ChartHint, Metric } from '@fettle/shared/metrics/metric';
import type { Routes } from '../context.ts';

function chartItem({ hide, ...drawn }: ChartHint) {
  return hide ? { ...drawn, hide: [...hide] } : drawn;
}

const metricItem = ({ name, unit, kind, attributes, decimals, rollup, states, bad, limits, chart, words }: Metric) => ({
  name,
  unit,
  kind,
  attributes: [...attributes],
  decimals,
  rollup,
  words,
  ...(states ? { states: [...states] } : {}),
  ...(bad ? { bad: { ...bad } } : {}),
  ...(limits ? { limits: { ...limits } } : {}),
  ...(chart ? { chart: chartItem(chart) } : {}),
});

/** The metric catalogue: what every chart, rule and report reads. */
export const catalogueRoutes: Routes = (app) => {
  app.get(
    '/api/v1/metrics',
    {
      config: { permission: 'device.read' },
      schema: { summary: 'The metric catalogue, by family', response: { 200: CataloguePage } },
    },
    async () => ({
      items: families.map(({ id, title, metrics }) => ({ id, title, metrics: metrics.map(metricItem) })),
      next: null,
    }),
  );
};
