/** An engine for tests: rules, devices and time are set by hand. */
import type { DeviceId, RuleId } from '@fettle/shared/ids';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { bodyOf, diskFull, mountpoint } from '@fettle/shared/rules/body.fixture';
import type { Device } from '../../devices/index.ts';
import type { RangeQuery, SeriesPoints, StoredFrame } from '../../series/index.ts';
import type { Finding, Rule } from '../types.ts';
import { createRuleEngine } from './engine.ts';

export const start = 1_790_000_000_000;
export const idOf = (letter: string) => `d${letter.repeat(26)}` as DeviceId;
export const deviceOf = (letter: string, fields: Partial<Device> = {}): Device =>
  ({
    id: idOf(letter),
    labels: {},
    os: 'Debian 12',
    kind: 'server',
    site: 'berlin',
    state: 'online',
    stateSince: start,
    interval: 10_000,
    ...fields,
  }) as Device;

const isWithin = ({ from, to }: RangeQuery, time: number) => time >= from && time < to;

let versions = 0;
/** Another version each time, as the store gives them. */
export const ruleOf = (id: string, body: RuleBody = bodyOf(diskFull)): Rule => ({
  ...body,
  id: id as RuleId,
  origin: 'person',
  createdAt: start,
  changedAt: start,
  version: ++versions,
});

const dictionary = { series: [{ metric: diskFull.metric, attributes: { [mountpoint]: '/var' }, decimals: 4 }] };

export function engineWorld() {
  const state = { now: start, rules: [] as Rule[], devices: [] as Device[] };
  const found: Finding[] = [];
  const failed: [RuleId, unknown][] = [];
  const queries: RangeQuery[] = [];
  let points: SeriesPoints[] | Error = [];
  let sequence = 0;
  const engine = createRuleEngine({
    rules: async () => state.rules,
    devices: async () => state.devices,
    series: {
      async *scan(query) {
        queries.push(query);
        if (points instanceof Error) throw points;
        for (const one of points) {
          const places = [...one.times.keys()].filter((i) => isWithin(query, one.times[i] ?? 0));
          const [times, values] = [one.times, one.values].map((all) => Float64Array.from(places, (i) => all[i] ?? 0));
          if (times && values && query.devices.includes(one.device)) yield { ...one, times, values };
        }
      },
    },
    now: () => state.now,
    sink: (findings) => void found.push(...findings),
    failed: (rule, error) => void failed.push([rule, error]),
  });
  const frameOf = (letter: string, value: number, time: number): StoredFrame => ({
    device: idOf(letter),
    time,
    dictionary,
    frame: { sequence: ++sequence, time, offset: 0, values: Float64Array.of(value), tables: [] },
  });
  return {
    state,
    engine,
    failed,
    queries,
    frameOf,
    /** What the store will say of the past; frames that bring it come late. */
    past(given: SeriesPoints[] | Error) {
      points = given;
      if (given instanceof Error) return;
      for (const { device, times } of given) {
        const letter = device.charAt(1);
        engine.frames([frameOf(letter, 0, times[0] ?? state.now)]);
      }
    },
    frame: (letter: string, value: number, time = state.now) => engine.frames([frameOf(letter, value, time)]),
    told: () =>
      found.splice(0).map(({ rule, device, severity, reason }) => `${rule} ${device.charAt(1)} ${severity} ${reason}`),
    found,
  };
}
