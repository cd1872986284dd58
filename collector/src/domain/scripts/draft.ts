import { isDeepStrictEqual } from 'node:util';
import type { ScriptBody } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import type { ScriptName } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import { checkBody } from './check.ts';
import { type ScriptPorts, scriptNote } from './context.ts';
import { findScript } from './get.ts';
import type { Script } from './types.ts';

type Ports = Pick<ScriptPorts, 'store' | 'now'>;

export interface ScriptDraftInput {
  readonly name: string;
  readonly body: ScriptBody;
  /** The script's version that was read; 0: it is new. */
  readonly version: number;
}

/**
 * Writes what is to be signed next; what people wrote is theirs, and no later version of Fettle overwrites it.
 * @throws FettleError `input_invalid`, `changed_meanwhile`, `not_allowed`
 */
export async function putScriptDraft(
  { store, now }: Ports,
  actor: Actor,
  { name, body, version }: ScriptDraftInput,
): Promise<void> {
  allow(actor, 'script.change');
  checkBody(name, body);
  const before = await store.script(name as ScriptName);
  if ((before?.version ?? 0) !== version) throw new FettleError('changed_meanwhile');
  if (before && isDeepStrictEqual(before.draft?.body ?? before.current, body)) return;
  const script: Script = {
    ...(before ?? empty(name as ScriptName, now)),
    origin: 'own',
    draft: { body, by: actor.id, at: now },
    changedAt: now,
    version: version + 1,
  };
  const note = scriptNote(actor, now, { kind: 'script.drafted', action: 'scripts.draft', name: script.name });
  if ((await store.put(script, note)) !== 'put') throw new FettleError('changed_meanwhile');
}

/** An older version becomes what is to be signed next. @throws FettleError `not_found`, `changed_meanwhile`, `not_allowed` */
export async function restoreScript(
  ports: Ports,
  actor: Actor,
  { name, from, version }: { readonly name: string; readonly from: number; readonly version: number },
): Promise<void> {
  allow(actor, 'script.change');
  const release = await ports.store.release(name as ScriptName, from);
  if (!release) throw new FettleError('not_found');
  await putScriptDraft(ports, actor, { name, body: release.body, version });
}

/**
 * Throws away what waits to be signed; a script of which nothing was ever published is gone with it.
 * @throws FettleError `not_found`, `changed_meanwhile`, `not_allowed`
 */
export async function dropScriptDraft(
  { store, now }: Ports,
  actor: Actor,
  { name, version }: { readonly name: string; readonly version: number },
): Promise<void> {
  allow(actor, 'script.change');
  const before = await findScript({ store }, name);
  if (before.draft === null) throw new FettleError('not_found', 'Nothing of this script waits to be signed.');
  const note = scriptNote(actor, now, { kind: 'script.drafted', action: 'scripts.drop-draft', name: before.name });
  if (before.published === null && before.shipped === null) {
    const answer = await store.remove(before.name, version, note);
    if (answer !== 'removed') throw new FettleError(answer);
    return;
  }
  if (before.version !== version) throw new FettleError('changed_meanwhile');
  const after = { ...before, draft: null, changedAt: now, version: version + 1 };
  if ((await store.put(after, note)) !== 'put') throw new FettleError('changed_meanwhile');
}

export function empty(name: ScriptName, now: number): Script {
  return {
    name,
    origin: 'own',
    draft: null,
    published: null,
    statement: null,
    current: null,
    shipped: null,
    createdAt: now,
    changedAt: now,
    version: 0,
  };
}
