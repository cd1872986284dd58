// pure
import type { PersonPatch } from './people-store.ts';
import type { Person } from './types.ts';

export interface Difference {
  readonly patch: PersonPatch;
  /** For the audit log: each part before and after. */
  readonly changes: Readonly<Record<string, { readonly before: unknown; readonly after: unknown }>>;
}

/** What of a change is not so already. */
export function differing(person: Person, wanted: PersonPatch): Difference {
  const parts = (Object.keys(wanted) as (keyof PersonPatch)[]).filter(
    (part) => JSON.stringify(person[part]) !== JSON.stringify(wanted[part]),
  );
  return {
    patch: Object.fromEntries(parts.map((part) => [part, wanted[part]])),
    changes: Object.fromEntries(parts.map((part) => [part, { before: person[part], after: wanted[part] }])),
  };
}
