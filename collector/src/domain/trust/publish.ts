import { FettleError } from '@fettle/shared/errors';
import { fingerprint, nextRoot } from '@fettle/shared/trust/chain';
import { type Envelope, payloadTypes } from '@fettle/shared/trust/envelope';
import { TrustError } from '@fettle/shared/trust/errors';
import type { FreshStatement } from '@fettle/shared/trust/fresh';
import { openFresh, openRevoke } from '@fettle/shared/trust/open';
import { type AccessStore, type Actor, allow, audited, publishRoot } from '../access/index.ts';
import { payloadOf, standpointOf, trustInForce } from './in-force.ts';
import { held } from './refusal.ts';
import type { TrustStore } from './store.ts';
import type { TrustInForce, TrustKind } from './types.ts';

export interface TrustPublishPorts {
  readonly access: AccessStore;
  readonly trust: TrustStore;
  readonly now: number;
}

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
    const statement = held('This revocation', () => openRevoke(standpointOf(trust, ports.now), envelope).statement);
    await keep(ports, actor, { kind: 'revoke', version: statement.version, envelope: envelope as Envelope });
    return 'revoke';
  }
  if (type === payloadTypes.fresh) {
    const statement = held('This statement of freshness', () => freshAt(trust, envelope, ports.now));
    await keep(ports, actor, { kind: 'fresh', version: statement.until, envelope: envelope as Envelope });
    return 'fresh';
  }
  throw new FettleError(
    'input_invalid',
    'This is none of the statements that are published here: a root, a revocation, or one of freshness.',
  );
}

/** Fresh is what speaks of the newest root and revocations, and lasts longer than what was there. */
function freshAt(trust: TrustInForce, envelope: unknown, now: number): FreshStatement {
  const { statement } = openFresh(standpointOf(trust, now), envelope);
  if (statement.root !== trust.root.version || statement.rev !== (trust.revoke?.statement.version ?? 0)) {
    throw new TrustError('fields', 'it speaks of another root or other revocations than the newest');
  }
  if (statement.iat > now + skewMs) throw new TrustError('iat');
  if (statement.until <= (trust.fresh?.statement.until ?? 0)) throw new TrustError('older');
  return statement;
}

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
  if (answer === 'older') throw new FettleError('statement_older');
}
