import { formatValue } from '@fettle/shared/units';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Figure } from '../parts/figure.tsx';
import { Icon } from '../parts/symbols.tsx';
import { themeChanges } from '../state/preferences.ts';
import { Canvas } from './canvas.tsx';
import type { Point, Span } from './gaps.ts';
import type { Limits } from './limits.ts';
import type { Mark } from './marks.ts';
import type { Panel } from './panels.ts';
import { hover } from './pointer.ts';
import type { Range } from './ranges.ts';
import { timesOf } from './ranges.ts';
import { PanelTable } from './panel-table.tsx';
import { type Band, type ChartView, type Tone, valueAt, viewOf } from './view.ts';

/** Where a chart gets its points from. */
export interface PanelSource {
  pointsOf(key: string): readonly Point[];
  earlierOf(key: string): readonly Point[];
  bandOf(key: string): Band | undefined;
}

interface PanelChartProps {
  readonly panel: Panel;
  readonly source: PanelSource;
  /** Changes when there is something else to draw. */
  readonly version: number;
  readonly span: { readonly from: number; readonly to: number };
  readonly step: number;
  readonly least: number;
  readonly endsNow: boolean;
  /** The name of the earlier period, when one is compared. */
  readonly earlier: string | undefined;
  readonly marks: readonly Mark[];
  /** From where on it hurts, as rules say; absent: what the catalogue says. */
  readonly limits?: Limits | undefined;
  /** Planned maintenance. */
  readonly windows?: readonly Span[] | undefined;
  readonly narrow?: boolean;
  /** Why data are missing. */
  readonly reasonOf: (gap: Span) => string;
  /** The series that hurts, by its key, and how much. */
  readonly hurt?: { readonly shape: 'warning' | 'critical'; readonly key: string } | undefined;
  readonly wide?: boolean;
  /** Each named line with its own earlier one. */
  readonly eachEarlier?: boolean;
  /** Whether it stands as a table, where the address says so; else the chart keeps it. */
  readonly table?: { readonly on: boolean; readonly toggle: () => void };
  readonly zoom: (range: Range) => void;
}

/** One chart of the catalogue: its head, its plot, and the same as a table. */
export function PanelChart(props: PanelChartProps) {
  const { panel, source, version, span, least, endsNow, earlier, wide = false } = props;
  const [own, setOwn] = useState(false);
  const table = props.table?.on ?? own;
  const toggle = props.table?.toggle ?? (() => setOwn(!own));
  const [room, setRoom] = useState(6);
  const before = useRef<ChartView['ranked'] | undefined>(undefined);
  const figure = useRef<HTMLElement>(null);
  const view = useMemo(
    () =>
      viewOf({
        panel,
        span,
        least,
        endsNow,
        room,
        pointsOf: (key) => source.pointsOf(key),
        ...(earlier === undefined ? {} : { earlierOf: (key: string) => source.earlierOf(key) }),
        eachEarlier: props.eachEarlier,
        bandOf: (key) => source.bandOf(key),
        reasonOf: props.reasonOf,
        limits: props.limits,
        windows: props.windows,
        narrow: props.narrow,
        before: before.current,
      }),
    [panel, version, span.from, span.to, room, earlier, props.eachEarlier, props.limits, props.windows],
  );
  // Colours are given once there is something to go by.
  if (view.lines.some(({ points }) => points.length > 0)) before.current = view.ranked;
  useEffect(() => {
    const width = figure.current?.clientWidth ?? 600;
    setRoom(width < 420 ? 4 : width < 900 ? 6 : 9);
  }, [wide]);
  return (
    <figure class={wide ? 'chart wide-chart' : 'chart'} ref={figure}>
      <Head {...props} view={view} shown={table} toggle={toggle} />
      {table ? (
        <PanelTable view={view} unit={panel.unit} decimals={panel.metric.decimals} title={panel.title} />
      ) : (
        <Canvas
          view={view}
          theme={themeChanges.value}
          marks={props.marks}
          zoom={props.zoom}
          words={wordsOf(panel, view, least)}
        />
      )}
    </figure>
  );
}

