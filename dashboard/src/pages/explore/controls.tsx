import { aggregations } from '@fettle/shared/metrics/aggregation';
import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import { bounds, compares, isLive, nameOfEarlier, spans } from '../../charts/ranges.ts';
import { plain } from '../../format/text.ts';
import { day, span as spanWords } from '../../format/time.ts';
import { SelectField } from '../../parts/fields.tsx';
import { Segment } from '../../parts/segment.tsx';
import { now } from '../../state/clock.ts';
import { DevicesField } from './devices-field.tsx';
import { MetricPicker } from './metric-picker.tsx';
import { type ExploreView, type Show, stepsFor } from './view.ts';

interface ControlsProps {
  readonly view: ExploreView;
  readonly show: Show;
  readonly metric: CatalogueMetric | undefined;
  /** Attributes of the answer with their values. */
  readonly choices: ReadonlyMap<string, readonly string[]>;
}

const aggNames: Readonly<Record<(typeof aggregations)[number], string>> = {
  avg: 'average',
  min: 'lowest',
  max: 'highest',
  sum: 'sum',
  count: 'how many samples',
  last: 'last',
  time: 'seconds in each state',
  p50: 'median (p50)',
  p90: 'p90',
  p95: 'p95',
  p99: 'p99',
  rate: 'rise a second',
};

/** What of a state has a meaning, and of a number. */
const aggsFor = (metric: CatalogueMetric | undefined) =>
  aggregations.filter((one) =>
    metric?.kind === 'state' ? ['last', 'max', 'time', 'count'].includes(one) : one !== 'time',
  );

/** What is shown: the metric, of whom, and how its samples become points. */
export function Controls({ view, show, metric, choices }: ControlsProps) {
  const { from, to } = bounds(view.range, now.value);
  const narrowed = Object.keys(view.only).filter((name) => !choices.has(name));
  const attributes = [...choices].filter(([, values]) => values.length > 1 || narrowed.length > 0);
  return (
    <form class="explore-form" onSubmit={(event) => event.preventDefault()} aria-label="What is shown">
      <MetricPicker
        metric={view.metric}
        choose={(name) =>
          show({ metric: name, only: {}, agg: 'usual', ...(name === view.metric ? { only: view.only } : {}) })
        }
      />
      <DevicesField view={view} show={show} />
      <SelectField
        label="Each point is the"
        value={view.agg}
        set={(agg) => show({ agg: agg as ExploreView['agg'] })}
        choices={[
          { value: 'usual', name: metric ? `usual: ${aggNames[metric.rollup as 'avg'] ?? metric.rollup}` : 'usual' },
          ...aggsFor(metric).map((value) => ({ value, name: aggNames[value] })),
        ]}
      />
      <SelectField
        label="A point every"
        value={String(view.step)}
        set={(step) => show({ step: step === 'auto' ? 'auto' : Number(step) })}
        choices={[
          { value: 'auto', name: 'as fits the width' },
          ...stepsFor(to - from).map((ms) => ({ value: String(ms), name: ms === day ? 'day' : spanWords(ms) })),
        ]}
      />
      {[...attributes, ...narrowed.map((name) => [name, []] as const)].map(([name, values]) => (
        <SelectField
          key={name}
          label={name.split('.').at(-1) ?? name}
          value={view.only[name] ?? ''}
          set={(value) => show({ only: withOnly(view.only, name, value) })}
          choices={[
            { value: '', name: 'all' },
            ...[...new Set([...values, ...(view.only[name] === undefined ? [] : [view.only[name]])])].map((value) => ({
              value,
              name: plain(value, 60),
            })),
          ]}
        />
      ))}
    </form>
  );
}

function withOnly(only: ExploreView['only'], name: string, value: string): ExploreView['only'] {
  const { [name]: _, ...rest } = only;
  return value === '' ? rest : { ...rest, [name]: value };
}

/** Which time, compared with what, and a line each or the spread of all. */
export function TimeBar({ view, show }: Pick<ControlsProps, 'view' | 'show'>) {
  const { range, compare, shape } = view;
  const { from, to } = bounds(range, now.value);
  return (
    <div class="tools">
      <Segment
        label="Time range"
        choices={spans.map(({ name, span }) => ({ name, value: span }))}
        chosen={isLive(range) ? range.span : undefined}
        choose={(span) => show({ range: { span } })}
      />
      <label class="by">
        compared with
        <select
          class="f"
          value={compare}
          onChange={(event) =>
            show({ compare: compares.find((one) => one === event.currentTarget.value) ?? 'nothing' })
          }
        >
          {compares.map((one) => (
            <option key={one} value={one}>
              {one === 'nothing' ? 'nothing' : nameOfEarlier(one, to - from, to)}
            </option>
          ))}
        </select>
      </label>
      <Segment
        label="Lines"
        choices={[
          { value: 'lines', name: 'A line each' },
          { value: 'spread', name: 'Spread of all' },
        ]}
        chosen={shape}
        choose={(chosen) => show({ shape: chosen })}
      />
      {isLive(range) ? (
        <span class="quiet sm-hide hint">Drag in the chart to zoom, Esc goes back</span>
      ) : (
        <button class="b" type="button" onClick={() => show({ range: { span: day } })}>
          Back to now
        </button>
      )}
    </div>
  );
}
