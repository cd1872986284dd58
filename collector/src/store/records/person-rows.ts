import type { Role } from '@fettle/shared/api/session';
import type { PersonId } from '@fettle/shared/ids';
import type { Selectable } from 'kysely';
import type { PersonPatch } from '../../domain/access/index.ts';
import type { Person, PersonState } from '../../domain/access/types.ts';
import type { Schema } from './schema.ts';

/** Names are equal when they look the same but for case. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}

export function personRow({ id, passwordHash, lastSeenAt, createdAt, version, ...described }: Person) {
  const { name, role, sites, selector, zone, contacts, state } = described;
  return {
    id,
    name,
    name_key: nameKey(name),
    role,
    sites: JSON.stringify(sites),
    selector,
    zone,
    contacts: JSON.stringify(contacts),
    state,
    // Empty for none: the column cannot be null since 001.
    password_hash: passwordHash ?? '',
    last_seen_at: lastSeenAt,
    created_at: createdAt,
    version,
  };
}

/** The columns of what is changed. */
export function patchRow({ name, sites, contacts, ...same }: PersonPatch) {
  return {
    ...same,
    ...(name !== undefined && { name, name_key: nameKey(name) }),
    ...(sites !== undefined && { sites: JSON.stringify(sites) }),
    ...(contacts !== undefined && { contacts: JSON.stringify(contacts) }),
  };
}

export function toPerson(row: Selectable<Schema['people']>): Person {
  return {
    id: row.id as PersonId,
    name: row.name,
    role: row.role as Role,
    sites: JSON.parse(row.sites) as Person['sites'],
    selector: row.selector,
    zone: row.zone,
    contacts: JSON.parse(row.contacts) as Person['contacts'],
    state: row.state as PersonState,
    passwordHash: row.password_hash === '' ? null : row.password_hash,
    lastSeenAt: row.last_seen_at,
    createdAt: row.created_at,
    version: row.version,
  };
}
