import type { Evidence, IncidentDetail } from '@fettle/shared/api/incidents';
import { seriesText } from '@fettle/shared/metrics/metric';
import { useMemo } from 'preact/hooks';
import type { Point } from '../../../charts/gaps.ts';
import { limitWords } from '../../../charts/limits.ts';
import { PanelChart } from '../../../charts/panel.tsx';
import { panelOfOne } from '../../../charts/panels.ts';
import { plain } from '../../../format/text.ts';
import { catalogue } from '../../../state/device.ts';
import { minute } from '../../../format/time.ts';
import type { Around, IncidentState } from '../../../state/incident.ts';
import { showRange } from '../../device/show-range.ts';
import { marksOf } from './evidence-marks.ts';

type Chart = Extract<Evidence, { kind: 'chart' }>;

/** Where the chart begins: not long before there was anything to measure. */
function begins({ points, from, to }: Around): number {
  const first = points.find(([, value]) => value !== null)?.[0] ?? from;
  return Math.max(from, first - Math.max(minute, (to - first) / 20));
}

/** The points to draw: the history as far as it is kept, else what was kept of the breach. */
function pointsOf(state: IncidentState, chart: Chart) {
  const around = state.around.value.value;
  if (around && around.points.some(([, value]) => value !== null)) {
    return { points: around.points, from: begins(around), to: around.to, step: around.step };
  }
  const { points } = chart;
  const [first, second] = points;
  const last = points.at(-1);
  if (!first || !last) return undefined;
  return { points, from: first[0], to: last[0], step: Math.max(1_000, (second?.[0] ?? first[0]) - first[0]) };
}

/** What the limits mean to its rule. */
function limitsOf({ limits, unit }: Chart) {
  const [nearest, next] = limits;
  const below = nearest !== undefined && next !== undefined && next.limit < nearest.limit;
  const levels = limits.map(({ severity, limit }) => ({
    value: limit,
    shape: severity,
    words: limitWords(severity, below, limit, unit),
  }));
  return { levels, below };
}

const nothing: readonly Point[] = [];

/** The value around the breach, with its limits and what else happened. */
export function EvidenceChart({ state, incident }: { state: IncidentState; incident: IncidentDetail }) {
  const chart = incident.evidence.find((one): one is Chart => one.kind === 'chart');
  const described = catalogue.value.value;
  const around = state.around.value.value;
  const key = chart && seriesText(chart);
  const { ruleName } = incident;
  const panel = useMemo(
    () => (described && chart ? panelOfOne(described, chart, plain(ruleName, 128)) : undefined),
    [described, key, ruleName],
  );
  const limits = useMemo(() => chart && limitsOf(chart), [key]);
  const drawn = useMemo(() => chart && pointsOf(state, chart), [key, around]);
  const marks = useMemo(() => marksOf(incident, around ?? { events: [], incidents: [] }), [incident.version, around]);
  if (!panel || !drawn || !chart) return null;
  const source = {
    pointsOf: () => drawn.points,
    earlierOf: () => nothing,
    bandOf: () => undefined,
  };
  const open = incident.resolvedAt === null;
  return (
    <PanelChart
      panel={panel}
      source={source}
      version={drawn.to + drawn.points.length}
      span={{ from: drawn.from, to: drawn.to }}
      step={drawn.step}
      least={drawn.step}
      endsNow={open}
      earlier={undefined}
      marks={marks}
      limits={limits}
      windows={around?.windows}
      reasonOf={() => ''}
      hurt={open && key !== undefined ? { shape: incident.severity, key } : undefined}
      wide
      narrow
      zoom={(range) => showRange(incident.device, range, 'nothing')}
    />
  );
}
