// pure
import type { Person } from '@fettle/shared/api/people';

type Contacts = Person['contacts'];

/** The first address, or nothing. */
export function emailOf(contacts: Contacts): string {
  return contacts.find((way) => way.kind === 'email')?.address ?? '';
}

/** The same ways with another first address; empty takes it away. Everything else stays in its place. */
export function withEmail(contacts: Contacts, text: string): Contacts {
  const address = text.trim();
  const place = contacts.findIndex(({ kind }) => kind === 'email');
  const rest = contacts.filter((_, at) => at !== place);
  if (address === '') return rest;
  return rest.toSpliced(Math.max(0, place), 0, { kind: 'email', address });
}
