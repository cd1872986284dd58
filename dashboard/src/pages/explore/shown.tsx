import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import { formatValue } from '@fettle/shared/units';
import { useMemo, useRef } from 'preact/hooks';
import { PanelChart, type PanelSource } from '../../charts/panel.tsx';
import type { Panel } from '../../charts/panels.ts';
import type { Point } from '../../charts/gaps.ts';
import { hover } from '../../charts/pointer.ts';
import { isLive, nameOfEarlier, timesOf, titleOf as rangeTitle } from '../../charts/ranges.ts';
import { clockSeconds, day, moment, span as spanWords } from '../../format/time.ts';
import { downloadText } from '../../parts/download.ts';
import { Section } from '../../parts/section.tsx';
import { Failed } from '../../parts/waiting.tsx';
import { now } from '../../state/clock.ts';
import type { FleetDevice } from '../../state/standing.ts';
import { TimeBar } from './controls.tsx';
import { csvOf } from './csv.ts';
import { Figures } from './figures.tsx';
import { HappenedList } from './happened.tsx';
import { Layers } from './layers.tsx';
import { panelFor, spreadKey, spreadOf, type Track, tracksOf } from './lines.ts';
import { happenings, type Happening, marksOf } from './overlay.ts';
import { type Found, onShown } from './read.ts';
import { type ExploreView, type Layer, layers, type Show } from './view.ts';

/** A view with what was found for it, ready to be drawn. */
export interface ShownView {
  readonly found: Found;
  readonly panel: Panel;
  readonly tracks: readonly Track[];
  readonly earlierOf: ((key: string) => readonly Point[]) | undefined;
  readonly earlier: string | undefined;
  readonly source: PanelSource;
  readonly happened: ReturnType<typeof onShown>;
  readonly download: () => void;
}

interface Around {
  readonly metric: CatalogueMetric | undefined;
  readonly devices: ReadonlyMap<string, FleetDevice>;
}

const none: readonly Point[] = [];

export function shownOf(view: ExploreView, found: Found, { metric, devices }: Around): ShownView {
  const nameOf = (id: string) => devices.get(id)?.name ?? id;
  const named = { metric, only: view.only, nameOf };
  const tracks = tracksOf(found.series, named);
  const panel = panelFor(view, metric, tracks);
  const points = new Map(tracks.map(({ key, points: some }) => [key, some]));
  const before = found.earlier && tracksOf(found.earlier, named);
  const earlier = new Map((before ?? []).map(({ key, points: some }) => [key, some]));
  const { from, to } = found.span;
  const spread = view.shape === 'spread' ? spreadOf(tracks) : undefined;
  const spreadBefore = view.shape === 'spread' && before ? spreadOf(before).middle : none;
  const source: PanelSource = {
    pointsOf: (key) => (key === spreadKey ? (spread?.middle ?? none) : (points.get(key) ?? none)),
    earlierOf: (key) => (key === spreadKey ? spreadBefore : (earlier.get(key) ?? none)),
    bandOf: () => spread && { low: spread.middle, high: spread.high },
  };
  const shown = new Set(view.devices.length > 0 ? view.devices : tracks.map(({ device }) => device));
  const unit = metric?.unit === '1' ? '' : (metric?.unit ?? '');
  return {
    found,
    panel,
    tracks,
    source,
    earlierOf: before && ((key) => earlier.get(key) ?? none),
    earlier: before && nameOfEarlier(view.compare, to - from, to),
    happened: onShown(found.happened, shown),
    download: () => downloadText(`${view.metric}.csv`, csvOf(tracks, unit), 'text/csv'),
  };
}

const countsOf = (all: readonly Happening[]): Record<Layer, number> =>
  Object.fromEntries(layers.map((layer) => [layer, all.filter((one) => one.layer === layer).length])) as Record<
    Layer,
    number
  >;

interface ShownProps {
  /** As the address says it. */
  readonly view: ExploreView;
  /** As it was found: the one before, while another is read. */
  readonly drawn: ExploreView;
  readonly late: boolean;
  readonly show: Show;
  readonly shown: ShownView;
}

