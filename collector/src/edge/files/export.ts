import type { Actor } from '../../domain/access/index.ts';
import type { Item, World } from './kind.ts';
import { kinds } from './kinds.ts';
import { fileText } from './text.ts';

/** All that files can hold, as one file: applied to the same collector it changes nothing. @throws FettleError `not_allowed` */
export async function exportFile(world: World, actor: Actor): Promise<string> {
  const all = new Map<string, readonly Item<unknown>[]>();
  for (const kind of kinds) all.set(kind.key, await kind.kept(world, actor));
  return fileText(all);
}
