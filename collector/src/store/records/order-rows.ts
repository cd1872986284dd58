import type { OrderState } from '@fettle/shared/api/orders';
import type { ScriptClass } from '@fettle/shared/api/scripts';
import type { ChangeId, DraftId, IncidentId, OrderId, StatementId } from '@fettle/shared/ids';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { RunMode } from '@fettle/shared/trust/statements';
import type { Selectable } from 'kysely';
import type { Draft, Named, Order, Ring, Standing, UsedScript } from '../../domain/orders/types.ts';
import type { Schema } from './schema.ts';

export function toDraft(row: Selectable<Schema['order_drafts']>): Draft {
  return {
    id: row.id as DraftId,
    body: JSON.parse(row.body) as Draft['body'],
    madeBy: JSON.parse(row.made_by) as Named,
    madeAt: row.made_at,
    sites: JSON.parse(row.sites) as string[],
    version: row.version,
  };
}

export function draftRow({ id, body, madeBy, madeAt, sites, version }: Draft): Selectable<Schema['order_drafts']> {
  return {
    id,
    body: JSON.stringify(body),
    made_by: JSON.stringify(madeBy),
    made_at: madeAt,
    sites: JSON.stringify(sites),
    version,
  };
}

export function toOrder(row: Selectable<Schema['orders']>): Order {
  return {
    id: row.id as OrderId,
    title: row.title,
    words: row.words,
    class: row.class as ScriptClass,
    mode: row.mode as RunMode,
    state: row.state as OrderState,
    why: row.why,
    reason: row.reason,
    signedAt: row.signed_at,
    signers: JSON.parse(row.signers) as string[],
    submittedBy: JSON.parse(row.submitted_by) as Named,
    notBefore: row.not_before,
    expires: row.expires,
    targets: row.targets,
    ring: row.ring,
    rings: row.rings,
    plan: JSON.parse(row.plan) as Order['plan'],
    steps: JSON.parse(row.steps) as string[],
    dangers: JSON.parse(row.dangers) as string[],
    scripts: toScripts(row.scripts),
    sites: JSON.parse(row.sites) as string[],
    incident: row.incident as IncidentId | null,
    change: row.change as ChangeId | null,
    draft: row.draft as DraftId | null,
    endedAt: row.ended_at,
    version: row.version,
  };
}

export function orderRow(order: Order): Selectable<Schema['orders']> {
  const { id, title, words, mode, state, why, reason, targets, ring, rings, incident, change, draft, version } = order;
  return {
    id,
    title,
    words,
    class: order.class,
    mode,
    state,
    why,
    reason,
    signed_at: order.signedAt,
    signers: JSON.stringify(order.signers),
    submitted_by: JSON.stringify(order.submittedBy),
    not_before: order.notBefore,
    expires: order.expires,
    targets,
    ring,
    rings,
    plan: JSON.stringify(order.plan),
    steps: JSON.stringify(order.steps),
    dangers: JSON.stringify(order.dangers),
    scripts: scriptsText(order.scripts),
    sites: JSON.stringify(order.sites),
    incident,
    change,
    draft,
    ended_at: order.endedAt,
    version,
  };
}

export function toRing(row: Selectable<Schema['order_rings']>): Ring {
  return {
    order: row.order_id as OrderId,
    ring: row.ring,
    statement: row.statement as StatementId,
    envelope: JSON.parse(row.envelope) as Envelope,
    hash: row.hash,
    state: row.state as OrderState,
    targets: row.targets,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    forgiven: row.forgiven,
  };
}

export function ringRow(ring: Ring): Selectable<Schema['order_rings']> {
  const { order, startedAt, endedAt, envelope, ...same } = ring;
  return {
    ...same,
    order_id: order,
    envelope: JSON.stringify(envelope),
    started_at: startedAt,
    ended_at: endedAt,
  };
}

export function toStanding(row: Selectable<Schema['standing_orders']>): Standing {
  return {
    id: row.id as StatementId,
    signedVersion: row.signed_version,
    name: row.name,
    words: row.words,
    trigger: JSON.parse(row.trigger_of) as Standing['trigger'],
    selector: row.selector,
    class: row.class as ScriptClass,
    steps: JSON.parse(row.steps) as string[],
    scripts: toScripts(row.scripts),
    dangers: JSON.parse(row.dangers) as string[],
    caps: JSON.parse(row.caps) as Standing['caps'],
    state: row.state as Standing['state'],
    signedAt: row.signed_at,
    signers: JSON.parse(row.signers) as string[],
    submittedBy: JSON.parse(row.submitted_by) as Named,
    expires: row.expires,
    envelope: JSON.parse(row.envelope) as Envelope,
    hash: row.hash,
    enabled: row.enabled === 1,
    draft: row.draft as DraftId | null,
  };
}

export function standingRow(standing: Standing): Selectable<Schema['standing_orders']> {
  const { id, name, words, selector, state, expires, hash, draft } = standing;
  return {
    id,
    signed_version: standing.signedVersion,
    name,
    words,
    trigger_of: JSON.stringify(standing.trigger),
    selector,
    class: standing.class,
    steps: JSON.stringify(standing.steps),
    scripts: scriptsText(standing.scripts),
    dangers: JSON.stringify(standing.dangers),
    caps: JSON.stringify(standing.caps),
    state,
    signed_at: standing.signedAt,
    signers: JSON.stringify(standing.signers),
    submitted_by: JSON.stringify(standing.submittedBy),
    expires,
    envelope: JSON.stringify(standing.envelope),
    hash,
    enabled: standing.enabled ? 1 : 0,
    draft,
  };
}

/** A name stands in quotes and in brackets, so that a question for one finds no other: `["name",`. */
const scriptsText = (scripts: readonly UsedScript[]) =>
  JSON.stringify(scripts.map(({ name, version }) => [name, version]));
const toScripts = (text: string): UsedScript[] =>
  (JSON.parse(text) as [string, number][]).map(([name, version]) => ({ name, version }));
