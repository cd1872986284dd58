import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import type { BackTest, Fired } from '@fettle/shared/api/rules';
import type { Series } from '@fettle/shared/api/series';
import { readingUnit, seriesText } from '@fettle/shared/metrics/metric';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { readSeries } from '../../api/read.ts';
import { Canvas } from '../../charts/canvas.tsx';
import { stepFor } from '../../charts/ranges.ts';
import { type ChartView, viewOf } from '../../charts/view.ts';
import { plain } from '../../format/text.ts';
import { exact, span } from '../../format/time.ts';
import { SelectField } from '../../parts/fields.tsx';
import { themeChanges } from '../../state/preferences.ts';
import { type Instance, instanceWords } from './reckoning.ts';

interface BackTestChartProps {
  readonly result: BackTest;
  readonly rule: RuleBody;
  readonly metric: CatalogueMetric | undefined;
  readonly instances: readonly Instance[];
  readonly shown: Instance;
  readonly choose: (key: string) => void;
}

const nameOf = ({ deviceName, instance }: Instance) =>
  [plain(deviceName, 48), plain(instanceWords(instance), 48)].filter(Boolean).join(', ');

/** The history of one instance with the limits of the rule, and below it when the rules fired. */
export function BackTestChart({ result, rule, metric, instances, shown, choose }: BackTestChartProps) {
  const series = useSeries(result, rule, metric, shown);
  const view = useMemo(
    () => (metric && series ? chartOf(result, rule, metric, series) : undefined),
    [result, rule, metric, series],
  );
  return (
    <div class="tried">
      <SelectField
        label="History of"
        value={shown.key}
        set={choose}
        choices={instances.slice(0, 100).map((one) => ({ value: one.key, name: nameOf(one) }))}
      />
      <figure class="chart">
        {view && metric ? (
          <Canvas
            view={view}
            theme={themeChanges.value}
            marks={[]}
            zoom={() => {}}
            words={`${metric.chart?.title ?? metric.name} of ${nameOf(shown)}, with the limits of the rule`}
          />
        ) : null}
        <Rail name="tried" fired={shown.tried} result={result} />
        {result.now === null ? null : <Rail name="kept" fired={shown.kept} result={result} />}
      </figure>
    </div>
  );
}

/** The series that fired; undefined where the rule watches no single metric, or it is not there yet. */
function useSeries({ from, to }: BackTest, { when }: RuleBody, metric: CatalogueMetric | undefined, shown: Instance) {
  const [found, setFound] = useState<{ key: string; series: Series | undefined }>();
  useEffect(() => {
    if (!metric) return undefined;
    const asking = new AbortController();
    const agg = 'is' in when && when.is !== 'outside' ? (when.is === 'below' ? 'min' : 'max') : undefined;
    const query = { device: [shown.device], metric: [metric.name], from, to, step: stepFor(to - from, 760) };
    async function ask() {
      try {
        const all = await readSeries({ ...query, ...(agg ? { agg } : {}) } as const, asking.signal);
        const wanted = shown.instance === '' ? metric?.name : `${metric?.name}{${shown.instance}}`;
        setFound({ key: shown.key, series: all.find((one) => seriesText(one) === wanted) ?? all[0] });
      } catch (error) {
        if (asking.signal.aborted) return;
        // The bars tell when it fired all the same.
        if (!(error instanceof ApiProblem)) throw error;
        setFound(undefined);
      }
    }
    void ask();
    return () => asking.abort();
  }, [shown.key, metric, from, to]);
  return found?.key === shown.key ? found.series : undefined;
}

type Limits = ChartView['limits'];

/** The limits of a rule as bands, where they are of the value itself. */
function limitsOf({ when }: RuleBody): { limits: Limits; below: boolean } {
  if (when.kind === 'trend') return { limits: [{ value: when.reaches, shape: 'critical' }], below: false };
  if (when.kind !== 'value' && when.kind !== 'formula') return { limits: [], below: false };
  const below = when.is === 'below';
  const limits = (['warning', 'critical'] as const).flatMap((shape) => {
    const limit = when.levels[shape]?.limit;
    return typeof limit === 'number' ? [{ value: limit, shape }] : [];
  });
  return { limits, below };
}

function chartOf({ from, to }: BackTest, rule: RuleBody, metric: CatalogueMetric, series: Series): ChartView {
  const { limits, below } = limitsOf(rule);
  const key = seriesText(series);
  const values = limits.map(({ value }) => value);
  const reach = { warning: Math.min(...values), critical: Math.max(...values), words: '' };
  const { limits: _, ...bare } = metric;
  const described =
    limits.length === 0 ? bare : { ...bare, limits: { direction: below ? 'below' : 'above', ...reach } as const };
  const title = metric.chart?.title ?? metric.name;
  const view = viewOf({
    panel: {
      id: key,
      metric: described,
      unit: readingUnit(metric),
      chart: { ...metric.chart, title, form: 'line' },
      title,
      lines: [{ key, label: '', down: false }],
    },
    span: { from, to },
    least: stepFor(to - from, 760),
    endsNow: true,
    room: 4,
    pointsOf: () => series.points,
  });
  return { ...view, limits, below };
}

/** When a rule fired, below the plot and on its times. */
function Rail({ name, fired, result: { from, to } }: { name: string; fired: readonly Fired[]; result: BackTest }) {
  const share = (time: number) => `${(((time - from) / (to - from)) * 100).toFixed(3)}%`;
  const least = (to - from) / 400;
  return (
    <div class="fired">
      <span>{name}</span>
      <svg role="img" aria-label={`${name}: ${fired.length === 0 ? 'did not fire' : `fired ${fired.length} times`}`}>
        <line x1="0" x2="100%" y1="8" y2="8" class="base" />
        {fired.map((one) => (
          <g key={one.from} class={one.severity}>
            <title>{`${one.severity}, ${exact(one.from)}, ${span((one.to ?? to) - one.from)}`}</title>
            <rect
              x={share(one.from)}
              y="3"
              height="10"
              width={share(from + Math.max(least, (one.to ?? to) - one.from))}
            />
          </g>
        ))}
      </svg>
    </div>
  );
}
