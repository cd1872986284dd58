import { isDeepStrictEqual } from 'node:util';
import type { ScriptBody } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import type { ScriptName } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import { checkBody } from './check.ts';
import { type ScriptPorts, scriptNote } from './context.ts';
import { empty } from './draft.ts';
import type { Script } from './types.ts';

/** What becomes of one script: its newest body, signed or not, before and after. */
export interface ScriptStep {
  readonly name: string;
  readonly before: ScriptBody | null;
  readonly after: ScriptBody;
  readonly same: boolean;
}

export interface ScriptsWanted {
  readonly scripts: readonly { readonly name: string; readonly body: ScriptBody }[];
  /** Only says what would be. */
  readonly dryRun: boolean;
}

/**
 * Lets the scripts of files wait for a publisher's signature, all or none. What is as it is wanted stays as it is. No script
 * is taken away because no file has it.
 * @throws FettleError `input_invalid`, `changed_meanwhile`, `not_allowed`
 */
export async function applyScripts(
  { store, now }: Pick<ScriptPorts, 'store' | 'now'>,
  actor: Actor,
  { scripts, dryRun }: ScriptsWanted,
): Promise<ScriptStep[]> {
  if (scripts.length === 0) return [];
  allow(actor, 'script.change');
  const kept = new Map((await store.scripts()).map((script) => [script.name as string, script]));
  const steps = scripts.map(({ name, body }): ScriptStep => {
    checkBody(name, body);
    const script = kept.get(name);
    const before = script?.draft?.body ?? script?.current ?? null;
    return { name, before, after: body, same: isDeepStrictEqual(before, body) };
  });
  const different = steps.filter(({ same }) => !same);
  if (dryRun || different.length === 0) return steps;
  const drafts = different.map(({ name, after }): Script => {
    const before = kept.get(name) ?? empty(name as ScriptName, now);
    const draft = { body: after, by: actor.id, at: now };
    return { ...before, origin: 'own', draft, changedAt: now, version: before.version + 1 };
  });
  const notes = drafts.map(({ name }) =>
    scriptNote(actor, now, { kind: 'script.drafted', action: 'scripts.draft', name }),
  );
  const note = { events: notes.flatMap(({ events }) => events), audit: notes.flatMap(({ audit }) => audit) };
  if ((await store.offer(drafts, note)) !== 'put') throw new FettleError('changed_meanwhile');
  return steps;
}

/** What people wrote, by name, with its newest body. What ships comes with Fettle itself. @throws FettleError `not_allowed` */
export async function ownScripts(
  { store }: Pick<ScriptPorts, 'store'>,
  actor: Actor,
): Promise<{ readonly name: string; readonly body: ScriptBody }[]> {
  allow(actor, 'script.read');
  return (await store.scripts()).flatMap(({ name, origin, draft, current }) => {
    const body = draft?.body ?? current;
    return origin === 'own' && body !== null ? [{ name, body }] : [];
  });
}
