import { isDeepStrictEqual } from 'node:util';
import type { ScriptBody } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import type { ScriptName } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import { type ScriptPorts, scriptNote } from './context.ts';
import { empty } from './draft.ts';
import { sha256Of } from './statement.ts';
import type { Script } from './types.ts';

/** The scripts that ship with this version of Fettle, by name. */
export type ShippedScripts = ReadonlyMap<string, ScriptBody>;

type Ports = Pick<ScriptPorts, 'store' | 'now'>;

/**
 * Lets what ships with this version wait for a publisher's signature: what is new, and what differs from what shipped before.
 * What people changed stays theirs; what they threw away comes again only when it ships otherwise. Gives how many it offered.
 * @throws FettleError `not_allowed`, `changed_meanwhile` when others change scripts all the time
 */
export async function offerShipped(ports: Ports, actor: Actor, shipped: ShippedScripts): Promise<number> {
  allow(actor, 'script.change');
  try {
    return await offer(ports, actor, shipped);
  } catch (error) {
    // Of two collectors that start at once the second finds what the first has put.
    if (!(error instanceof FettleError) || error.code !== 'changed_meanwhile') throw error;
    return offer(ports, actor, shipped);
  }
}

async function offer({ store, now }: Ports, actor: Actor, shipped: ShippedScripts): Promise<number> {
  const kept = new Map((await store.scripts()).map((script) => [script.name, script]));
  const offered = [...shipped].flatMap(([name, body]): Script[] => {
    const hash = sha256Of(JSON.stringify(body));
    const before = kept.get(name as ScriptName) ?? { ...empty(name as ScriptName, now), origin: 'shipped' as const };
    if (before.shipped === hash || before.origin === 'own') return [];
    const same = isDeepStrictEqual(before.current, body);
    const draft = same ? before.draft : { body, by: actor.id, at: now };
    return [{ ...before, draft, shipped: hash, changedAt: now, version: before.version + 1 }];
  });
  if (offered.length === 0) return 0;
  const notes = offered.map(({ name }) =>
    scriptNote(actor, now, { kind: 'script.drafted', action: 'scripts.offer', name }),
  );
  const note = { events: notes.flatMap(({ events }) => events), audit: notes.flatMap(({ audit }) => audit) };
  if ((await store.offer(offered, note)) !== 'put') throw new FettleError('changed_meanwhile');
  return offered.length;
}
