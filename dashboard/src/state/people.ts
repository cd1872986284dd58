import type { Person, Team } from '@fettle/shared/api/people';
import { type Role, roles } from '@fettle/shared/api/session';
import type { ApiToken } from '@fettle/shared/api/tokens';
import { readPeople } from '../api/incidents.ts';
import { readTeams } from '../api/notices.ts';
import { readMe, readTokens } from '../api/people.ts';
import { resource } from './resource.ts';
import { session } from './session.ts';

/** Whom one may know of, their teams, and the tokens of programs. */
export const people = resource<readonly Person[]>((signal) => readPeople(signal));
export const teams = resource<readonly Team[]>((signal) => readTeams(signal));
export const tokens = resource<readonly ApiToken[]>((signal) => readTokens(signal));
/** Oneself. */
export const me = resource<Person>((signal) => readMe(signal));

/** Whether who is signed in has at least this role. */
export function hasRole(least: Role): boolean {
  const role = session.value?.person?.role;
  return role !== undefined && roles.indexOf(role) >= roles.indexOf(least);
}

export function readAllPeople(): void {
  people.renew();
  teams.renew();
  if (hasRole('admin')) tokens.renew();
}
