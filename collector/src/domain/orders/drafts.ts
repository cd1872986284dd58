import type { OrderDraft } from '@fettle/shared/api/orders';
import { FettleError } from '@fettle/shared/errors';
import type { DraftId } from '@fettle/shared/ids';
import { type Actor, allow, covers, inScope } from '../access/index.ts';
import { nameOf, newDraftId, orderEvent, orderNote, type OrderPorts } from './context.ts';
import type { Candidate } from './expand.ts';
import { needsOfDraft, reckon } from './reckon.ts';
import type { Draft, OrderDraftBody } from './types.ts';
import { titleOf, wordsOfDangers } from './words.ts';

/** Devices that a draft shows by name; all are counted. */
const shownTargets = 1_000;

/**
 * Whether an actor may see a draft: it is their own, or about nothing that lies outside of what they see. Of a scope with a
 * selector nobody can tell that, so it shows their own only.
 */
export function seesDraft(actor: Actor, { madeBy, sites }: Draft): boolean {
  if (madeBy.id === actor.id) return true;
  return covers(actor.scope, { sites }) && sites.every((site) => inScope(actor.scope, site));
}

/** @throws FettleError `not_found` */
export async function findDraft({ orders }: Pick<OrderPorts, 'orders'>, actor: Actor, id: string): Promise<Draft> {
  const draft = await orders.draft(id as DraftId);
  if (!draft || !seesDraft(actor, draft)) throw new FettleError('not_found');
  return draft;
}

/** What waits to be signed, newest first. @throws FettleError `not_allowed` */
export async function listDrafts({ orders }: Pick<OrderPorts, 'orders'>, actor: Actor) {
  allow(actor, 'order.read');
  const drafts = (await orders.drafts()).filter((draft) => seesDraft(actor, draft));
  return drafts.map(({ id, body, madeBy, madeAt }) => ({
    id,
    title: titleOfBody(body),
    madeBy: madeBy.name,
    madeAt,
    kind: body.what.kind,
  }));
}

/** A draft with what it comes to now. @throws FettleError `not_found`, `not_allowed` */
export async function getDraft(ports: OrderPorts, actor: Actor, { id }: { readonly id: string }): Promise<OrderDraft> {
  allow(actor, 'order.read');
  return viewDraft(ports, actor, await findDraft(ports, actor, id));
}

/** The same of a body that is kept nowhere. @throws FettleError `input_invalid`, `not_allowed` */
export async function previewDraft(ports: OrderPorts, actor: Actor, body: OrderDraftBody): Promise<OrderDraft> {
  allow(actor, 'order.draft');
  const madeBy = await nameOf(ports, actor);
  return viewDraft(ports, actor, { id: 'preview' as DraftId, body, madeBy, madeAt: ports.now, sites: [], version: 0 });
}

export interface DraftInput {
  /** Absent: a new one. */
  readonly id?: string;
  /** Of a new one the id that it gets, for who may come twice: one that is there already is `changed_meanwhile`. */
  readonly as?: DraftId;
  readonly body: OrderDraftBody;
  /** The version that was read; 0: it is new. */
  readonly version: number;
}

/** Keeps a draft. @throws FettleError `input_invalid`, `not_found`, `changed_meanwhile`, `not_allowed` */
export async function putDraft(
  ports: OrderPorts,
  actor: Actor,
  { id, as, body, version }: DraftInput,
): Promise<OrderDraft> {
  allow(actor, 'order.draft');
  const before = id === undefined ? null : await findDraft(ports, actor, id);
  if ((before?.version ?? 0) !== version) throw new FettleError('changed_meanwhile');
  const { candidates } = await reckon(ports, actor.scope, body);
  const { now } = ports;
  const draft: Draft = {
    id: before?.id ?? as ?? newDraftId(),
    body,
    madeBy: before?.madeBy ?? (await nameOf(ports, actor)),
    madeAt: before?.madeAt ?? now,
    sites: [...new Set(candidates.map(({ site }) => site))].toSorted(),
    version: version + 1,
  };
  const event = orderEvent(now, 'order.drafted', draft.sites, { draft: draft.id, title: titleOfBody(body) });
  const note = orderNote(actor, event, { action: 'orders.draft', target: `draft:${draft.id}` });
  if ((await ports.orders.putDraft(draft, note)) !== 'put') throw new FettleError('changed_meanwhile');
  return viewDraft(ports, actor, draft);
}

/** @throws FettleError `not_found`, `changed_meanwhile`, `not_allowed` */
export async function removeDraft(
  ports: Pick<OrderPorts, 'orders' | 'now'>,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allow(actor, 'order.draft');
  const draft = await findDraft(ports, actor, id);
  const event = orderEvent(ports.now, 'order.drafted', draft.sites, { draft: draft.id, removed: true });
  const note = orderNote(actor, event, { action: 'orders.remove-draft', target: `draft:${draft.id}` });
  const answer = await ports.orders.removeDraft(draft.id, version, note);
  if (answer !== 'removed') throw new FettleError(answer);
}

async function viewDraft(ports: OrderPorts, actor: Actor, draft: Draft): Promise<OrderDraft> {
  const { id, version, body, madeBy, madeAt } = draft;
  const reckoned = await reckon(ports, actor.scope, body);
  const { candidates, rings, composed } = reckoned;
  const { kind } = body.what;
  const leftOut = candidates.filter((one) => one.leftOut !== null).length;
  return {
    id,
    version,
    ...body,
    madeBy,
    madeAt,
    words: [...reckoned.words],
    class: reckoned.class,
    dangers: wordsOfDangers(reckoned.dangers),
    needs: needsOfDraft(reckoned, kind),
    targets: {
      count: candidates.length - leftOut,
      leftOut,
      offline: candidates.filter((one) => one.leftOut === null && !one.online).length,
      items: candidates.slice(0, shownTargets).map(itemOf),
    },
    rings: rings.map(({ length }) => length),
    problems: [...reckoned.problems],
    secrets: composed.secrets.map((one) => ({ ...one })),
    command: kind === 'order' ? `fettle order sign ${id}` : `fettle standing sign ${id}`,
  };
}

function itemOf({ id, host, name, site, platform, online, leftOut }: Candidate) {
  return { id, host, name, site, platform, online, leftOut };
}

export function titleOfBody({ title, what }: OrderDraftBody): string {
  if (title.trim() !== '') return title.trim();
  return what.kind === 'order' ? titleOf(what.action) : what.name;
}
