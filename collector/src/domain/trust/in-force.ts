import { FettleError } from '@fettle/shared/errors';
import { parseCanonical } from '@fettle/shared/trust/canonical';
import { fingerprint, firstRoot, nextRoot } from '@fettle/shared/trust/chain';
import { type Envelope, payloadTypes, unpack } from '@fettle/shared/trust/envelope';
import { readFresh } from '@fettle/shared/trust/fresh';
import type { Standpoint } from '@fettle/shared/trust/open';
import { readRevoke } from '@fettle/shared/trust/revoke';
import type { Root } from '@fettle/shared/trust/root';
import type { AccessStore } from '../access/index.ts';
import type { TrustStore } from './store.ts';
import type { TrustInForce } from './types.ts';

export interface TrustReadPorts {
  readonly access: Pick<AccessStore, 'roots'>;
  readonly trust: Pick<TrustStore, 'statement'>;
}

/** What of a statement was signed. */
export function payloadOf(envelope: Envelope, type: keyof typeof payloadTypes): Uint8Array {
  return unpack(envelope, payloadTypes[type]).payload;
}

/** The chain of roots that this collector carries, verified from its first on. */
function followed(roots: readonly Envelope[]): Root | null {
  const [first, ...later] = roots;
  if (first === undefined) return null;
  return later.reduce<Root>(nextRoot, firstRoot(first, fingerprint(payloadOf(first, 'root'))));
}

interface Chain {
  readonly roots: readonly Envelope[];
  readonly root: Root | null;
}

/** The chain that was followed last, by its texts: the same bytes, each second, are not verified anew. */
let last: (Chain & { readonly texts: readonly string[] }) | null = null;

function rootsOf(texts: readonly string[]): Chain {
  if (last && last.texts.length === texts.length && texts.every((text, i) => text === last?.texts[i])) return last;
  const roots = texts.map((text) => JSON.parse(text) as Envelope);
  last = { texts, roots, root: followed(roots) };
  return last;
}

/** Null where there is no root yet. What is kept was verified when it came. */
export async function findTrust({ access, trust }: TrustReadPorts): Promise<TrustInForce | null> {
  const { roots, root } = rootsOf((await access.roots()).map(({ envelope }) => envelope));
  if (root === null) return null;
  const [revoke, fresh] = await Promise.all([trust.statement('revoke'), trust.statement('fresh')]);
  return {
    root,
    roots,
    revoke: revoke && { ...revoke, statement: readRevoke(parseCanonical(payloadOf(revoke.envelope, 'revoke'))) },
    fresh: fresh && { ...fresh, statement: readFresh(parseCanonical(payloadOf(fresh.envelope, 'fresh'))) },
  };
}

/** From where statements are verified here. */
export function standpointOf({ root, revoke }: TrustInForce, now: number): Standpoint {
  return { root, revoke: revoke?.statement ?? null, now };
}

/** @throws FettleError `trust_missing` */
export async function trustInForce(ports: TrustReadPorts): Promise<TrustInForce> {
  const found = await findTrust(ports);
  if (!found) {
    throw new FettleError('trust_missing', 'This collector has no trust root yet. Make one with `fettle trust init`.');
  }
  return found;
}
