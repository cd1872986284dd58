import type { Aggregation } from '@fettle/shared/api/series';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { metricNamed } from '@fettle/shared/metrics/catalogue';
import { type Actor, allow, type Scope } from '../access/index.ts';
import { type DeviceStore, selectedDevices } from '../devices/index.ts';
import type { SeriesStore } from './store.ts';
import type { RangeQuery, SeriesForm, SeriesPoints, SeriesText } from './types.ts';

/** What one question may cost: points (about 20 bytes of JSON each) and ms of the store's work. */
export const budget = { points: 5_000_000, ms: 10_000 } as const;
const maxDevices = 20_000;
const step = { min: 1_000, max: 366 * 86_400_000 };

export interface QueryPorts {
  readonly series: SeriesStore;
  readonly devices: DeviceStore;
}

export interface SeriesInput {
  /** Without it all devices of the actor's scope, or those of them that the selector selects. */
  readonly devices?: readonly string[] | undefined;
  readonly selector?: string | undefined;
  readonly metrics: readonly string[];
  /** ms since 1970; the end is exclusive. */
  readonly from: number;
  readonly to: number;
  /** ms; `whole`: one from `from` to `to`; absent: raw samples. */
  readonly step?: number | 'whole' | undefined;
  /** Default: each metric's roll-up. */
  readonly agg?: Aggregation | undefined;
}

/**
 * Samples over time of devices that the actor may see, as they are found; reading on may fail too.
 * @throws FettleError `not_allowed`, `not_found` (a device), `input_invalid`, `query_too_large`, `query_too_long`
 */
export async function querySeries(
  ports: QueryPorts,
  actor: Actor,
  input: SeriesInput,
): Promise<AsyncIterable<SeriesPoints>> {
  return ports.series.scan(await rangeOf(ports.devices, actor, input));
}

/** The same written down. @throws FettleError as `querySeries`; `input_invalid` for `values` without steps */
export async function querySeriesText(
  ports: QueryPorts,
  actor: Actor,
  { form, ...input }: SeriesInput & { readonly form: SeriesForm },
): Promise<AsyncIterable<readonly SeriesText[]>> {
  const range = await rangeOf(ports.devices, actor, input);
  if (form === 'values' && range.step === undefined) {
    throw new FettleError('input_invalid', 'Columns have one value a step: name a `step`.');
  }
  return ports.series.scanText(range, form);
}

/** What the store is asked. */
async function rangeOf(store: DeviceStore, actor: Actor, input: SeriesInput): Promise<RangeQuery> {
  allow(actor, 'device.read');
  checkInput(input);
  const devices = await devicesOf(store, actor, input);
  if (devices.length > maxDevices) throw new FettleError('query_too_large');
  const { metrics, from, to, step: asked, agg } = input;
  return {
    devices,
    metrics,
    from,
    to,
    maxPoints: budget.points,
    budgetMs: budget.ms,
    ...(asked !== undefined && { step: asked }),
    ...(agg !== undefined && { agg }),
  };
}

/** @throws FettleError `input_invalid` */
function checkInput({ metrics, from, to, step: asked, agg }: SeriesInput): void {
  const refuse = (text: string) => new FettleError('input_invalid', text);
  const whole = (time: number) => Number.isSafeInteger(time) && time >= 0;
  if (!whole(from) || !whole(to)) throw refuse('`from` and `to` are whole milliseconds since 1970.');
  if (from >= to) throw refuse('`from` must be before `to`.');
  if (metrics.length === 0) throw refuse('Name at least one `metric`.');
  const odd = agg === 'time' ? metrics.find((name) => metricNamed(name)?.kind !== 'state') : undefined;
  if (odd !== undefined) throw refuse(`\`time\` is for states, and ${odd} is none.`);
  if (typeof asked === 'number' && !(Number.isInteger(asked) && asked >= step.min && asked <= step.max)) {
    throw refuse(`\`step\` is whole milliseconds from ${step.min} to ${step.max}.`);
  }
}

/** @throws FettleError `not_found` when one is named that is not in the scope; `input_invalid` (selector) */
export async function devicesOf(
  store: DeviceStore,
  { scope }: Actor,
  { devices, selector = '' }: Pick<SeriesInput, 'devices' | 'selector'>,
): Promise<DeviceId[]> {
  const found = await namedDevices(store, scope, devices ?? []);
  if (devices !== undefined && selector === '') return found;
  const selected = (await selectedDevices({ store }, scope, selector)).map(({ id }) => id);
  return devices === undefined ? selected : selected.filter((id) => found.includes(id));
}

/** One is looked up; of several the list is asked for, which is kept in memory. @throws FettleError `not_found` */
async function namedDevices(store: DeviceStore, scope: Scope, ids: readonly string[]): Promise<DeviceId[]> {
  const named = ids as readonly DeviceId[];
  const [first] = named;
  if (first === undefined) return [];
  const all = named.length === 1 ? [await store.device(scope, first)] : await store.devices(scope);
  const known = new Set(all.map((device) => device?.id));
  if (!named.every((id) => known.has(id))) throw new FettleError('not_found');
  return [...named];
}