/** The chart of a view, and below it its figures and what happened. */
export function Shown({ view, drawn, late, show, shown }: ShownProps) {
  const { found, panel, tracks, source, earlier, earlierOf, happened } = shown;
  const { span, step } = found;
  const single = new Set(tracks.map(({ device }) => device)).size <= 1;
  const every = useMemo(() => happenings(happened, [], span), [happened, span]);
  const over = useMemo(() => every.filter(({ layer }) => !view.without.includes(layer)), [every, view.without]);
  const marks = useMemo(() => marksOf(over, span, single), [over, span, single]);
  const windows = view.without.includes('windows') ? [] : happened.windows;
  const version = useVersion(shown);
  return (
    <>
      <Section
        title={rangeTitle(view.range, now.value)}
        note={<CrossTime span={span} step={step} />}
        aside={<Layers view={view} show={show} counts={countsOf(every)} />}
      >
        <TimeBar view={view} show={show} />
        {found.overlayProblem ? (
          <Failed what="What happened meanwhile" problem={found.overlayProblem} again={() => show({}, true)} />
        ) : null}
        {tracks.length === 0 ? (
          <NoLines view={view} show={show} />
        ) : (
          <div class={late ? 'explore-chart late-chart' : 'explore-chart'} aria-busy={late}>
            <PanelChart
              panel={panel}
              source={source}
              version={version}
              span={span}
              step={step}
              least={step}
              endsNow={isLive(drawn.range)}
              earlier={earlier}
              eachEarlier
              marks={marks}
              windows={windows}
              reasonOf={() => ''}
              table={{ on: view.table, toggle: () => show({ table: !view.table }, true) }}
              wide
              zoom={(range) => {
                hover.value = undefined;
                show({ range });
              }}
            />
            {view.shape === 'spread' ? <SpreadWords panel={panel} tracks={tracks} source={source} /> : null}
          </div>
        )}
      </Section>
      <div class="split">
        <div>
          {tracks.length === 0 ? null : (
            <Figures view={drawn} panel={panel} tracks={tracks} earlierOf={earlierOf} earlier={earlier} />
          )}
        </div>
        <aside aria-label="What happened">
          <HappenedList all={over} single={single} />
        </aside>
      </div>
    </>
  );
}

/** The time of the cross-hair, else which times are shown and how far apart points stand. */
function CrossTime({ span, step }: { span: Found['span']; step: number }) {
  const at = hover.value;
  if (at === undefined) return <>{`${timesOf(span)}, one point a ${spanWords(step).replace(/^1 /, '')}`}</>;
  return <b class="cross-time">{span.to - span.from <= day ? clockSeconds(at) : moment(at, now.value)}</b>;
}

/** What the band means, with its figures at the right edge. */
function SpreadWords({ panel, tracks, source }: { panel: Panel; tracks: readonly Track[]; source: PanelSource }) {
  const said = (points: readonly Point[]) => {
    const value = points.at(-1)?.[1];
    if (value === null || value === undefined) return 'no data';
    const { figure, unit } = formatValue(value, panel.unit, panel.metric.decimals);
    return `${figure} ${unit}`.trim();
  };
  const { low, high } = source.bandOf(spreadKey) ?? { low: none, high: none };
  return (
    <p class="quiet dense">
      The line is the median of {tracks.length} lines, the band reaches up to their 95th percentile: at the end{' '}
      {said(low)} and {said(high)}.
    </p>
  );
}

function NoLines({ view, show }: { view: ExploreView; show: Show }) {
  const narrowed = Object.keys(view.only).length > 0;
  return (
    <div class="frame">
      <h3>No line fits.</h3>
      <p>
        None of these devices sent {view.metric} in this time
        {narrowed
          ? `, with ${Object.entries(view.only)
              .map((pair) => pair.join(' '))
              .join(', ')}`
          : ''}
        .
      </p>
      <div class="acts">
        {narrowed ? (
          <button class="b" type="button" onClick={() => show({ only: {} })}>
            With all attributes
          </button>
        ) : null}
        <button class="b" type="button" onClick={() => show({ range: { span: 30 * day } })}>
          Over 30 days
        </button>
      </div>
    </div>
  );
}

/** Counts up when there is something else to draw. */
function useVersion(of: unknown): number {
  const known = useRef({ of, version: 0 });
  if (known.current.of !== of) known.current = { of, version: known.current.version + 1 };
  return known.current.version;
}
