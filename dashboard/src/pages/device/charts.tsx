import type { Device } from '@fettle/shared/api/devices';
import { seriesText } from '@fettle/shared/metrics/metric';
import { useEffect, useMemo } from 'preact/hooks';
import { changeMarks, incidentMarks } from '../../charts/change-marks.ts';
import { type Limits, limitsOfRules } from '../../charts/limits.ts';
import { PanelChart } from '../../charts/panel.tsx';
import { type Panel, type PanelFamily, panelsOf } from '../../charts/panels.ts';
import { bounds, type Compare, isLive, nameOfEarlier, type Range, spanSince } from '../../charts/ranges.ts';
import { missed } from '../../live/live.ts';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { now } from '../../state/clock.ts';
import { catalogue, type DeviceState, rules } from '../../state/device.ts';
import { Folded } from './folded.tsx';
import { gapReason } from './gap-reason.ts';
import { showRange } from './show-range.ts';
import { RangeBar } from './range-bar.tsx';

interface ChartsProps {
  readonly state: DeviceState;
  readonly device: Device;
  readonly range: Range;
  readonly compare: Compare;
}

/** Every series that the device has or had in this range, once. */
function seriesOf(state: DeviceState) {
  const latest = [...(state.latest.value.value?.values() ?? [])].filter(({ text }) => text === undefined);
  const known = new Map(latest.map((one) => [seriesText(one), one]));
  const before = state.history.series.filter((one) => !known.has(seriesText(one)));
  return [...latest, ...before];
}

/** The charts of all families, with the one that hurts first and wide. */
export function Charts({ state, device, range, compare }: ChartsProps) {
  const { history } = state;
  const described = catalogue.value.value;
  const series = seriesOf(state);
  const names = series.map(seriesText).toSorted().join('\n');
  const families = useMemo(() => (described ? panelsOf(described, series) : []), [described, names]);
  const metrics = families.flatMap((family) => family.metrics).join();
  const shown = isLive(range) ? { span: spanSince(range.span, device.enrolledAt, now.value) } : range;
  const key = JSON.stringify([shown, compare]);
  useEffect(() => {
    if (described) history.describe(described);
    if (metrics !== '') void history.read(families, shown, compare, device.interval);
  }, [key, metrics, missed.value]);
  const { from, to } = bounds(shown, now.value);
  const step = history.step.value;
  const waiting = !described || (history.loading.value && history.version.value === 0);
  return (
    <>
      <RangeBar id={state.id} device={device} range={range} shown={shown} compare={compare} step={step} />
      {catalogue.problem.value && !described ? (
        <Failed what="The catalogue of metrics" problem={catalogue.problem.value} again={() => void catalogue.load()} />
      ) : null}
      {waiting && !catalogue.problem.value ? (
        <Waiting what="the charts" rows={12} cancel={() => history.stop()} />
      ) : null}
      {waiting ? null : (
        <Grid
          state={state}
          device={device}
          families={families}
          span={{ from, to }}
          endsNow={isLive(range)}
          earlier={history.compared.value ? nameOfEarlier(compare, to - from, to) : undefined}
          zoom={(next) => showRange(state.id, next, compare)}
          again={() => void history.read(families, shown, compare, device.interval)}
        />
      )}
    </>
  );
}

interface GridProps {
  readonly state: DeviceState;
  readonly device: Device;
  readonly families: readonly PanelFamily[];
  readonly span: { from: number; to: number };
  readonly endsNow: boolean;
  readonly earlier: string | undefined;
  readonly zoom: (range: Range) => void;
  readonly again: () => void;
}

/** Charts of one metric beyond so many are folded away. */
const mostOfOne = 4;
/** On a phone the rest of the page must stay within reach. */
const mostOnPhone = 6;
const narrow = matchMedia('(max-width: 40rem)').matches;

const troubleOf = (device: Device, { metric, lines }: Panel) =>
  device.troubles.find(
    (trouble) => trouble.metric === metric.name && lines.some(({ key }) => key === seriesText(trouble)),
  );

/** What the rules say of each chart's first line. */
function useLimits(panels: readonly Panel[], device: Device): ReadonlyMap<string, Limits> {
  const known = rules.value.value;
  const { os, kind, site, labels } = device;
  const names = panels.map(({ id }) => id).join('\n');
  return useMemo(() => {
    const found = new Map<string, Limits>();
    for (const { id, metric, unit, series = [] } of panels) {
      const [first] = series;
      const limits = first && known && limitsOfRules(known, device, { metric: metric.name, attributes: first }, unit);
      if (limits) found.set(id, limits);
    }
    return found;
  }, [known, names, os, kind, site, JSON.stringify(labels)]);
}

function Grid({ state, device, families, span, endsNow, earlier, zoom, again }: GridProps) {
  const { history } = state;
  const problems = history.problems.value;
  const panels = families.flatMap((family) => family.panels);
  const hurting = panels.find((panel) => troubleOf(device, panel));
  const events = state.events.value.value ?? [];
  const incidents = state.incidents.value.value ?? [];
  const marks = [...changeMarks(events), ...incidentMarks(incidents)].filter(({ time }) => time >= span.from);
  const limits = useLimits(panels, device);
  const chart = (panel: Panel, wide = false) => {
    const trouble = troubleOf(device, panel);
    return (
      <PanelChart
        key={panel.id}
        panel={panel}
        source={history}
        version={history.version.value}
        span={span}
        step={history.step.value}
        least={Math.max(history.step.value, Math.min(device.interval, 60_000))}
        endsNow={endsNow}
        earlier={earlier}
        marks={marks}
        limits={limits.get(panel.id)}
        windows={state.windows.value.value}
        reasonOf={(gap) => gapReason(gap, device, events)}
        hurt={trouble && { shape: trouble.severity, key: seriesText(trouble) }}
        wide={wide}
        zoom={zoom}
      />
    );
  };
  const parts = families.flatMap((family): preact.VNode[] => {
    const problem = problems.get(family.id);
    if (problem) return [<Failed key={family.id} what={family.title} problem={problem} again={again} />];
    const shown = family.panels.filter((panel) => panel !== hurting);
    return [...Map.groupBy(shown, ({ metric }) => metric.name).values()].flatMap((ofOne) =>
      ofOne.length <= mostOfOne + 1
        ? ofOne.map((panel) => chart(panel))
        : [
            <Folded key={ofOne[0]?.metric.name} most={mostOfOne} what={`more of ${ofOne[0]?.chart.title ?? ''}`}>
              {ofOne.map((panel) => chart(panel))}
            </Folded>,
          ],
    );
  });
  return (
    <>
      {hurting ? chart(hurting, true) : null}
      <div class="charts">
        <Folded most={narrow ? mostOnPhone : parts.length} what="more charts">
          {parts}
        </Folded>
      </div>
    </>
  );
}
