import type { Incident } from '@fettle/shared/api/incidents';
import { signal } from '@preact/signals';

/** What is selected, by id. */
export const selected = signal<ReadonlySet<string>>(new Set());

export const isSelected = (id: string) => selected.value.has(id);

export function toggleSelected(id: string): void {
  const next = new Set(selected.peek());
  if (!next.delete(id)) next.add(id);
  selected.value = next;
}

/** All of some, or none of them when all are selected already. */
export function toggleAll(ids: readonly string[]): void {
  const next = new Set(selected.peek());
  const all = ids.every((id) => next.has(id));
  for (const id of ids) {
    if (all) next.delete(id);
    else next.add(id);
  }
  selected.value = next;
}

export const selectNone = () => (selected.value = new Set());

/** Those of a list that are selected, as they are now. */
export const selectedOf = (incidents: readonly Incident[]) => incidents.filter(({ id }) => selected.value.has(id));
