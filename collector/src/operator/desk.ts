/** Where somebody signs: what a collector sent is checked, composed, shown and, once a key is open, signed and handed back. */
import { FettleError } from '@fettle/shared/errors';
import type { Signer } from '@fettle/shared/trust/keys';
import type { Envelope } from '@fettle/shared/trust/envelope';
import type { TrustRole } from '@fettle/shared/trust/statements';
import type { Home } from './home.ts';
import type { HomeKey } from './keys.ts';
import { type Done, payloadOf, type Prepared, signBytes } from './prepared.ts';
import type { Collector } from './reach/client.ts';
import { freshStatement, type Heard, isRevoked, standAt, wantsFresh } from './standpoint.ts';
import { timeWords } from './words/time.ts';

/** Everything that a desk works with. */
export interface Desk {
  readonly home: Home;
  readonly collector: Collector;
  /** The key that will sign; its secret is not needed to prepare. */
  readonly key: HomeKey;
  readonly zone: string;
  now(): number;
}

/** What is known for certain now, once the key holds one of these roles. @throws FettleError as `standAt`, `not_allowed` */
export async function standpoint(desk: Desk, ...roles: readonly TrustRole[]): Promise<Heard> {
  const stand = await standAt(desk.home, await desk.collector.ask('GET', '/trust/statements'), desk.now());
  const { root, revoke } = stand;
  const { id } = desk.key;
  if (isRevoked(revoke, id))
    throw new FettleError('not_allowed', `Your key ${id} was revoked: nothing that it signs counts.`);
  const until = root.keys[id]?.until;
  if (until !== undefined && desk.now() >= until)
    throw new FettleError('not_allowed', `Your key ${id} ended on ${timeWords(until, desk.zone)}.`);
  if (roles.some((role) => root.roles[role].keys.includes(id))) return stand;
  throw new FettleError(
    'not_allowed',
    `Your key ${id} has none of the roles ${roles.join(', ')} in the trust root. An admin can add it: \`fettle trust root add\`.`,
  );
}

/** A new statement of freshness, where less than half of the last one is left; it is made whenever a key is open. */
export function freshBy(stand: Heard, signer: Signer, now: number): Envelope | null {
  const may = ['admin', 'operator'] as const;
  if (!wantsFresh(stand, now) || !may.some((role) => stand.root.roles[role].keys.includes(signer.keyId))) return null;
  return signBytes('fresh', payloadOf(freshStatement(stand, now)), signer);
}

/** Hands freshness over by itself, where it is not part of something else. */
export async function refreshed(desk: Desk, stand: Heard, signer: Signer): Promise<boolean> {
  const envelope = freshBy(stand, signer, desk.now());
  if (envelope === null) return false;
  await desk.collector.ask('POST', '/trust/statements', { envelope });
  return true;
}

/** `fettle fresh`: also where more than half is left. */
export async function prepareFresh(desk: Desk): Promise<Prepared> {
  const stand = await standpoint(desk, 'operator', 'admin');
  const now = desk.now();
  const statement = freshStatement(stand, now);
  const until = timeWords(statement.until, desk.zone);
  const payload = payloadOf(statement);
  return {
    key: desk.key.id,
    paper: {
      title: 'Freshness',
      sections: [
        {
          head: 'What you say with it',
          lines: [
            `Trust root version ${statement.root} and revocations version ${statement.rev} are the newest ones until ${until}.`,
            'Devices that do not hear that in time monitor on, and run nothing that changes anything.',
          ],
        },
      ],
      count: null,
    },
    async sign(signer): Promise<Done> {
      await desk.collector.ask('POST', '/trust/statements', { envelope: signBytes('fresh', payload, signer) });
      return { words: `Fresh until ${until}.`, page: '/trust', result: { until: statement.until } };
    },
  };
}
