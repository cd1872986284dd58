// pure
import type { LatestValue } from '@fettle/shared/api/devices';
import { readingUnit } from '@fettle/shared/metrics/metric';
import { networkIo } from '@fettle/shared/metrics/network';
import { formatValue } from '@fettle/shared/units';
import { plain } from '../../format/text.ts';

/** One figure at the top of the page. */
export interface Vital {
  readonly title: string;
  readonly metric: string;
  readonly unit: string;
  readonly value: number;
  /** What it is measured against, in words. */
  readonly note: string;
  /** How several series become one figure. */
  readonly fold: 'max' | 'sum';
  /** Which series of the metric count. */
  readonly counts: (attributes: Readonly<Record<string, string>>) => boolean;
  /** Natural upper end. */
  readonly high?: number;
}

const every = () => true;
const told = (value: number, unit: string) => {
  const shown = formatValue(value, unit);
  return `${shown.figure} ${shown.unit}`;
};

class Values {
  readonly #all: readonly LatestValue[];
  constructor(all: Iterable<LatestValue>) {
    this.#all = [...all];
  }
  of(metric: string, counts: Vital['counts'] = every): LatestValue[] {
    return this.#all.filter((one) => one.metric === metric && counts(one.attributes));
  }
  one(metric: string): number | undefined {
    return this.of(metric)[0]?.value;
  }
  largest(metric: string): LatestValue | undefined {
    return this.of(metric).reduce<LatestValue | undefined>((a, b) => (a && a.value >= b.value ? a : b), undefined);
  }
  sum(metric: string, counts: Vital['counts']): number | undefined {
    const found = this.of(metric, counts);
    return found.length === 0 ? undefined : found.reduce((sum, { value }) => sum + value, 0);
  }
}

const attribute = (value: LatestValue | undefined) => plain(Object.values(value?.attributes ?? {})[0] ?? '', 40);

type Maker = (values: Values) => Vital | undefined;

function share(title: string, metric: string, note: (values: Values, value: number) => string): Maker {
  return (values) => {
    const value = values.one(metric);
    if (value === undefined) return undefined;
    return { title, metric, unit: '1', value, note: note(values, value), fold: 'max', counts: every, high: 1 };
  };
}

function largest(
  title: string,
  metric: string,
  unit: string,
  note: (found: LatestValue, values: Values) => string,
): Maker {
  return (values) => {
    const found = values.largest(metric);
    if (!found) return undefined;
    const high = unit === '1' ? { high: 1 } : {};
    return { title, metric, unit, value: found.value, note: note(found, values), fold: 'max', counts: every, ...high };
  };
}

const incoming = ({
  'network.io.direction': direction,
  'network.interface.name': name,
}: Readonly<Record<string, string>>) => direction === 'receive' && name !== 'lo';
const outgoing = ({
  'network.io.direction': direction,
  'network.interface.name': name,
}: Readonly<Record<string, string>>) => direction === 'transmit' && name !== 'lo';

const cores = (values: Values) => values.of('system.cpu.core.utilization').length;

const makers: readonly Maker[] = [
  share('CPU', 'system.cpu.busy', (values) => {
    const n = cores(values);
    return n === 0 ? '' : `${n} ${n === 1 ? 'core' : 'cores'}`;
  }),
  (values) => {
    const value = values.one('system.cpu.load_average.1m');
    if (value === undefined) return undefined;
    const long = values.one('system.cpu.load_average.15m');
    const note = long === undefined ? '' : `15 min: ${told(long, '{thread}').trim()}`;
    return {
      title: 'Load',
      metric: 'system.cpu.load_average.1m',
      unit: '{thread}',
      value,
      note,
      fold: 'max',
      counts: every,
    };
  },
  share('Memory', 'system.memory.utilization', (values, value) => {
    const limit = values.one('system.memory.limit');
    return limit === undefined ? '' : `${told(limit * value, 'By')} of ${told(limit, 'By')}`;
  }),
  largest('Fullest disk', 'system.filesystem.utilization', '1', (found) => attribute(found)),
  largest('Disk busy', 'system.disk.utilization', '1', (found) => attribute(found)),
  (values) => {
    const value = values.sum(networkIo.name, incoming);
    const out = values.sum(networkIo.name, outgoing);
    if (value === undefined) return undefined;
    const note = out === undefined ? '' : `${told(out, readingUnit(networkIo))} out`;
    return {
      title: 'Network in',
      metric: networkIo.name,
      unit: readingUnit(networkIo),
      value,
      note,
      fold: 'sum',
      counts: incoming,
    };
  },
  largest('Hottest', 'hw.temperature', 'Cel', (found) => attribute(found)),
  share('Swap', 'system.paging.utilization', () => 'used'),
];

/** At most 7 figures, of what this device measures. */
export function vitalsOf(latest: Iterable<LatestValue>): Vital[] {
  const values = new Values(latest);
  return makers.flatMap((make) => make(values) ?? []).slice(0, 7);
}
