import { FettleError } from '@fettle/shared/errors';
import { fingerprint, keysOf, nextRoot } from '@fettle/shared/trust/chain';
import { type Envelope, open, payloadTypes } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import { type FreshStatement, readFresh } from '@fettle/shared/trust/fresh';
import { keyId } from '@fettle/shared/trust/keys';
import { readRevoke, type RevokeStatement } from '@fettle/shared/trust/revoke';
import type { TrustRole } from '@fettle/shared/trust/root';
import { type AccessStore, type Actor, allow, audited, publishRoot } from '../access/index.ts';
import { payloadOf, trustInForce } from './in-force.ts';
import { held } from './refusal.ts';
import { knownSigners } from './signers.ts';
import type { TrustStore } from './store.ts';
import type { TrustInForce, TrustKind } from './types.ts';

export interface TrustPublishPorts {
  readonly access: AccessStore;
  readonly trust: TrustStore;
  readonly now: number;
}

const day = 86_400_000;
/** Clocks of people's machines are this far off, at most. */
const skewMs = 300_000;

/**
 * Takes a root, a revocation or a statement of freshness that verifies and is newer than what is here.
 * @throws FettleError `not_allowed`, `trust_missing`, `statement_refused`, `statement_older`, `changed_meanwhile`
 */
export async function publishStatement(
  ports: TrustPublishPorts,
  actor: Actor,
  { envelope }: { readonly envelope: unknown },
): Promise<'root' | TrustKind> {
  allow(actor, 'trust.refresh');
  const type = (envelope as Partial<Envelope> | null)?.payloadType;
  const trust = await trustInForce(ports);
  if (type === payloadTypes.root) {
    allow(actor, 'trust.publish');
    held('This root', () => nextRoot(trust.root, envelope));
    await publishRoot({ store: ports.access, now: ports.now }, actor, {
      chain: [...trust.roots, envelope as Envelope],
    });
    return 'root';
  }
  if (type === payloadTypes.revoke) {
    const statement = held('This revocation', () => openRevoke(trust, envelope, ports.now));
    await keep(ports, actor, { kind: 'revoke', version: statement.version, envelope: envelope as Envelope });
    return 'revoke';
  }
  if (type === payloadTypes.fresh) {
    const statement = held('This statement of freshness', () => openFresh(trust, envelope, ports.now));
    await keep(ports, actor, { kind: 'fresh', version: statement.until, envelope: envelope as Envelope });
    return 'fresh';
  }
  throw new FettleError(
    'input_invalid',
    'This is none of the statements that are published here: a root, a revocation, or one of freshness.',
  );
}

/** The payload, once one of these roles signed it with a key that counts. @throws TrustError */
function openBy(
  trust: TrustInForce,
  envelope: unknown,
  type: string,
  roles: readonly TrustRole[],
  now: number,
): unknown {
  const keys = roles.flatMap((role) => keysOf(trust.root, role));
  const { statement, signedBy } = open(envelope, type, keys);
  if (knownSigners(trust, signedBy.map(keyId), now).length === 0) throw new TrustError('revoked');
  return statement;
}

function openRevoke(trust: TrustInForce, envelope: unknown, now: number): RevokeStatement {
  const statement = readRevoke(openBy(trust, envelope, payloadTypes.revoke, ['admin'], now));
  if (statement.tenant !== trust.root.tenant) throw new TrustError('tenant');
  const before = trust.revoke?.statement;
  if (before === undefined) return statement;
  if (statement.version <= before.version) throw older('revocation', before.version);
  const keeps =
    before.keys.every((key) => statement.keys.includes(key)) &&
    before.orders.every((order) => statement.orders.includes(order)) &&
    before.stop <= statement.stop;
  if (!keeps) throw new TrustError('rev');
  return statement;
}

function openFresh(trust: TrustInForce, envelope: unknown, now: number): FreshStatement {
  const statement = readFresh(openBy(trust, envelope, payloadTypes.fresh, ['operator', 'admin'], now));
  const { root } = trust;
  if (statement.tenant !== root.tenant) throw new TrustError('tenant');
  const rev = trust.revoke?.statement.version ?? 0;
  if (statement.root !== root.version || statement.rev !== rev) {
    throw new TrustError('fields', 'it speaks of another root or other revocations than the newest');
  }
  if (statement.iat > now + skewMs) throw new TrustError('iat');
  if (statement.until > statement.iat + root.policy.freshness * day) throw new TrustError('window');
  const before = trust.fresh?.statement;
  if (before && statement.until <= before.until) throw older('freshness', before.until);
  return statement;
}

const older = (what: string, version: number) => new FettleError('statement_older', undefined, { what, version });

async function keep(
  { trust, now }: TrustPublishPorts,
  actor: Actor,
  { kind, version, envelope }: { readonly kind: TrustKind; readonly version: number; readonly envelope: Envelope },
): Promise<void> {
  const detail = kind === 'fresh' ? { until: version } : { version };
  const sha256 = fingerprint(payloadOf(envelope, kind));
  const answer = await trust.put(
    { kind, version, envelope, at: now },
    {
      events: [{ time: now, kind: `trust.${kind}`, device: null, site: null, detail }],
      audit: [audited(actor, now, 'trust.publish', `${kind}:${version}`, { sha256 })],
    },
  );
  if (answer === 'older') throw older(kind, version);
}
