import type { OrderDetail, OrderItem, RunDetail, RunItem, RunMatrix } from '@fettle/shared/api/orders';
import { FettleError } from '@fettle/shared/errors';
import type { OrderId, RunId } from '@fettle/shared/ids';
import { type Actor, allow, isAllowed } from '../access/index.ts';
import { actsOf } from './act.ts';
import type { OrderPorts } from './context.ts';
import { sumOf } from './run-states.ts';
import type { OrderQuery, RunQuery } from './store.ts';
import { safeText } from './text.ts';
import type { Order, OrderState, Remedy, Run, RunCounts, RunResult, RunState } from './types.ts';
import { wordsOfRun } from './words.ts';

type Ports = Pick<OrderPorts, 'orders' | 'runs'>;

export interface OrderListQuery extends Partial<Omit<OrderQuery, 'states' | 'after' | 'limit'>> {
  readonly state?: OrderState;
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** A page of orders, newest first. @throws FettleError `input_invalid` (cursor), `not_allowed` */
export async function listOrders(
  { orders, runs }: Ports,
  actor: Actor,
  { state, cursor, limit = 100, ...query }: OrderListQuery,
): Promise<{ items: OrderItem[]; next: string | null }> {
  allow(actor, 'order.read');
  const found = await orders.orders(actor.scope, {
    ...query,
    ...(state && { states: [state] }),
    ...(cursor !== undefined && { after: placeOf(cursor) }),
    limit: limit + 1,
  });
  const page = found.slice(0, limit);
  const counts = await runs.counts(
    actor.scope,
    page.map(({ id }) => id),
  );
  const last = page.at(-1);
  return {
    items: page.map((order) => itemOf(order, counts.get(order.id) ?? [])),
    next: last && found.length > limit ? `${last.signedAt} ${last.id}` : null,
  };
}

function placeOf(cursor: string): { signedAt: number; id: string } {
  const [, time, id] = /^(\d{1,16}) ([a-z0-9]{1,64})$/.exec(cursor) ?? [];
  if (time === undefined || id === undefined) throw badCursor();
  return { signedAt: Number(time), id };
}

const badCursor = () => new FettleError('input_invalid', 'This is not a cursor of this list. Begin at the first page.');

/** @throws FettleError `not_found`, `not_allowed` */
export async function getOrder(ports: Ports, actor: Actor, { id }: { readonly id: string }): Promise<OrderDetail> {
  allow(actor, 'order.read');
  const order = await findOrder(ports, actor, id);
  const [rings, all] = await Promise.all([ports.orders.rings(order.id), ports.runs.counts(actor.scope, [order.id])]);
  const counts = all.get(order.id) ?? [];
  const waits = order.state === 'waiting-approval';
  return {
    ...itemOf(order, counts),
    steps: [...order.steps],
    dangers: [...order.dangers],
    ringItems: rings.map((ring, i) => ({
      statement: ring.statement,
      state: ring.state,
      targets: ring.targets,
      counts: counts[i] ?? {},
      startedAt: ring.startedAt,
      endedAt: ring.endedAt,
      envelope: ring.envelope,
    })),
    haltAt: order.plan.haltAt,
    may: [
      ...(waits && isAllowed(actor, 'order.submit') ? ['approve'] : []),
      ...(isAllowed(actor, 'order.act') ? actsOf(order) : []),
    ],
    command: waits ? `fettle approve ${order.id}` : null,
  };
}

/** @throws FettleError `not_found` */
async function findOrder({ orders }: Pick<OrderPorts, 'orders'>, { scope }: Actor, id: string): Promise<Order> {
  const order = await orders.order(scope, id as OrderId);
  if (!order) throw new FettleError('not_found');
  return order;
}

export function itemOf(order: Order, counts: readonly RunCounts[]): OrderItem {
  const { plan: _plan, steps: _steps, dangers: _dangers, scripts: _scripts, sites: _sites, ...rest } = order;
  const { draft: _draft, submittedBy: _by, signers, ring, ...same } = rest;
  return { ...same, signers: [...signers], ring: Math.max(0, ring), counts: sumOf(counts) };
}

export interface RunListQuery extends Partial<Omit<RunQuery, 'states' | 'after' | 'limit' | 'sort'>> {
  readonly state?: RunState;
  readonly standing?: string;
  readonly limit?: number;
  readonly cursor?: string;
}

/** A page of runs: of one order in ring order, failures first; else newest first. @throws FettleError `input_invalid`, `not_allowed` */
export async function listRuns(
  { runs }: Pick<OrderPorts, 'runs'>,
  actor: Actor,
  { state, standing, cursor, limit = 200, ...query }: RunListQuery,
  sort: RunQuery['sort'] = 'time',
): Promise<{ items: RunItem[]; next: string | null }> {
  allow(actor, 'run.read');
  const after = cursor === undefined ? null : await runs.run(actor.scope, cursor as RunId);
  if (cursor !== undefined && !after) throw badCursor();
  const found = await runs.runs(actor.scope, {
    ...query,
    ...(standing !== undefined && { order: standing }),
    ...(state && { states: [state] }),
    ...(after && { after }),
    sort,
    limit: limit + 1,
  });
  const page = found.slice(0, limit);
  return { items: page.map(runItem), next: found.length > limit ? (page.at(-1)?.id ?? null) : null };
}

/** Runs of an order. @throws FettleError `not_found`, `input_invalid`, `not_allowed` */
export async function listOrderRuns(
  ports: Ports,
  actor: Actor,
  { id, ...query }: RunListQuery & { readonly id: string },
): Promise<{ items: RunItem[]; next: string | null }> {
  allow(actor, 'run.read');
  const { id: order } = await findOrder(ports, actor, id);
  return listRuns(ports, actor, { ...query, order }, 'ring');
}

/** Every target of an order with its state. @throws FettleError `not_found`, `not_allowed` */
export async function runMatrix(ports: Ports, actor: Actor, { id }: { readonly id: string }): Promise<RunMatrix> {
  allow(actor, 'order.read');
  const order = await findOrder(ports, actor, id);
  const cells = await ports.runs.matrix(actor.scope, order.id);
  return { order: order.id, cells: cells.map((cell) => [...cell]) };
}

/**
 * A run, whole. While it runs its output is what came so far.
 * @param soFar what an open run has said, as text
 * @throws FettleError `not_found`, `not_allowed`
 */
export async function getRun(
  { runs }: Pick<OrderPorts, 'runs'>,
  actor: Actor,
  { id }: { readonly id: string },
  soFar: (run: RunId) => string = () => '',
): Promise<RunDetail> {
  allow(actor, 'run.read');
  const run = await runs.run(actor.scope, id as RunId);
  if (!run) throw new FettleError('not_found');
  const [result, remedy] = await Promise.all([runs.result(run.id), runs.remedy(run.id)]);
  return detailOf(run, result, remedy, soFar);
}

function detailOf(run: Run, result: RunResult | null, remedy: Remedy | null, soFar: (run: RunId) => string): RunDetail {
  const output = result ? safeText(Buffer.from(result.output, 'base64').toString('utf8')) : soFar(run.id);
  return {
    ...runItem(run),
    steps: (result?.steps ?? []).map(({ name, mode, program, outcome, exit, started, ended }) => ({
      name,
      mode,
      program,
      outcome,
      exit,
      startedAt: started,
      endedAt: ended,
    })),
    output,
    outputTotal: result?.outputTotal ?? Buffer.byteLength(output),
    outputSha256: result?.outputSha256 ?? null,
    receiptEnvelope: result?.receipt ?? null,
    receiptSeq: result?.seq ?? null,
    firing: firingOf(run, result, remedy),
  };
}

function firingOf(run: Run, result: RunResult | null, remedy: Remedy | null): RunDetail['firing'] {
  if (run.kind !== 'standing' || !result?.firing) return null;
  const { firing } = result;
  const words =
    firing.kind === 'clock'
      ? 'Fired by its clock.'
      : `Fired by the rule ${firing.rule}${firing.instance === '' ? '' : ` for ${firing.instance}`}.`;
  return {
    rule: run.rule,
    instance: run.instance,
    words: safeText(words),
    before: remedy?.before ?? null,
    after: remedy?.after ?? null,
    cleared: remedy?.cleared ?? null,
  };
}

export function runItem(run: Run): RunItem {
  const { id, order, kind, title, device, deviceName, site, ring, state, code, exit, lastLine } = run;
  const { queuedAt, startedAt, endedAt, receipt, incident } = run;
  const words = wordsOfRun(run);
  const about = { order, kind, id, title, device, deviceName, site, ring, state, code, words, exit, lastLine };
  return { ...about, queuedAt, startedAt, endedAt, receipt, incident };
}
