import type { TrustStatements } from '@fettle/shared/api/trust';
import { type Actor, allow } from '../access/index.ts';
import { findTrust, type TrustReadPorts } from './in-force.ts';

/** Everything that is signed over all devices, for who signs and for verifiers elsewhere. @throws FettleError `not_allowed` */
export async function listStatements(ports: TrustReadPorts, actor: Actor): Promise<TrustStatements> {
  allow(actor, 'trust.read');
  const trust = await findTrust(ports);
  return {
    roots: [...(trust?.roots ?? [])],
    revoke: trust?.revoke?.envelope ?? null,
    fresh: trust?.fresh?.envelope ?? null,
  };
}
