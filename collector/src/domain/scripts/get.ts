import type { ScriptDetail } from '@fettle/shared/api/scripts';
import { FettleError } from '@fettle/shared/errors';
import type { ScriptName } from '@fettle/shared/ids';
import { type Actor, allow } from '../access/index.ts';
import type { ScriptPorts } from './context.ts';
import { itemOf } from './list.ts';
import type { Script, ScriptRelease } from './types.ts';

type Ports = Pick<ScriptPorts, 'store' | 'use'>;

/** @throws FettleError `not_found` */
export async function findScript({ store }: Pick<ScriptPorts, 'store'>, name: string): Promise<Script> {
  const script = await store.script(name as ScriptName);
  if (!script) throw new FettleError('not_found');
  return script;
}

/** A script with its versions and what waits to be signed. @throws FettleError `not_found`, `not_allowed` */
export async function getScript(
  { store, use }: Ports,
  actor: Actor,
  { name }: { readonly name: string },
): Promise<ScriptDetail> {
  allow(actor, 'script.read');
  const script = await findScript({ store }, name);
  const [used, releases] = await Promise.all([use(actor.scope), store.releases(script.name)]);
  const mine = used.get(script.name);
  const { draft, version } = script;
  return {
    ...itemOf(script, mine),
    current: script.current,
    waiting: draft && { body: draft.body, version, changedBy: draft.by, changedAt: draft.at },
    versions: releases.map((one) => versionOf(one, mine?.versions.get(one.version) ?? 0)),
    command: draft && `fettle script publish ${script.name}`,
  };
}

/** One published version, whole. @throws FettleError `not_found`, `not_allowed` */
export async function getScriptVersion(
  { store, use }: Ports,
  actor: Actor,
  { name, version }: { readonly name: string; readonly version: number },
) {
  allow(actor, 'script.read');
  const release = await store.release(name as ScriptName, version);
  if (!release) throw new FettleError('not_found');
  const runs = (await use(actor.scope)).get(name)?.versions.get(version) ?? 0;
  return { ...versionOf(release, runs), body: release.body, envelope: release.envelope };
}

function versionOf({ version, statement, publishedAt, signers }: ScriptRelease, runs: number) {
  return { version, statement, publishedAt, signers: [...signers], runs };
}
