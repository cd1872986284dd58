import type { OrderSigned } from '@fettle/shared/api/orders';
import { FettleError } from '@fettle/shared/errors';
import type { ChangeId, IncidentId, StatementId } from '@fettle/shared/ids';
import { type Action, classes } from '@fettle/shared/trust/action';
import { type Envelope, payloadTypes } from '@fettle/shared/trust/envelope';
import type { Sealed } from '@fettle/shared/trust/sealed';
import { type Actor, allow } from '../access/index.ts';
import { type ScriptBlob, sha256Of } from '../scripts/index.ts';
import { namesOf, trustInForce } from '../trust/index.ts';
import { bodiesOf } from './compose.ts';
import { nameOf, orderEvent, orderIdOf, orderNote, runIdOf } from './context.ts';
import { seesDraft, titleOfBody } from './drafts.ts';
import type { NewOrder } from './store.ts';
import { blankRun, refresh, type Submitted, type SubmitPorts } from './submitted.ts';
import { submitStanding } from './submit-standing.ts';
import type { Draft, Order, Ring, Run } from './types.ts';
import { type VerifiedOrder, verifyOrder } from './verify.ts';
import { devicesWords, modeOf, titleOf, wordsOfAction, wordsOfDangers } from './words.ts';

/**
 * Takes what was signed: an order with its rings, or a version of a standing order. The same again is answered as before.
 * @throws FettleError `statement_refused`, `trust_missing`, `input_invalid`, `not_allowed`
 */
export async function submitOrder(ports: SubmitPorts, actor: Actor, signed: OrderSigned): Promise<Submitted> {
  allow(actor, 'order.submit');
  if (signed.fresh !== null) await refresh(ports, actor, signed.fresh);
  const [first] = signed.envelopes as Partial<Envelope>[];
  if (first?.payloadType === payloadTypes.standing) return submitStanding(ports, actor, signed);
  const trust = await trustInForce(ports);
  const verified = await verifyOrder(ports, actor.scope, trust, signed);
  const draft = signed.draft === null ? null : await ports.orders.draft(signed.draft as never);
  // Of a draft that is none of theirs nothing is taken, and it stays.
  const order = await orderOf(ports, actor, verified, draft && seesDraft(actor, draft) ? draft : null);
  const more = {
    rings: ringsOf(order, verified),
    runs: runsOf(order, verified),
    sealed: sealedOf(signed.sealed, verified),
    blobs: rawBlobs(signed.blobs, actionOf(verified)),
    bodies: [...new Set([...bodiesOf(verified.scripts.values()), ...rawHashes(actionOf(verified))])],
  };
  const detail = { order: order.id, title: order.title, by: order.signers.join(', '), draft: signed.draft };
  const event = orderEvent(ports.now, 'order.signed', order.sites, detail);
  const note = orderNote(actor, event, {
    action: 'orders.submit',
    target: `order:${order.id}`,
    detail: { statements: more.rings.map(({ hash }) => hash), targets: order.targets, class: order.class },
  });
  if ((await ports.orders.add({ order, ...more } satisfies NewOrder, note)) === 'exists')
    return existing(ports, actor, order);
  return answerOf(order);
}

export const answerOf = ({ id, state, why }: Order): Submitted => ({ kind: 'order', id, state, why });

async function existing(ports: SubmitPorts, actor: Actor, { id }: Order): Promise<Submitted> {
  const known = await ports.orders.order(actor.scope, id);
  if (!known) throw new FettleError('not_found');
  return answerOf(known);
}

const actionOf = ({ rings }: VerifiedOrder): Action => rings[0]?.opened.statement.action ?? { kind: 'trust-refresh' };

