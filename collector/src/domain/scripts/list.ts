import type { ProgramPlatform } from '@fettle/shared/trust/script';
import type { ScriptClass, ScriptItem } from '@fettle/shared/api/scripts';
import { type Actor, allow } from '../access/index.ts';
import type { ScriptPorts } from './context.ts';
import type { Script, ScriptUse } from './types.ts';

export interface ScriptListQuery {
  readonly search?: string;
  readonly tag?: string;
  readonly platform?: ProgramPlatform;
  readonly class?: ScriptClass;
  readonly limit?: number;
  /** `next` of the page before. */
  readonly cursor?: string;
}

/** A page of the library, by name. @throws FettleError `not_allowed` */
export async function listScripts(
  { store, use }: Pick<ScriptPorts, 'store' | 'use'>,
  actor: Actor,
  query: ScriptListQuery,
): Promise<{ items: ScriptItem[]; next: string | null }> {
  allow(actor, 'script.read');
  const [scripts, used] = await Promise.all([store.scripts(), use(actor.scope)]);
  const { limit = 500, cursor = '' } = query;
  const found = scripts
    .map((one) => itemOf(one, used.get(one.name)))
    .filter((one) => one.name > cursor && fits(one, query));
  const items = found.slice(0, limit);
  return { items, next: found.length > limit ? (items.at(-1)?.name ?? null) : null };
}

function fits(item: ScriptItem, { search = '', tag, platform, class: wanted }: ScriptListQuery): boolean {
  if (tag !== undefined && !item.tags.includes(tag)) return false;
  if (platform !== undefined && !item.platforms.includes(platform)) return false;
  if (wanted !== undefined && item.class !== wanted) return false;
  const text = [item.name, item.title, item.summary, ...item.tags].join('\n').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** A script as lists show it: what is published, else what waits. */
export function itemOf(script: Script, use?: ScriptUse): ScriptItem {
  const body = script.current ?? script.draft?.body;
  const { name, origin, published, statement, draft, changedAt } = script;
  return {
    name,
    title: body?.title ?? name,
    summary: body?.summary ?? '',
    tags: [...(body?.tags ?? [])],
    class: body?.class ?? 'dangerous',
    platforms: [...new Set(body?.programs.flatMap(({ platforms }) => platforms))],
    origin,
    published,
    statement,
    draft: draft !== null,
    check: body?.check ?? false,
    undo: body?.undo ?? false,
    secrets: body?.parameters.some(({ type }) => type === 'secret') ?? false,
    timeout: body?.timeout ?? 0,
    manualMinutes: body?.manualMinutes ?? 0,
    changedAt,
    runs: use?.runs ?? 0,
    failed: use?.failed ?? 0,
    lastRunAt: use?.lastRunAt ?? null,
  };
}
