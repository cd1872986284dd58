/** Random histories of one device, each by its number: what an agent sent, and questions about it. */
import type { RangeQuery, StoredFrame } from '@fettle/collector/domain/series/types';
import type { DeviceId } from '@fettle/shared/ids';
import { aggregations } from '@fettle/shared/api/series';
import { dictionary, frame } from './frames.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Where periods of every kind meet: a year and month, a week, a month, a day, hours, and 1970. */
const begins = [
  Date.UTC(2026, 0, 1),
  Date.UTC(2026, 10, 16),
  Date.UTC(2026, 9, 31) + day,
  Date.UTC(2026, 10, 11),
  Date.UTC(2026, 10, 11, 14),
  Date.UTC(2026, 10, 11, 15),
  2 * day,
];
const dictionaries = [
  dictionary('m{a=x}:2', 'n', 'systemd.unit.state{a=one}'),
  dictionary('n', 'systemd.unit.state{a=one}', 'm{a=y}:4', 'm{a=x}:2'),
  dictionary('systemd.unit.state{a=two}', 'm:1', 'n'),
];
/** Most lie in one or two spans of the store, some in dozens. */
const usual = [1_000, 10_000, 10_000, 10_000, 47_000];
const steps = [
  undefined,
  'whole',
  1_000,
  7_000,
  minute,
  5 * minute,
  10 * minute,
  25 * minute,
  hour,
  2 * hour,
  day,
  90 * minute + 1,
] as const;

/** Numbers from 0 up to 1, the same for the same seed (mulberry32, Tommy Ettinger 2017). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface History {
  readonly device: DeviceId;
  /** In the order of arrival; some come late, some twice. */
  readonly sent: readonly StoredFrame[];
  readonly queries: readonly RangeQuery[];
}

export function history(number: number): History {
  const random = randomOf(number);
  const up = (most: number) => Math.floor(random() * most);
  const one = <Item>(items: readonly Item[]) => items[up(items.length)] as Item;
  const device = `h${String(number).padStart(26, '0')}` as DeviceId;
  const begin = one(begins) - one([0, hour, 6 * hour, 11 * minute]);
  const pace = one([...usual, ...usual, 47_000, 5 * minute, 5 * minute, 40 * minute]);
  const count = 1 + up(40);
  const made: StoredFrame[] = [];
  let time = begin + up(pace);
  let counter = up(1_000);
  for (let sequence = 1; sequence <= count; sequence++) {
    // Steady, mostly; a clock set back, a gap, the same time twice.
    time = Math.max(0, time + one([pace, pace, pace, pace, pace - 3, 0, -2 * pace, 20 * pace]));
    counter += up(50);
    const value = (series: string) => {
      if (random() < 0.1) return null;
      if (series === 'n') return counter;
      return series === 'm' ? one([up(10_000) / 100, random() * 1e6, -0, up(9)]) : up(3);
    };
    const columns = one([...dictionaries, dictionaries[0] as (typeof dictionaries)[0]]);
    const values = columns.series.map(({ metric }) => value(metric));
    made.push(frame({ device, sequence, time, values, dictionary: columns }));
  }
  const late = made.filter(() => random() < 0.15);
  const sent = [...made.filter((kept) => !late.includes(kept)), ...late, ...made.filter(() => random() < 0.1)];
  const last = Math.max(...made.map((kept) => kept.time));
  const edge = () =>
    one([begin, last + 1, begin + up(last - begin + 1), Math.floor((begin + up(last - begin + 1)) / hour) * hour]);
  const queries = Array.from({ length: 3 }, (): RangeQuery => {
    const [a, b] = [edge(), edge()];
    const [from, to] = [Math.min(a, b), Math.max(a, b)];
    const asked = one(steps);
    const step = typeof asked === 'number' && (to - from) / asked > 400 ? 'whole' : asked;
    const metrics = one([['m'], ['n', 'm'], ['systemd.unit.state'], ['systemd.unit.state', 'none']]);
    const agg = one(aggregations);
    return { devices: [device], metrics, from, to, agg, maxPoints: 1e6, ...(step !== undefined && { step }) };
  });
  return { device, sent, queries };
}
