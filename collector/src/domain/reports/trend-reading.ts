import type { DeviceId } from '@fettle/shared/ids';
import type { Device } from '../devices/index.ts';
import { visibleServices } from '../services/index.ts';
import type { Between } from './between.ts';
import type { Ask, Progress } from './kind.ts';
import { periodsIn } from './period.ts';
import type { ReportPorts } from './ports.ts';
import { devicesOf } from './reading.ts';
import { type DeviceTrend, type Percentiles, percentilesOf, trendOfDevice } from './trend-facts.ts';
import { type Measure, measures } from './trend-measures.ts';

const hourMs = 3_600_000;
const dayMs = 86_400_000;
/** Of a longer span days are read in place of hours. */
const longestOfHours = 93;
/** What is held of hours at once is bounded by it. */
const atOnce = 64;
/** Series of a device, far more than it has of any measure. */
const mostSeries = 256;

export interface ServiceTrend {
  readonly id: string;
  readonly name: string;
  readonly devices: ReadonlySet<DeviceId>;
  /** Of all hours of all its devices. */
  readonly whole: Percentiles | null;
}

export interface MeasureTrends {
  readonly measure: Measure;
  readonly devices: readonly DeviceTrend[];
  readonly services: readonly ServiceTrend[];
}

export interface Trends {
  readonly span: Between;
  readonly step: number;
  /** Days of the span, in its zone; where days are read, in UTC. */
  readonly days: readonly Between[];
  readonly devices: ReadonlyMap<string, Device>;
  readonly measures: readonly MeasureTrends[];
  /** Hours, or days, that were read. */
  readonly read: number;
}

/** Measure by measure, some devices at once: of each only its percentiles and days are kept. */
export async function readTrends(ports: ReportPorts, ask: Ask, progress: Progress): Promise<Trends> {
  const devices = await devicesOf(ports, ask);
  const step = ask.to - ask.from > longestOfHours * dayMs ? dayMs : hourMs;
  const span = { from: ask.from, to: Math.min(ask.to, Math.max(ask.now, ask.from)) };
  const days = periodsIn('day', span, step === dayMs ? 'UTC' : ask.zone);
  const services = (await visibleServices(ports, { scope: ask.scope })).filter(
    ({ service }) => ask.service === null || service.id === ask.service,
  );
  let read = 0;
  const found: MeasureTrends[] = [];
  for (const [place, measure] of measures.entries()) {
    const pools = services.map(() => [] as number[]);
    const trends: DeviceTrend[] = [];
    for (let at = 0; at < devices.length; at += atOnce) {
      const some = devices.slice(at, at + atOnce);
      for await (const { id, times, values } of highestOf(ports, measure, some, span, step)) {
        trends.push(trendOfDevice(id, { times, values }, span, days, step));
        read += times.length;
        for (const [service, { devices: own }] of services.entries()) {
          if (own.has(id)) addTo(pools[service] ?? [], times, values, span);
        }
      }
      await progress(
        (place + (at + some.length) / devices.length) / measures.length,
        `reads ${measure.title.toLowerCase()}`,
      );
    }
    const own = services.map(({ service: { id, name }, devices: members }, number) => {
      return { id, name, devices: members, whole: percentilesOf(pools[number] ?? []) };
    });
    found.push({ measure, devices: trends, services: own });
  }
  return { span, step, days, devices: new Map(devices.map((one) => [one.id, one])), measures: found, read };
}

function addTo(pool: number[], times: Float64Array, values: Float64Array, { from, to }: Between): void {
  for (let place = 0; place < times.length; place++) {
    const [time, value] = [times[place] ?? 0, values[place] ?? Number.NaN];
    if (time >= from && time < to && !Number.isNaN(value)) pool.push(value);
  }
}

/** Of each device at each time the highest of its series. Two weeks are read at least, for this one and the one before. */
async function* highestOf(
  { series }: Pick<ReportPorts, 'series'>,
  { metric, agg }: Measure,
  devices: readonly Device[],
  { from, to }: Between,
  step: number,
): AsyncGenerator<Held> {
  const first = Math.floor(Math.min(from, to - 14 * dayMs) / step) * step;
  const query = { from: first, to, step, agg, metrics: [metric.name], devices: devices.map(({ id }) => id) };
  const maxPoints = devices.length * mostSeries * (Math.ceil((to - first) / step) + 1);
  const held: Held[] = [];
  for await (const { device, times, values } of series.scan({ ...query, maxPoints })) {
    const before = held.pop();
    if (before && before.id !== device) yield before;
    held.push({ id: device, times, values: before?.id === device ? highest(before.values, values) : values });
  }
  yield* held;
}

interface Held {
  readonly id: DeviceId;
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** At each time the higher; NaN is no number to be higher than. */
function highest(one: Float64Array, other: Float64Array): Float64Array {
  return other.map((value, place) => {
    const before = one[place] ?? Number.NaN;
    return Number.isNaN(before) || value > before ? value : before;
  });
}
