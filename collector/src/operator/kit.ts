/** A signing kit as the collector gives it, held against what this home knows. What comes out of here may be shown and signed. */
import { createHash } from 'node:crypto';
import { checked } from '@fettle/shared/api/checked';
import { type OrderDraftBody, SigningKit } from '@fettle/shared/api/orders';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId } from '@fettle/shared/ids';
import { keysOf } from '@fettle/shared/trust/chain';
import { openDevice, openToken } from '@fettle/shared/trust/check';
import { open, payloadTypes } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import { fromBase64, keyId } from '@fettle/shared/trust/keys';
import { openScript } from '@fettle/shared/trust/open';
import type { Root, ScriptStatement } from '@fettle/shared/trust/statements';
import { isRevoked, refusing, type Standpoint } from './standpoint.ts';

/** A script that a publisher of the root in force vouches for, with its bodies. */
export interface CheckedScript {
  readonly statement: ScriptStatement;
  /** Fingerprint of the statement. */
  readonly hash: string;
  readonly publishers: readonly string[];
  /** By SHA-256, each held against it. */
  readonly bodies: ReadonlyMap<string, string>;
}

export interface CheckedTarget {
  readonly id: DeviceId;
  readonly host: string;
  /** The collector's word, for people. */
  readonly site: string;
  readonly platform: string;
  /** The collector's word: a device reckons by its grant, and refuses an order that thought otherwise. */
  readonly critical: boolean;
  /** Its sealing key, by its own record; null: nobody let it in by a token that an enroller signed, so nothing is sealed to it. */
  readonly sealingKey: Uint8Array | null;
}

export interface CheckedKit {
  /** Null: it is signed already. */
  readonly draft: OrderDraftBody | null;
  /** What waits for another signature. */
  readonly envelopes: readonly unknown[];
  readonly rings: readonly (readonly CheckedTarget[])[];
  readonly scripts: readonly CheckedScript[];
  readonly rule: unknown;
  readonly before: unknown;
}

/** @throws FettleError `message_malformed`, `statement_refused` naming what does not hold */
export function checkKit(stand: Standpoint, answer: unknown): CheckedKit {
  const kit = checked(SigningKit, answer, 'The collector’s signing kit');
  const tokens = new Map<string, Uint8Array | null>();
  return {
    draft: kit.draft,
    envelopes: kit.envelopes,
    rings: kit.rings.map((ring) => ring.map((one) => checkTarget(stand, one, tokens))),
    scripts: kit.scripts.map((one) => checkScript(stand, one)),
    rule: kit.rule,
    before: kit.before,
  };
}

/** @throws FettleError `statement_refused` */
export function checkScript(
  stand: Standpoint,
  given: { envelope: unknown; bodies: Record<string, string> },
): CheckedScript {
  return refusing('A script of the collector', () => {
    const { statement, hash, signers } = openScript(stand, given.envelope);
    const bodies = new Map(
      Object.values(statement.programs).map(({ sha256, size }) => [sha256, bodyOf(given.bodies, sha256, size)]),
    );
    const publishers = [...new Set(signers.map((id) => stand.root.keys[id]?.person ?? id))];
    return { statement, hash, publishers, bodies };
  });
}

function bodyOf(bodies: Readonly<Record<string, string>>, sha256: string, size: number): string {
  const body = Object.hasOwn(bodies, sha256) ? bodies[sha256] : undefined;
  if (body === undefined)
    throw new FettleError('statement_refused', `The collector did not send the script’s body ${sha256}.`);
  const bytes = Buffer.from(body, 'utf8');
  if (bytes.length !== size || createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new FettleError(
      'statement_refused',
      'A script’s body is another one than its publisher signed. Do not trust this collector.',
    );
  return body;
}

type GivenTarget = SigningKit['rings'][number][number];

/** @throws FettleError `statement_refused` when a record is of another device, or says otherwise than the kit */
function checkTarget(stand: Standpoint, given: GivenTarget, tokens: Map<string, Uint8Array | null>): CheckedTarget {
  const told = {
    id: given.id as DeviceId,
    host: given.host,
    site: given.site,
    platform: given.platform,
    critical: given.critical,
  };
  const tokenKey = tokenKeyOf(stand, given.token, tokens);
  if (tokenKey === null || given.record === null) return { ...told, sealingKey: null };
  const record = refusing(`The record of device ${given.id}`, () => openDevice(given.record, tokenKey));
  if (record.id !== given.id || record.host !== given.host)
    throw new FettleError(
      'statement_refused',
      `The collector gives device ${given.id} another name or key than its own record. Do not trust it.`,
    );
  return { ...told, sealingKey: fromBase64(record.sealingKey) };
}

/** The key of a token that an enroller of one of the roots signed; null: none. */
function tokenKeyOf(stand: Standpoint, token: unknown, known: Map<string, Uint8Array | null>): Uint8Array | null {
  if (token === null || token === undefined) return null;
  const name = JSON.stringify(token);
  const found = known.get(name);
  if (found !== undefined) return found;
  const key =
    stand.roots
      .toReversed()
      .map((root) => tokenUnder({ ...stand, root }, token))
      .find((one) => one !== null) ?? null;
  known.set(name, key);
  return key;
}

function tokenUnder({ root, revoke }: { root: Root; revoke: Standpoint['revoke'] }, token: unknown): Uint8Array | null {
  try {
    const { signedBy } = open(token, payloadTypes.token, keysOf(root, 'enroller'));
    if (signedBy.every((key) => isRevoked(revoke, keyId(key)))) return null;
    return fromBase64(openToken(root, token).key);
  } catch (error) {
    if (error instanceof TrustError) return null;
    throw error;
  }
}
