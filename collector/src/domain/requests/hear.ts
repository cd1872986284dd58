import type { DraftId, IncidentId, OrderId } from '@fettle/shared/ids';
import { everywhere, systemActor } from '../access/index.ts';
import type { Event } from '../events/index.ts';
import { type Order, type Run, runItem } from '../orders/index.ts';
import { composeAtOnce } from './ask.ts';
import { dropDraft } from './act.ts';
import { requestNote, type RequestPorts, withEntry } from './context.ts';
import { verdictOf } from './judge.ts';
import type { Request, RequestEntry } from './types.ts';

const atOnce = 500;
/** What nobody signs for so long is given up. */
const signWithinMs = 14 * 86_400_000;
const system = systemActor('requests');

/** Hears what became of drafts, orders, runs and incidents since the last time. Gives how many events it read. */
export async function hearRequests(ports: RequestPorts): Promise<number> {
  const { requests, events } = ports;
  const from = await requests.cursor();
  if (from === null && (await begin(ports)) === 'begun') return 0;
  const found = await events.after(everywhere, from ?? 0, atOnce);
  const last = found.at(-1);
  if (!last) return 0;
  const news = newsOf(found);
  if (news.any) for (const request of await requests.underWay()) await hear(ports, request, news);
  await requests.heard(from, last.sequence);
  return found.length;
}

/** Where nothing was asked yet, nothing of the past concerns anybody: read in this order, no request comes in between. */
async function begin({ requests, events }: RequestPorts): Promise<'begun' | 'late'> {
  const { newest } = await events.bounds();
  if ((await requests.requests(everywhere, { limit: 1 })).length > 0) return 'late';
  await requests.heard(null, newest);
  return 'begun';
}

/** What time does, and what was told by no event: every minute. */
export async function tendRequests(ports: RequestPorts): Promise<void> {
  for (const request of await ports.requests.underWay()) {
    const stale =
      request.composedAt !== null && request.order === null && ports.now - request.composedAt >= signWithinMs;
    if (stale) await giveUp(ports, request);
    else if (request.state === 'approved') await composeAtOnce(ports, request);
    else if (request.order !== null) await followOrder(ports, request, request.order);
    else if (request.incident !== null) await followIncident(ports, request, request.incident);
  }
}

interface News {
  readonly any: boolean;
  /** By the drafts that they were made of. */
  readonly signed: ReadonlyMap<string, OrderId>;
  readonly removed: ReadonlySet<string>;
  readonly orders: ReadonlySet<string>;
  readonly incidents: ReadonlySet<string>;
}

function newsOf(events: readonly Event[]): News {
  const signed = new Map<string, OrderId>();
  const removed = new Set<string>();
  const orders = new Set<string>();
  const incidents = new Set<string>();
  for (const { kind, detail } of events) {
    const text = (name: string) => (typeof detail[name] === 'string' ? detail[name] : null);
    const [draft, order, incident] = [text('draft'), text('order'), text('incident')];
    if (kind === 'order.signed' && draft !== null && order !== null) signed.set(draft, order as OrderId);
    if (kind === 'order.drafted' && draft !== null && detail['removed'] === true) removed.add(draft);
    if (order !== null && (kind.startsWith('order.') || kind === 'run.ended')) orders.add(order);
    if (incident !== null && (kind === 'incident.resolved' || kind === 'incident.closed')) incidents.add(incident);
  }
  return { any: signed.size + removed.size + orders.size + incidents.size > 0, signed, removed, orders, incidents };
}

async function hear(ports: RequestPorts, before: Request, news: News): Promise<void> {
  let request = before;
  const order = request.draft === null ? undefined : news.signed.get(request.draft);
  if (request.order === null && order !== undefined) request = (await beginOrder(ports, request, order)) ?? request;
  if (request.order !== null && news.orders.has(request.order)) await followOrder(ports, request, request.order);
  else if (request.order === null && request.draft !== null && news.removed.has(request.draft)) {
    await end(ports, request, 'failed', `Its order was taken away before anybody signed it.`);
  }
  if (request.incident !== null && news.incidents.has(request.incident)) {
    await followIncident(ports, request, request.incident);
  }
}

/** It was signed: from now on its order does it. Null: somebody changed it meanwhile, and the next sweep sees it. */
async function beginOrder(ports: RequestPorts, request: Request, id: OrderId): Promise<Request | null> {
  const order = await ports.orders.orders.order(everywhere, id);
  if (!order) return null;
  const run = await runOf(ports, request, order.id);
  const by = order.signers.length > 0 ? order.signers.join(' and ') : 'somebody';
  const words = `Signed by ${by}${order.state === 'waiting-approval' ? '; it waits for a second signature.' : '.'}`;
  const change = { state: 'running', order: order.id, run: run?.id ?? null } as const;
  return move(ports, request, { time: ports.now, actor: null, words }, change);
}

async function runOf({ orders }: RequestPorts, { device }: Request, order: OrderId): Promise<Run | null> {
  if (device === null) return null;
  const [run] = await orders.runs.runs(everywhere, { device, order, limit: 1, sort: 'time' });
  return run ?? null;
}

async function followOrder(ports: RequestPorts, request: Request, id: OrderId): Promise<void> {
  const order: Order | null = await ports.orders.orders.order(everywhere, id);
  if (!order) return;
  const run = await runOf(ports, request, id);
  const verdict = verdictOf({
    order,
    run: run && { state: run.state, words: runItem(run).words, lastLine: run.lastLine },
  });
  if (verdict) await end(ports, request, verdict.state, verdict.outcome);
}

async function followIncident(ports: RequestPorts, request: Request, id: IncidentId): Promise<void> {
  const [incident] = await ports.incidents.several(everywhere, [id]);
  if (incident && incident.state !== 'resolved' && incident.state !== 'closed') return;
  const timeline = incident ? await ports.incidents.timeline(everywhere, id) : [];
  const last =
    timeline.findLast(({ kind }) => kind === 'resolved') ?? timeline.findLast(({ kind }) => kind === 'closed');
  await end(ports, request, 'done', last?.words ?? 'Its incident is over.');
}

async function giveUp(ports: RequestPorts, request: Request): Promise<void> {
  await dropDraft(ports, request);
  // Signed in this very moment: then it goes on, and the event tells so.
  if (await goesOn(ports, request.draft)) return;
  await end(ports, request, 'failed', 'Nobody signed its order within 14 days.');
}

/** Its draft is still there, or was signed and nobody has heard of it yet. */
async function goesOn({ orders, events, requests }: RequestPorts, draft: DraftId | null): Promise<boolean> {
  if (draft === null || (await orders.orders.draft(draft))) return draft !== null;
  const heard = (await requests.cursor()) ?? 0;
  const unheard = await events.after(everywhere, heard, atOnce);
  return unheard.some(({ kind, detail }) => kind === 'order.signed' && detail['draft'] === draft);
}

/** Its end, with what who asked is told. */
async function end(ports: RequestPorts, request: Request, state: 'done' | 'failed', outcome: string): Promise<void> {
  const entry = { time: ports.now, actor: null, words: outcome };
  await move(ports, request, entry, { state, outcome, endedAt: ports.now });
}

async function move(
  ports: RequestPorts,
  request: Request,
  entry: RequestEntry,
  change: Partial<Request>,
): Promise<Request | null> {
  const after = withEntry(request, entry, change);
  const kind = after.endedAt === null ? 'request.changed' : 'request.ended';
  const note = requestNote(system, ports.now, kind, after, kind === 'request.ended' ? 'end' : 'follow');
  return (await ports.requests.change(after, note)) === 'changed' ? after : null;
}