async function orderOf(ports: SubmitPorts, actor: Actor, verified: VerifiedOrder, draft: Draft | null): Promise<Order> {
  const { rings, devices, scripts } = verified;
  const { root } = await trustInForce(ports);
  const statements = rings.map(({ opened }) => opened.statement);
  const action = actionOf(verified);
  const targets = rings.flatMap((ring) => ring.targets);
  const sites = [...new Set(targets.map(({ id }) => devices.get(id)?.site ?? ''))].toSorted();
  const complete = rings.every(({ opened }) => opened.complete);
  const what = draft?.body.what.kind === 'order' ? draft.body.what : null;
  const steps = wordsOfAction(action);
  return {
    id: orderIdOf(statements[0]?.id ?? ''),
    title: draft ? titleOfBody(draft.body) : titleOf(action),
    words: `${steps[0] ?? ''}${steps.length > 1 ? ` and ${steps.length - 1} more` : ''} on ${devicesWords(targets.length)}`,
    class: classes.findLast((one) => statements.some((statement) => statement.class === one)) ?? 'dangerous',
    mode: modeOf(action),
    state: complete ? 'planned' : 'waiting-approval',
    why: complete ? null : 'It waits for the signature of an approver.',
    reason: statements[0]?.reason ?? '',
    signedAt: Math.min(ports.now, ...statements.map(({ iat }) => iat)),
    signers: namesOf(root, rings[0]?.opened.signers ?? []),
    submittedBy: await nameOf(ports, actor),
    notBefore: Math.max(...statements.map(({ nbf }) => nbf)),
    expires: Math.min(...statements.map(({ exp }) => exp)),
    targets: targets.length,
    ring: -1,
    rings: rings.length,
    plan: { haltAt: what?.rings?.haltAt ?? null, waitMs: what?.rings?.waitMs ?? 0 },
    steps,
    dangers: wordsOfDangers([...new Set(rings.flatMap((ring) => ring.dangers))]),
    scripts: [...scripts.values()].map(({ release }) => ({ name: release.name, version: release.version })),
    sites,
    incident: (draft?.body.incident ?? null) as IncidentId | null,
    change: (draft?.body.change ?? null) as ChangeId | null,
    draft: draft?.id ?? null,
    endedAt: null,
    version: 1,
  };
}

function ringsOf(order: Order, { rings }: VerifiedOrder): Ring[] {
  return rings.map(({ opened, envelope, targets }, i) => ({
    order: order.id,
    ring: i,
    statement: opened.statement.id as StatementId,
    envelope: envelope as Envelope,
    hash: opened.hash,
    state: order.state,
    targets: targets.length,
    startedAt: null,
    endedAt: null,
    forgiven: 0,
  }));
}

function runsOf(order: Order, { rings, devices }: VerifiedOrder): Run[] {
  return rings.flatMap(({ opened, targets }, ring) =>
    targets.map(({ id, host }, place): Run => {
      const device = devices.get(id);
      return {
        ...blankRun,
        id: runIdOf(opened.statement.id, id, 1),
        order: order.id,
        title: order.title,
        statement: opened.statement.id as StatementId,
        device: id,
        deviceName: device?.name ?? host,
        site: device?.site ?? '',
        host,
        ring,
        place,
        queuedAt: order.signedAt,
        incident: order.incident,
      };
    }),
  );
}

function sealedOf(sealed: OrderSigned['sealed'], { rings }: VerifiedOrder) {
  return rings
    .flatMap(({ targets }) => targets)
    .flatMap(({ id }) => (Object.hasOwn(sealed, id) ? [{ device: id, sealed: sealed[id] as Sealed }] : []));
}

const rawHashes = (action: Action): string[] =>
  action.kind === 'script' ? action.steps.flatMap(({ what }) => ('raw' in what ? [what.raw.sha256] : [])) : [];

/** @throws FettleError `input_invalid` when a body is missing, or is not the one that was signed */
function rawBlobs(blobs: OrderSigned['blobs'], action: Action): ScriptBlob[] {
  return rawHashes(action).map((sha256) => {
    const text = Object.hasOwn(blobs, sha256) ? blobs[sha256] : undefined;
    if (text === undefined || sha256Of(text) !== sha256) {
      throw new FettleError('input_invalid', `The body ${sha256} is missing, or is another one than was signed.`);
    }
    return { sha256, text };
  });
}