function wordsOf({ title, metric, unit: shown }: Panel, { span, whole, keys }: ChartView, least: number): string {
  const said = (points: readonly Point[]) => {
    const value = valueAt(points, span.to, least);
    if (value === undefined) return 'no data';
    const { figure, unit } = formatValue(value, shown, metric.decimals);
    return `${figure} ${unit}`.trim();
  };
  const ends = whole ? said(whole) : keys.map(({ label, points }) => `${label} ${said(points)}`).join(', ');
  return `${title}, ${timesOf(span)}; at the end ${ends}`;
}

interface HeadProps extends PanelChartProps {
  readonly view: ChartView;
  readonly shown: boolean;
  readonly toggle: () => void;
}

/** Title, keys, the value at the cross-hair or now, and what it is compared with. */
function Head({ panel, source, view, least, earlier, hurt, shown, toggle, endsNow }: HeadProps) {
  const { metric, title, chart } = panel;
  const at = hover.value ?? view.span.to;
  const pointed = hover.value !== undefined;
  const reach = pointed || !endsNow ? least : least * 1.5;
  const whole = view.whole && valueAt(view.whole, at, reach);
  const compared = view.lines.find(({ tone }) => tone === 'earlier');
  const then =
    compared &&
    valueAt(
      compared.points.map(({ x, y }) => [x, Number.isNaN(y) ? null : y] as const),
      at,
      least,
    );
  const eachValue = chart.form !== 'stack' && view.keys.length <= 2;
  return (
    <figcaption>
      <div class="about">
        <h3 title={metric.words}>{title}</h3>
        {view.keys.length + view.more > 0 ? (
          <span class="keys">
            {view.keys.map(({ key, tone, label, points }) => (
              <Key key={key} tone={tone}>
                {label}
                {eachValue ? (
                  <b>
                    {' '}
                    <Figure value={valueAt(points, at, reach)} unit={panel.unit} decimals={metric.decimals} />
                  </b>
                ) : null}
              </Key>
            ))}
            {view.more > 0 ? <Key tone="rest">and {view.more} more</Key> : null}
          </span>
        ) : null}
        {view.lines.some(({ dashed }) => dashed) ? (
          <span class="keys">
            <Key tone="earlier" dashed>
              {earlier}
            </Key>
          </span>
        ) : null}
      </div>
      <div class="reading">
        <button class="as-table" type="button" aria-pressed={shown} onClick={toggle} aria-label={`${title} as table`}>
          {shown ? 'as chart' : 'as table'}
        </button>
        {hurt ? (
          <span class={`now hurtv ${hurt.shape}`}>
            <Icon name={hurt.shape} label={hurt.shape} />
            <Figure
              value={valueAt(source.pointsOf(hurt.key), at, reach)}
              unit={panel.unit}
              decimals={metric.decimals}
            />
          </span>
        ) : null}
        {view.whole && !hurt ? (
          <span class="now">
            <Figure value={whole} unit={panel.unit} decimals={metric.decimals} />
          </span>
        ) : null}
        {then === undefined ? null : (
          <span class="vs">
            then <Figure value={then} unit={panel.unit} decimals={metric.decimals} />
          </span>
        )}
      </div>
    </figcaption>
  );
}

function Key({ tone, dashed, children }: { tone: Tone; dashed?: boolean; children: preact.ComponentChildren }) {
  return (
    <span>
      <svg class={`k-${tone}`} viewBox="0 0 12 9" aria-hidden="true">
        <path
          d="M0 4.5h12"
          stroke="currentColor"
          stroke-width={dashed ? 1.5 : 4}
          {...(dashed ? { 'stroke-dasharray': '3 2' } : {})}
        />
      </svg>
      <span>{children}</span>
    </span>
  );
}
