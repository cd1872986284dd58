/** The second signature, under the same bytes. */
import { FettleError } from '@fettle/shared/errors';
import { type Envelope, payloadTypes, unpack } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import { openOrder, openStanding } from '@fettle/shared/trust/open';
import { type Desk, freshBy, standpoint } from './desk.ts';
import { checkKit } from './kit.ts';
import { type Done, type Prepared, signBytes } from './prepared.ts';
import { doneWith, standingIn } from './prepare-order.ts';
import { recall, remember } from './remembered.ts';
import { type Heard, refusing } from './standpoint.ts';
import { orderPaper } from './words/order.ts';
import { standingPaper } from './words/standing.ts';

interface Signed {
  readonly kind: 'order' | 'standing';
  readonly envelope: Envelope;
  readonly payload: Uint8Array;
  /** Ids of the keys that validly signed. */
  readonly signers: readonly string[];
}

/** @throws FettleError of what does not hold, `not_allowed` when your own signature is on it already */
export async function prepareApproval(desk: Desk, id: string): Promise<Prepared> {
  const stand = await standpoint(desk, 'approver', 'operator');
  const kit = checkKit(stand, await desk.collector.ask('GET', `/approvals/${encodeURIComponent(id)}/signing`));
  const signed = kit.envelopes.map((one) => refusing('What waits for approval', () => opened(stand, one)));
  const [first] = signed;
  if (first === undefined || signed.some(({ kind }) => kind !== first.kind))
    throw new FettleError('message_malformed', 'The collector sent nothing that waits for approval.');
  const signers = commonSigners(stand, signed, desk.key.id);
  const names = kit.scripts.map(({ statement }) => statement.name);
  const beside = {
    root: stand.root,
    scripts: kit.scripts,
    remembered: await recall(desk.home, names),
    signers: [...signers, desk.key.id],
    now: desk.now(),
    zone: desk.zone,
  };
  const before = kit.before === null ? null : refusing('The version before', () => standingIn(stand, kit.before));
  const payloads = signed.map(({ payload }) => payload);
  const paper = refusing('What waits for approval', () =>
    first.kind === 'order'
      ? orderPaper(payloads, { ...beside, rings: kit.rings })
      : standingPaper(first.payload, { ...beside, before }),
  );
  return {
    key: desk.key.id,
    paper,
    async sign(signer): Promise<Done> {
      const answer = await desk.collector.ask('POST', `/orders/${encodeURIComponent(id)}/approve`, {
        envelopes: signed.map(({ kind, payload, envelope }) => signBytes(kind, payload, signer, envelope.signatures)),
        fresh: freshBy(stand, signer, desk.now()),
      });
      await remember(desk.home, kit.scripts, desk.now());
      return doneWith(answer, first.kind);
    },
  };
}

/** @throws TrustError unless the operator whom it names signed it, for the root in force */
function opened(stand: Heard, envelope: unknown): Signed {
  const kind = (envelope as Partial<Envelope> | null)?.payloadType === payloadTypes.standing ? 'standing' : 'order';
  const { statement, signers } = kind === 'order' ? openOrder(stand, envelope) : openStanding(stand, envelope);
  if (statement.root !== stand.root.version)
    throw new TrustError('root', 'it was signed for another trust root than the one in force');
  if (!signers.includes(statement.op) || !stand.root.roles.operator.keys.includes(statement.op))
    throw new TrustError('quorum', 'the operator that it names did not sign');
  return { kind, envelope: envelope as Envelope, payload: unpack(envelope, payloadTypes[kind]).payload, signers };
}

/** Who signed all rings. Another of your own keys is still you. @throws FettleError `not_allowed` */
function commonSigners({ root }: Heard, signed: readonly Signed[], own: string): string[] {
  const [first, ...others] = signed.map(({ signers }) => signers);
  const common = (first ?? []).filter((id) => others.every((one) => one.includes(id)));
  const me = root.keys[own]?.person;
  if (common.some((id) => root.keys[id]?.person === me))
    throw new FettleError('not_allowed', `${me} has signed this already. Somebody else must approve it.`);
  return common;
}
