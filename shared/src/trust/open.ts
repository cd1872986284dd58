/** Opens statements for who verifies elsewhere than on the device: signers, collectors, and who keeps what devices keep. */
import { fingerprint, keysOf, requireThreshold } from './chain.ts';
import { parseCanonical } from './canonical.ts';
import { payloadTypes, signersOf, unpack } from './envelope.ts';
import { TrustError } from './errors.ts';
import { type FreshStatement, readFresh } from './fresh.ts';
import { type Grant, readGrant } from './grant.ts';
import { keyId } from './keys.ts';
import { type OrderStatement, readOrder } from './order.ts';
import { hasQuorum, type Need, needOf, requireSite } from './quorum.ts';
import { readReceipt, type ReceiptStatement } from './receipt.ts';
import { readRevoke, type RevokeStatement } from './revoke.ts';
import type { Root, TrustRole } from './root.ts';
import { readScript, type ScriptStatement } from './script.ts';
import { readStanding, type StandingStatement } from './standing.ts';
import { requireIn } from './times.ts';

/** What it is seen from. `now`: ms. */
export interface Standpoint {
  readonly root: Root;
  readonly revoke: RevokeStatement | null;
  readonly now: number;
}

export interface Opened<Statement> {
  readonly statement: Statement;
  /** SHA-256 of its payload, hex. */
  readonly hash: string;
  /** Key ids of those who validly signed. */
  readonly signers: readonly string[];
}

/** Of an order or standing order: whose signatures it needs, and whether all are there. */
export interface OpenedOrder<Statement> extends Opened<Statement> {
  readonly need: Need;
  readonly complete: boolean;
}

/** @throws TrustError as `open`, `revoked key-expired threshold fields version tenant` */
export function openScript(at: Standpoint, envelope: unknown): Opened<ScriptStatement> {
  const opened = openBy(at, envelope, payloadTypes.script, ['publisher'], readScript);
  requirePeople(at.root, 'publisher', opened.signers);
  return opened;
}

/**
 * Signed by at least one operator or approver; the rest of its quorum may still be missing. Whether it is for a device, its
 * class, and whether its time has come are not asked.
 * @throws TrustError as `open`, `revoked key-expired fields version tenant root rev window`
 */
export function openOrder(at: Standpoint, envelope: unknown): OpenedOrder<OrderStatement> {
  const opened = openBy(at, envelope, payloadTypes.order, ['operator', 'approver'], readOrder);
  const { root, nbf, iat, exp } = opened.statement;
  if (root !== at.root.version) throw new TrustError('root', `it is of version ${root}`);
  requireIn(iat, nbf, exp);
  return withQuorum(at, opened);
}

/** @throws TrustError as `openOrder` */
export function openStanding(at: Standpoint, envelope: unknown): OpenedOrder<StandingStatement> {
  const opened = openBy(at, envelope, payloadTypes.standing, ['operator', 'approver'], readStanding);
  const { root, iat, exp } = opened.statement;
  if (root > at.root.version) throw new TrustError('root', `it is of version ${root}`);
  requireIn(iat, iat, exp);
  return withQuorum(at, opened);
}

/** One admin is enough. @throws TrustError as `open`, `revoked key-expired fields version tenant`, `older rev` */
export function openRevoke(at: Standpoint, envelope: unknown): Opened<RevokeStatement> {
  const opened = openBy(at, envelope, payloadTypes.revoke, ['admin'], readRevoke);
  const { version, keys, orders, stop } = opened.statement;
  const { revoke } = at;
  if (revoke === null) return opened;
  if (version <= revoke.version) throw new TrustError('older', `version ${revoke.version} is held`);
  const kept = revoke.keys.every((id) => keys.includes(id)) && revoke.orders.every((id) => orders.includes(id));
  if (!kept || stop < revoke.stop) throw new TrustError('rev', 'it leaves out what was revoked before');
  return opened;
}

/**
 * One operator or admin is enough. What it confirms has to be here already.
 * @throws TrustError as `open`, `revoked key-expired fields version tenant root rev`, `window` when it lasts longer than the root allows
 */
