// pure
import { type Aggregation, aggregations } from '@fettle/shared/metrics/aggregation';
import { type Compare, fromQuery, type Range, toQuery } from '../../charts/ranges.ts';
import { day } from '../../format/time.ts';

/** What lies over the lines. */
export const layers = ['incidents', 'changes', 'runs', 'windows'] as const;
export type Layer = (typeof layers)[number];

/** Everything that the explorer shows; its address holds all of it, so that a link brings it back. */
export interface ExploreView {
  /** Empty: none is chosen yet. */
  readonly metric: string;
  /** Which devices, where none is named: a selector; empty: all. */
  readonly selector: string;
  readonly devices: readonly string[];
  /** Series with these values of attributes only. */
  readonly only: Readonly<Record<string, string>>;
  /** `usual`: the roll-up of the metric. */
  readonly agg: Aggregation | 'usual';
  /** ms; `auto`: what the width has room for. */
  readonly step: number | 'auto';
  readonly range: Range;
  readonly compare: Compare;
  /** A line a series, or the spread over all of them. */
  readonly shape: 'lines' | 'spread';
  readonly without: readonly Layer[];
  readonly table: boolean;
}

/** Goes to a changed view; `replace` leaves no step in the history. */
export type Show = (some: Partial<ExploreView>, replace?: boolean) => void;

export const emptyView: ExploreView = {
  metric: '',
  selector: '',
  devices: [],
  only: {},
  agg: 'usual',
  step: 'auto',
  range: { span: day },
  compare: 'nothing',
  shape: 'lines',
  without: [],
  table: false,
};

const mostDevices = 100;
const mostSelector = 1_024;
const prefix = 'is.';

const stepOf = (text: string | null): number | 'auto' => {
  const ms = Number(text ?? Number.NaN);
  return Number.isInteger(ms) && ms >= 1_000 && ms <= 366 * day ? ms : 'auto';
};

/** What an address asks for; whatever of it cannot be shown is as usual. */
export function viewOf(search: string): ExploreView {
  const query = new URLSearchParams(search);
  const timed = query.has('last') || query.has('from');
  const { range, compare } = fromQuery(search);
  const only = [...query].filter(([name, value]) => name.startsWith(prefix) && name !== prefix && value !== '');
  return {
    metric: (query.get('metric') ?? '').slice(0, 128),
    selector: (query.get('selector') ?? '').slice(0, mostSelector),
    devices: [...new Set(query.getAll('device').filter((id) => /^[\w-]{1,64}$/.test(id)))].slice(0, mostDevices),
    only: Object.fromEntries(only.map(([name, value]) => [name.slice(prefix.length), value.slice(0, 256)])),
    agg: aggregations.find((one) => one === query.get('agg')) ?? 'usual',
    step: stepOf(query.get('step')),
    range: timed ? range : emptyView.range,
    compare,
    shape: query.get('as') === 'spread' ? 'spread' : 'lines',
    without: layers.filter((layer) => (query.get('without') ?? '').split(',').includes(layer)),
    table: query.get('table') === '1',
  };
}

/** The same as an address; what is as usual is left out. */
export function exploreLink(some: Partial<ExploreView>): string {
  const view = { ...emptyView, ...some };
  const query = new URLSearchParams();
  if (view.metric !== '') query.set('metric', view.metric);
  if (view.selector !== '') query.set('selector', view.selector);
  for (const id of view.devices) query.append('device', id);
  for (const [name, value] of Object.entries(view.only)) query.set(`${prefix}${name}`, value);
  if (view.agg !== 'usual') query.set('agg', view.agg);
  if (view.step !== 'auto') query.set('step', String(view.step));
  const times = new URLSearchParams(toQuery(view.range, view.compare));
  // The hour is what an address without times means elsewhere; here that is a day.
  if (!times.has('last') && !times.has('from')) times.set('last', '1h');
  if (times.get('last') === '24h') times.delete('last');
  for (const [name, value] of times) query.set(name, value);
  if (view.shape === 'spread') query.set('as', 'spread');
  if (view.without.length > 0) query.set('without', view.without.join(','));
  if (view.table) query.set('table', '1');
  const text = query.toString();
  return text === '' ? '/explore' : `/explore?${text}`;
}

/** Steps that give a line enough points and not too many over a span, with `auto` before them. */
export function stepsFor(span: number): number[] {
  const minutes = [1, 5, 15, 60, 180, 720, 1_440, 10_080];
  return minutes.map((n) => n * 60_000).filter((step) => span / step >= 3 && span / step <= 2_000);
}
