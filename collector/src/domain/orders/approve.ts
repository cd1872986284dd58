import { FettleError } from '@fettle/shared/errors';
import { type Envelope, payloadTypes } from '@fettle/shared/trust/envelope';
import { openOrder, openStanding } from '@fettle/shared/trust/open';
import { requireSite } from '@fettle/shared/trust/quorum';
import { type Actor, allow, everywhere } from '../access/index.ts';
import { held, namesOf, standpointOf, trustInForce, type TrustInForce } from '../trust/index.ts';
import { orderEvent, orderNote } from './context.ts';
import { grantedBy } from './grants.ts';
import { refresh, type Submitted, type SubmitPorts } from './submitted.ts';
import { answerOf as standingAnswer, standingEvent, stateOf } from './submit-standing.ts';
import type { Order, Ring } from './types.ts';
import { findWaiting, type Waiting } from './waiting.ts';

/**
 * Adds signatures to what waits for them: the same payloads, each signed once more. When all people who must sign have, it goes on.
 * @throws FettleError `statement_refused`, `order_state`, `changed_meanwhile`, `not_found`, `not_allowed`
 */
export async function approveOrder(
  ports: SubmitPorts,
  actor: Actor,
  { id, envelopes, fresh }: { readonly id: string; readonly envelopes: readonly unknown[]; readonly fresh: unknown },
): Promise<Submitted> {
  allow(actor, 'order.submit');
  if (fresh !== null) await refresh(ports, actor, fresh);
  const waiting = await findWaiting(ports, actor, id);
  const merged = mergeAll(waiting.envelopes, envelopes);
  const trust = await trustInForce(ports);
  return waiting.kind === 'order'
    ? approveRings(ports, actor, trust, waiting, merged)
    : approveStanding(ports, actor, trust, waiting, merged);
}

/** Signatures of both, by key; the payloads must be the same bytes. @throws FettleError `statement_refused` */
function mergeAll(before: readonly Envelope[], after: readonly unknown[]): Envelope[] {
  if (before.length !== after.length) throw differs();
  return before.map((one, i) => {
    const other = after[i] as Partial<Envelope> | null;
    if (other?.payload !== one.payload || other.payloadType !== one.payloadType) throw differs();
    const known = new Set(one.signatures.map(({ keyid, sig }) => `${keyid} ${sig}`));
    const added = (other.signatures ?? []).filter(({ keyid, sig }) => !known.has(`${keyid} ${sig}`));
    const signatures = [...one.signatures, ...added].toSorted((a, b) => (a.keyid < b.keyid ? -1 : 1));
    return { ...one, signatures };
  });
}

const differs = () =>
  new FettleError('statement_refused', 'These are not the statements that wait: approve exactly what was signed.', {
    reason: 'fields',
  });

async function approveRings(
  ports: SubmitPorts,
  actor: Actor,
  trust: TrustInForce,
  { order, rings }: Extract<Waiting, { kind: 'order' }>,
  envelopes: readonly Envelope[],
): Promise<Submitted> {
  const at = standpointOf(trust, ports.now);
  const opened = envelopes.map((envelope) => held('This order', () => openOrder(at, envelope)));
  await requireSites(ports, trust, rings, opened);
  const complete = opened.every((one) => one.complete);
  const after: Order = {
    ...order,
    signers: namesOf(trust.root, opened[0]?.signers ?? []),
    state: complete ? 'planned' : order.state,
    why: complete ? null : order.why,
    version: order.version + 1,
  };
  const signed = rings.map((ring, i): Ring => ({
    ...ring,
    envelope: envelopes[i] ?? ring.envelope,
    state: after.state,
  }));
  const event = orderEvent(ports.now, 'order.approved', order.sites, {
    order: order.id,
    title: order.title,
    by: after.signers.join(', '),
    complete,
  });
  const note = orderNote(actor, event, { action: 'orders.approve', target: `order:${order.id}` });
  const answer = await ports.orders.change(after, signed, [], note);
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
  return { kind: 'order', id: order.id, state: after.state, why: after.why };
}

async function requireSites(
  { runs, devices }: SubmitPorts,
  { root }: TrustInForce,
  rings: readonly Ring[],
  opened: readonly { readonly signers: readonly string[] }[],
): Promise<void> {
  const grants = await devices.grants(everywhere);
  for (const [i, { statement }] of rings.entries()) {
    const targets = await runs.targets(statement);
    const sites = new Set(targets.map(({ id }) => grantedBy(grants.get(id))?.site));
    held('This order', () => sites.forEach((site) => requireSite(root, opened[i]?.signers ?? [], site)));
  }
}

async function approveStanding(
  ports: SubmitPorts,
  actor: Actor,
  trust: TrustInForce,
  { standing }: Extract<Waiting, { kind: 'standing' }>,
  [envelope]: readonly Envelope[],
): Promise<Submitted> {
  if (envelope?.payloadType !== payloadTypes.standing) throw differs();
  const opened = held('This standing order', () => openStanding(standpointOf(trust, ports.now), envelope));
  const after = { ...standing, envelope, signers: namesOf(trust.root, opened.signers), state: stateOf(opened) };
  const event = standingEvent(ports.now, after);
  const note = orderNote(actor, event, { action: 'orders.approve', target: `standing:${standing.id}` });
  if ((await ports.standing.change(after, standing.state, note)) !== 'changed')
    throw new FettleError('changed_meanwhile');
  return standingAnswer(after);
}