export function openFresh(at: Standpoint, envelope: unknown): Opened<FreshStatement> {
  const opened = openBy(at, envelope, payloadTypes.fresh, ['operator', 'admin'], readFresh);
  const { root, rev, iat, until } = opened.statement;
  if (root > at.root.version) throw new TrustError('root', `it confirms version ${root}`);
  if (rev > (at.revoke?.version ?? 0)) throw new TrustError('rev', `it confirms version ${rev}`);
  if (until > iat + at.root.policy.freshness * 86_400_000) throw new TrustError('window');
  return opened;
}

/** As many enrollers as the root asks for. @throws TrustError as `open`, `revoked key-expired fields version tenant threshold scope` */
export function openGrantAt(at: Standpoint, envelope: unknown): Opened<Grant> {
  const opened = openBy(at, envelope, payloadTypes.grant, ['enroller'], readGrant);
  requirePeople(at.root, 'enroller', opened.signers);
  requireSite(at.root, opened.signers, opened.statement.site);
  return opened;
}

/** What a device's own key signed. @throws TrustError as `open`, `fields version`, `id` when it names another device */
export function openReceipt(envelope: unknown, device: { id: string; key: Uint8Array }): Opened<ReceiptStatement> {
  const unverified = unpack(envelope, payloadTypes.receipt);
  const signers = signersOf(unverified, [device.key]).map(keyId);
  const statement = readReceipt(parseCanonical(unverified.payload));
  if (statement.device !== device.id) throw new TrustError('id', 'it is of another device');
  return { statement, hash: fingerprint(unverified.payload), signers };
}

/** @param before the receipt before it, null: none @throws TrustError `chain` */
export function requireNext(before: { seq: number; hash: string } | null, { seq, previous }: ReceiptStatement): void {
  if (seq !== (before?.seq ?? 0) + 1) throw new TrustError('chain', `number ${seq} follows ${before?.seq ?? 0}`);
  if (previous !== (before?.hash ?? null)) throw new TrustError('chain', 'it follows another');
}

/** @throws TrustError `revoked` or `key-expired` when one of the signers, by key id, may sign no more */
export function requireGood({ root, revoke, now }: Standpoint, signers: readonly string[]): void {
  const gone = signers.find((id) => revoke?.keys.includes(id));
  if (gone !== undefined) throw new TrustError('revoked', gone);
  const over = signers.find((id) => now >= (root.keys[id]?.until ?? Number.POSITIVE_INFINITY));
  if (over !== undefined) throw new TrustError('key-expired', over);
}

function openBy<Statement extends { readonly tenant: string }>(
  at: Standpoint,
  envelope: unknown,
  payloadType: string,
  roles: readonly TrustRole[],
  read: (value: unknown) => Statement,
): Opened<Statement> {
  const unverified = unpack(envelope, payloadType);
  const keys = roles.flatMap((role) => keysOf(at.root, role));
  const signers = signersOf(unverified, keys).map(keyId);
  requireGood(at, signers);
  const statement = read(parseCanonical(unverified.payload));
  if (statement.tenant !== at.root.tenant) throw new TrustError('tenant');
  return { statement, hash: fingerprint(unverified.payload), signers };
}

function requirePeople(root: Root, role: TrustRole, signers: readonly string[]): void {
  requireThreshold(
    root,
    role,
    keysOf(root, role).filter((key) => signers.includes(keyId(key))),
  );
}

function withQuorum<Statement extends OrderStatement | StandingStatement>(
  { root, revoke }: Standpoint,
  opened: Opened<Statement>,
): OpenedOrder<Statement> {
  const { statement, signers } = opened;
  if (statement.rev > (revoke?.version ?? 0)) throw new TrustError('rev', `it knows version ${statement.rev}`);
  if (revoke?.orders.includes(statement.id) || statement.iat < (revoke?.stop ?? 0)) throw new TrustError('revoked');
  const need = needOf(root, statement);
  const named = signers.includes(statement.op) && root.roles.operator.keys.includes(statement.op);
  return { ...opened, need, complete: named && hasQuorum(root, signers, need) };
}
