import { stringify } from 'yaml';
import type { Item, Kind } from './kind.ts';
import { kinds } from './kinds.ts';

/** Things of one kind as they stand in a file. Reading it gives the same. */
export function textOf<Body>(kind: Kind<Body>, items: readonly Item<Body>[]): string {
  const written = Object.fromEntries(items.map(({ id, body }) => [id, kind.write(body)]));
  // No line is broken but where it was.
  return stringify({ [kind.key]: written }, { lineWidth: 0 });
}

/** A file of things of several kinds; those that have none are left out. */
export function fileText(all: ReadonlyMap<string, readonly Item<unknown>[]>): string {
  const parts = kinds.flatMap((kind) => {
    const items = all.get(kind.key) ?? [];
    return items.length > 0 ? [textOf(kind, items)] : [];
  });
  return parts.join('\n');
}
