/** From a draft to statements that are ready to be signed, and on to the collector. */
import { randomBytes } from 'node:crypto';
import { FettleError } from '@fettle/shared/errors';
import { base32 } from '@fettle/shared/ids';
import { keysOf } from '@fettle/shared/trust/chain';
import { open, payloadTypes } from '@fettle/shared/trust/envelope';
import { text } from '@fettle/shared/trust/fields';
import { readStanding } from '@fettle/shared/trust/standing';
import type { Sealed } from '@fettle/shared/trust/sealed';
import type { StandingStatement } from '@fettle/shared/trust/statements';
import { type AskedSecret, composeAction, composeSteps, type Drafted, secretsOf, stepsOf } from './compose/action.ts';
import { composeOrders, sealFor } from './compose/order.ts';
import { composeStanding } from './compose/standing.ts';
import { type Desk, freshBy, standpoint } from './desk.ts';
import { type CheckedKit, type CheckedScript, checkKit } from './kit.ts';
import { countOrders, readKnown } from './known.ts';
import { type Done, payloadOf, type Prepared, signBytes } from './prepared.ts';
import { recall, remember } from './remembered.ts';
import { type Heard, refusing } from './standpoint.ts';
import { orderPaper } from './words/order.ts';
import { standingPaper } from './words/standing.ts';

/** A draft whose kit holds; its secrets are still to be given. */
export interface OpenDraft {
  readonly asked: readonly AskedSecret[];
  /** @param secrets by place; one that is left out is not sealed */
  prepare(secrets: ReadonlyMap<string, string>): Promise<Prepared>;
}

type Draft = NonNullable<CheckedKit['draft']>;
type OrderDraft = { readonly what: Extract<Drafted, { kind: 'order' }>; readonly reason: string };
type StandingDraft = { readonly what: Extract<Drafted, { kind: 'standing' }>; readonly reason: string };

/** @throws FettleError of what does not hold */
export async function openDraft(desk: Desk, id: string): Promise<OpenDraft> {
  const stand = await standpoint(desk, 'operator');
  const kit = checkKit(stand, await desk.collector.ask('GET', `/orders/drafts/${encodeURIComponent(id)}/signing`));
  const { draft } = kit;
  if (draft === null) throw new FettleError('message_malformed', 'The collector sent no draft.');
  return {
    asked: secretsOf(draft.what, kit.scripts),
    prepare: (secrets) => prepared(desk, stand, { id, kit, draft, secrets }),
  };
}

interface Work {
  readonly id: string;
  readonly kit: CheckedKit;
  readonly draft: Draft;
  readonly secrets: ReadonlyMap<string, string>;
}

async function prepared(desk: Desk, stand: Heard, work: Work): Promise<Prepared> {
  const { draft, kit, secrets } = work;
  const { what, reason } = draft;
  const composed = composeSteps(stepsOf(what), kit.scripts, secrets);
  const remembered = await recall(
    desk.home,
    kit.scripts.map(({ statement }) => statement.name),
  );
  const { root, revoke } = stand;
  const at = { root, rev: revoke?.version ?? 0, op: desk.key.id, now: desk.now(), ids: kit.rings.map(newId) };
  const beside = { root, scripts: kit.scripts, remembered, signers: [desk.key.id], now: at.now, zone: desk.zone };
  if (what.kind === 'standing') {
    if (Object.keys(composed.sealed).length > 0)
      throw new FettleError(
        'input_invalid',
        'A standing order also goes to devices that come later, so nothing can be sealed for it: use scripts without secrets.',
      );
    const before = kit.before === null ? null : refusing('The version before', () => standingIn(stand, kit.before));
    const standing = composeStanding(
      { what, reason } satisfies StandingDraft,
      composed.steps,
      { scripts: kit.scripts, rule: kit.rule, before },
      { ...at, ids: [newId()] },
    );
    const payload = payloadOf(refusing('This standing order', () => readStanding(standing)));
    return handing(desk, stand, {
      ...work,
      kind: 'standing',
      payloads: [payload],
      paper: standingPaper(payload, { ...beside, before }),
      sealed: {},
      scripts: kit.scripts,
      seq: 0,
    });
  }
  const sealed = sealFor(kit.rings, composed.sealed);
  const action = composeAction(what, composed.steps);
  // Counted on from here, but kept only when it is signed: looking at a draft is no order.
  const seq = ((await readKnown(desk.home)).orders[at.op] ?? 0) + 1;
  const orders = refusing('This order', () =>
    composeOrders(kit, { what, reason } satisfies OrderDraft, action, { ...at, seq }),
  );
  const payloads = orders.map(payloadOf);
  const paper = refusing('This order', () => orderPaper(payloads, { ...beside, rings: kit.rings }));
  return handing(desk, stand, { ...work, kind: 'order', payloads, paper, sealed, scripts: kit.scripts, seq });
}

/** Ids of statements: 128 random bits. */
export const newId = (): string => base32(randomBytes(17), 26);

interface Handed extends Work {
  readonly kind: 'order' | 'standing';
  readonly payloads: readonly Uint8Array[];
  readonly paper: Prepared['paper'];
  readonly sealed: Readonly<Record<string, Sealed>>;
  readonly scripts: readonly CheckedScript[];
  /** Number of the first ring's order. */
  readonly seq: number;
}

function handing(desk: Desk, stand: Heard, work: Handed): Prepared {
  const { kind, payloads, paper, kit, scripts } = work;
  return {
    paper,
    key: desk.key.id,
    async sign(signer): Promise<Done> {
      if (kind === 'order') await countOrders(desk.home, signer.keyId, work.seq, payloads.length);
      const answer = await desk.collector.ask('POST', '/orders', {
        draft: work.id,
        envelopes: payloads.map((payload) => signBytes(kind, payload, signer)),
        rings: kind === 'order' ? kit.rings.map((ring) => ring.map(({ id, host }) => ({ id, host }))) : [],
        sealed: work.sealed,
        blobs: {},
        fresh: freshBy(stand, signer, desk.now()),
      });
      await remember(desk.home, scripts, desk.now());
      return doneWith(answer, kind);
    },
  };
}

/** The collector says under which id people find it, and whether it waits for somebody. */
export function doneWith(answer: unknown, kind: 'order' | 'standing'): Done {
  const { id, state, why } = answer as { id?: unknown; state?: unknown; why?: unknown };
  const found = refusing('The collector’s answer', () => text(id, 'id', /^[0-9a-z]{1,64}$/));
  const waits = state === 'waiting-approval';
  const name = kind === 'order' ? `Order ${found}` : `Standing order ${found}`;
  const words = waits
    ? `${name} is signed and waits for an approver: \`fettle approve ${found}\`.`
    : `${name} is signed.`;
  return {
    words,
    page: `/${kind === 'order' ? 'orders' : 'standing'}/${found}`,
    result: { id: found, kind, state, ...(typeof why === 'string' ? { why } : {}) },
  };
}

/** A version of a standing order that an operator signed. @throws TrustError */
export function standingIn(stand: Heard, envelope: unknown): StandingStatement {
  const keys = stand.roots.flatMap((root) => keysOf(root, 'operator'));
  return readStanding(open(envelope, payloadTypes.standing, keys).statement);
}
