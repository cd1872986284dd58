import type { Series } from '@fettle/shared/api/series';
import { ApiProblem } from '../../api/problem.ts';
import { readChanges } from '../../api/changes.ts';
import { readIncidents } from '../../api/incidents.ts';
import { readSeries, type SeriesQuery } from '../../api/read.ts';
import { readWindowSpans } from '../../api/surroundings.ts';
import { bounds, shiftOf, stepFor } from '../../charts/ranges.ts';
import type { Span } from '../../charts/gaps.ts';
import type { Happened } from './overlay.ts';
import type { ExploreView } from './view.ts';

/** What was found for a view. */
export interface Found {
  readonly span: Span;
  /** ms between points. */
  readonly step: number;
  readonly series: readonly Series[];
  /** Moved to the times of this period; undefined: none is compared. */
  readonly earlier: readonly Series[] | undefined;
  readonly happened: Happened;
  /** Why what happened could not be read; the lines are there all the same. */
  readonly overlayProblem: ApiProblem | undefined;
}

/** How many devices are asked for their windows each by itself. */
const fewDevices = 8;
const states = ['open', 'acknowledged', 'resolved', 'closed'];
const none: Happened = { incidents: [], changes: [], windows: [] };

/** Reads the lines of a view, and what happened meanwhile. @throws ApiProblem when the lines could not be read */
export async function readFound(view: ExploreView, now: number, signal: AbortSignal): Promise<Found> {
  const { from: exactly, to } = bounds(view.range, now);
  const step = view.step === 'auto' ? stepFor(to - exactly, globalThis.innerWidth) : view.step;
  // Whole steps are kept ready; one that is cut is added up from its samples.
  const from = Math.floor(exactly / step) * step;
  const shift = shiftOf(view.compare, to - exactly);
  const chosen =
    view.devices.length > 0 ? { device: view.devices } : view.selector === '' ? {} : { selector: view.selector };
  const query = { ...chosen, metric: [view.metric], step, ...(view.agg === 'usual' ? {} : { agg: view.agg }) };
  const [series, earlier, over] = await Promise.all([
    readSeries({ ...query, from, to: to + 1 }, signal),
    shift === undefined ? undefined : readEarlier({ ...query, from: from - shift, to: to - shift + 1 }, shift, signal),
    readHappened(view, { from, to }, signal),
  ]);
  return { span: { from: exactly, to }, step, series, earlier, ...over };
}

/** An earlier period at the times of this one, on whole steps. */
async function readEarlier(query: SeriesQuery, shift: number, signal: AbortSignal): Promise<Series[]> {
  const step = query.step ?? 1;
  const found = await readSeries(query, signal);
  return found.map((series) => ({
    ...series,
    points: series.points.map(([time, value]) => [Math.round((time + shift) / step) * step, value]),
  }));
}

async function readHappened({ devices }: ExploreView, { from, to }: Span, signal: AbortSignal) {
  const one = devices.length === 1 ? { device: devices[0] } : {};
  const windows = devices.length > 0 && devices.length <= fewDevices ? devices.map((device) => ({ device })) : [{}];
  try {
    const [incidents, changes, spans] = await Promise.all([
      readIncidents({ ...one, from, to: to + 1, state: states, quiet: '1' }, signal, 1_000),
      readChanges({ ...one, from, to: to + 1 }, signal, 1_000),
      Promise.all(windows.map((device) => readWindowSpans({ from, to, ...device }, signal))),
    ]);
    const known = new Map(spans.flat().map((span) => [`${span.window} ${span.from}`, span]));
    return { happened: { incidents, changes, windows: [...known.values()] }, overlayProblem: undefined };
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    return { happened: none, overlayProblem: error };
  }
}

/** What happened on the devices whose lines are shown. */
export function onShown({ incidents, changes, windows }: Happened, shown: ReadonlySet<string>): Happened {
  return {
    incidents: incidents.filter(({ device }) => shown.has(device)),
    changes: changes.filter(({ device }) => shown.has(device)),
    windows,
  };
}
