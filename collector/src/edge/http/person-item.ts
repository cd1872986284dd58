import type { Person } from '@fettle/shared/api/people';
import type { PersonOfTeams } from '../../domain/access/index.ts';

/** A person as the API gives them. */
export function personItem({ sites, contacts, teams, ...person }: PersonOfTeams): Person {
  const { id, name, role, selector, zone, state, lastSeenAt, createdAt, version } = person;
  return {
    id,
    name,
    role,
    sites: sites === 'all' ? sites : [...sites],
    selector,
    zone,
    contacts: [...contacts],
    teams: [...teams],
    state,
    lastSeenAt,
    createdAt,
    version,
  };
}
