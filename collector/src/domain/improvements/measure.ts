import type { Measure } from '@fettle/shared/api/improvements';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { plainValue } from '@fettle/shared/rules/words';
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import { quantile } from '@fettle/shared/statistics/quantile';
import { seesDevice, type Scope } from '../access/index.ts';
import { type Incident, timesOf, timesToResolve } from '../incidents/index.ts';
import { serviceHistory, visibleServices } from '../services/index.ts';
import type { MeasurePorts } from './context.ts';
import { durationText } from './measure-words.ts';
import type { Measured } from './types.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const atOnce = 500;
const pointsAtMost = 20_000_000;
const devicesAtOnce = 64;

/**
 * Measures over [from, to), the same way whenever it is done. Counts of incidents are of 30 days, however long the span; times to resolve
 * are medians, pauses left out; availability leaves windows and what is not known out on both sides; a metric is the quantile
 * of the hourly averages of all its devices together.
 * @throws FettleError `input_invalid` for what cannot be measured: no such service or metric
 */
export async function measureOver(
  ports: MeasurePorts,
  scope: Scope,
  measure: Measure,
  from: number,
  to: number,
): Promise<Measured> {
  const span = { from, to };
  switch (measure.kind) {
    case 'incidents':
      return countOf(await incidentsOf(ports, scope, measure, span), span);
    case 'resolve': {
      const found = await incidentsOf(ports, scope, { ...measure, device: null }, span);
      const { p50, count } = timesOf(timesToResolve(found, span));
      const words = p50 === null ? 'nothing was resolved' : `${durationText(p50)}, of ${count} resolved`;
      return { ...span, value: p50, words };
    }
    case 'availability':
      return availabilityOf(ports, scope, measure.service, span);
    case 'metric':
  }
  return metricOf(ports, scope, measure, span);
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function countOf(found: readonly Incident[], { from, to }: Span): Measured {
  const opened = found.filter(({ openedAt }) => openedAt >= from && openedAt < to).length;
  const days = (to - from) / dayMs;
  // Rounded half up, to a tenth.
  const value = Math.floor((opened * 30 * 10) / days + 0.5) / 10;
  const whole = Math.round(days);
  const words = whole === 30 ? `${opened} in 30 days` : `${opened} in ${whole} days: ${value} in 30 days`;
  return { from, to, value, words };
}

/** Those that were open at any time of the span. */
async function incidentsOf(
  ports: MeasurePorts,
  scope: Scope,
  {
    rule,
    device,
    service,
  }: { readonly rule: string | null; readonly device: string | null; readonly service: string | null },
  { from, to }: Span,
): Promise<Incident[]> {
  const devices = service === null ? null : await devicesOf(ports, scope, service);
  const wanted = device === null ? devices : (devices ?? [device as DeviceId]).filter((one) => one === device);
  const query = {
    from,
    to,
    limit: atOnce,
    ...(rule !== null && { rule }),
    ...(wanted !== null && { devices: wanted }),
  };
  if (wanted?.length === 0) return [];
  const found: Incident[] = [];
  for (let after: Incident | undefined; ;) {
    const page = await ports.incidents.list(scope, { ...query, ...(after && { after }) });
    found.push(...page);
    after = page.at(-1);
    if (page.length < atOnce) return found;
  }
}

async function devicesOf(ports: MeasurePorts, scope: Scope, id: string): Promise<DeviceId[]> {
  const found = (await visibleServices(ports, { scope })).find(({ service }) => service.id === id);
  if (!found) throw noService(id);
  return [...found.devices];
}

const noService = (id: string) =>
  new FettleError('input_invalid', `There is no service “${id}”, or it is not all at this site.`);

async function availabilityOf(
  ports: MeasurePorts,
  scope: Scope,
  service: string,
  { from, to }: Span,
): Promise<Measured> {
  const stretches = await serviceHistory(ports, scope, service, from, to).catch((error: unknown) => {
    throw error instanceof FettleError && error.code === 'not_found' ? noService(service) : error;
  });
  let [up, down] = [0, 0];
  for (const one of stretches) {
    const ms = one.to - one.from;
    if (one.state === 'down') down += ms;
    else if (one.state === 'in-order' || one.state === 'degraded') up += ms;
  }
  if (up + down === 0) return { from, to, value: null, words: 'nothing is known of that time' };
  const value = Math.floor((up * 1e6) / (up + down) + 0.5);
  return { from, to, value, words: `${(value / 10_000).toFixed(3)} %, down for ${durationText(down)}` };
}

async function metricOf(
  { devices, series }: MeasurePorts,
  scope: Scope,
  { metric, selector, quantile: wanted }: Extract<Measure, { kind: 'metric' }>,
  { from, to }: Span,
): Promise<Measured> {
  const known = metricNamed(metric);
  if (!known || known.kind === 'state') {
    throw new FettleError('input_invalid', `“${metric}” is no metric of which there is a quantile.`);
  }
  const parsed = selector.trim() === '' ? null : parseSelector(selector);
  const chosen = (await devices.devices(scope)).filter(
    (device) => seesDevice(scope, device) && (parsed === null || matches(parsed, device)),
  );
  const values: number[] = [];
  for (let at = 0; at < chosen.length; at += devicesAtOnce) {
    const some = chosen.slice(at, at + devicesAtOnce).map(({ id }) => id);
    const query = {
      devices: some,
      metrics: [metric],
      from,
      to,
      step: hourMs,
      agg: 'avg',
      maxPoints: pointsAtMost,
    } as const;
    for await (const { values: hours } of series.scan(query)) {
      for (const value of hours) if (!Number.isNaN(value)) values.push(value);
    }
  }
  const value = quantile(values, wanted === 'p50' ? 0.5 : 0.95);
  if (value === null) return { from, to, value, words: 'nothing was measured' };
  return { from, to, value, words: `${plainValue(value, known.unit, known.decimals)}, of ${chosen.length} devices` };
}
