/** What else is signed: scripts, revocations, the end of a standing order. */
import { checked } from '@fettle/shared/api/checked';
import { type ScriptBody, ScriptDetail } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import { readScript } from '@fettle/shared/trust/script';
import { endingOf } from './compose/standing.ts';
import { composeRevoke, type Revoking } from './compose/revoke.ts';
import { bodiesOf, composeScript } from './compose/script.ts';
import { type Desk, freshBy, refreshed, standpoint } from './desk.ts';
import { fingerprint } from '@fettle/shared/trust/chain';
import { type Done, payloadOf, type Prepared, signBytes } from './prepared.ts';
import { doneWith, standingIn } from './prepare-order.ts';
import { recall, remember } from './remembered.ts';
import { freshStatement, type Heard, refusing } from './standpoint.ts';
import { plural } from './words/paper.ts';
import { revokePaper } from './words/revoke.ts';
import { scriptSections } from './words/script.ts';
import { standingPaper } from './words/standing.ts';
import { timeWords } from './words/time.ts';

export interface ScriptWays {
  /** A body of one's own instead of what waits. */
  readonly own?: ScriptBody | null;
  /** Where it is one of many: what is known for certain, looked at once; who signs them makes freshness himself. */
  readonly among?: Heard | null;
}

/**
 * The next version of a script: what waits at the collector, or a body of one's own.
 * @throws FettleError `not_found` when nothing waits
 */
export async function prepareScript(
  desk: Desk,
  name: string,
  { own = null, among = null }: ScriptWays = {},
): Promise<Prepared> {
  const stand = among ?? (await standpoint(desk, 'publisher'));
  const detail = await detailOf(desk, name);
  const body = own ?? detail?.waiting?.body;
  if (body === undefined || body === null)
    throw new FettleError('not_found', `Nothing of ${name} waits to be published.`);
  const version = (detail?.published ?? 0) + 1;
  const statement = refusing('This script', () =>
    readScript(composeScript(body, { tenant: stand.root.tenant, name, version })),
  );
  const payload = payloadOf(statement);
  const person = stand.root.keys[desk.key.id]?.person ?? '';
  const script = { statement, hash: fingerprint(payload), publishers: [person], bodies: bodiesOf(body) };
  const remembered = (await recall(desk.home, [name])).get(name) ?? null;
  const { threshold } = stand.root.roles.publisher;
  return {
    key: desk.key.id,
    paper: {
      title: `Script ${name}, version ${version}`,
      sections: [
        ...(threshold > 1
          ? [
              {
                head: `${threshold} publishers must sign a script here`,
                kind: 'danger' as const,
                lines: ['One signature is not enough, and Fettle cannot collect several for a script yet.'],
              },
            ]
          : []),
        ...scriptSections(script, remembered, desk.zone),
        {
          head: 'What your signature means',
          lines: ['From now on every operator of this trust root may run it; of what class it is, you say with it.'],
        },
      ],
      count: null,
    },
    async sign(signer): Promise<Done> {
      const envelope = signBytes('script', payload, signer);
      await desk.collector.ask('POST', `/scripts/${encodeURIComponent(name)}/publish`, { envelope, body });
      // One of many was not read by itself: its first order shows all of it.
      if (among === null) {
        await remember(desk.home, [script], desk.now());
        await refreshed(desk, stand, signer);
      }
      return {
        words: `${name} version ${version} is published.`,
        page: `/scripts/${name}`,
        result: { name, version, statement: script.hash },
      };
    },
  };
}

async function detailOf(desk: Desk, name: string): Promise<ScriptDetail | null> {
  try {
    const answer = await desk.collector.ask('GET', `/scripts/${encodeURIComponent(name)}`);
    return checked(ScriptDetail, answer, 'The collector’s script');
  } catch (error) {
    if (error instanceof FettleError && error.code === 'not_found') return null;
    throw error;
  }
}

/** A revocation, or the stop switch. Freshness goes with it: what was fresh before says nothing of the new revocations. */
export async function prepareRevoke(desk: Desk, revoking: Revoking): Promise<Prepared> {
  const stand = await standpoint(desk, 'admin');
  const now = desk.now();
  const statement = composeRevoke(stand, revoking, now);
  const payload = payloadOf(statement);
  return {
    key: desk.key.id,
    paper: revokePaper(payload, stand.revoke, stand.root, desk.zone),
    async sign(signer): Promise<Done> {
      await desk.collector.ask('POST', '/trust/statements', { envelope: signBytes('revoke', payload, signer) });
      const after = { ...stand, revoke: statement };
      const fresh = signBytes('fresh', payloadOf(freshStatement(after, desk.now())), signer);
      // A key that revokes itself has said its last word with that.
      if (!statement.keys.includes(signer.keyId))
        await desk.collector.ask('POST', '/trust/statements', { envelope: fresh });
      const words =
        revoking.stop > 0
          ? `Everything that was signed before ${timeWords(statement.stop, desk.zone)} is void.`
          : `${plural(revoking.keys.length + revoking.orders.length, 'thing')} revoked.`;
      return {
        words,
        page: '/trust',
        result: { version: statement.version, keys: statement.keys, orders: statement.orders, stop: statement.stop },
      };
    },
  };
}

/** Ends a standing order: its next version says only that it is over. */
export async function prepareEnd(desk: Desk, id: string, reason: string): Promise<Prepared> {
  const stand = await standpoint(desk, 'operator');
  const answer = (await desk.collector.ask('GET', `/standing-orders/${encodeURIComponent(id)}`)) as {
    envelope?: unknown;
  };
  const before = refusing('The standing order', () => standingIn(stand, answer.envelope));
  const { root, revoke } = stand;
  const next = endingOf(before, { root, rev: revoke?.version ?? 0, op: desk.key.id, now: desk.now() }, reason);
  const payload = payloadOf(next);
  const beside = { root, scripts: [], remembered: new Map(), signers: [desk.key.id], now: desk.now(), zone: desk.zone };
  return {
    key: desk.key.id,
    paper: standingPaper(payload, { ...beside, before }),
    async sign(signer): Promise<Done> {
      const submitted = await desk.collector.ask('POST', '/orders', {
        draft: null,
        envelopes: [signBytes('standing', payload, signer)],
        rings: [],
        sealed: {},
        blobs: {},
        fresh: freshBy(stand, signer, desk.now()),
      });
      return { ...doneWith(submitted, 'standing'), words: `The standing order “${before.name}” is ended.` };
    },
  };
}
