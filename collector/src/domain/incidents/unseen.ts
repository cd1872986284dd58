import type { IncidentId } from '@fettle/shared/ids';
import type { Actor } from '../access/index.ts';
import type { IncidentStore } from './store.ts';

/** Tells which of these incidents the actor may not see; what is gone is one of them, for nobody knows any more where it was. */
export async function unseenBy(
  { store }: { readonly store: Pick<IncidentStore, 'several'> },
  { scope }: Actor,
  ids: readonly IncidentId[],
): Promise<(id: IncidentId) => boolean> {
  if ((scope.sites === 'all' && scope.selector === undefined) || ids.length === 0) return () => false;
  const seen = new Set((await store.several(scope, [...new Set(ids)])).map(({ id }) => id));
  return (id) => !seen.has(id);
}
