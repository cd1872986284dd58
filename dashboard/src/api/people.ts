/** What the pages of people read and change. Types come from shared/api. */
import type {
  Invite,
  Invited,
  MeChange,
  PasswordChange,
  Person,
  PersonChange,
  Team,
  TeamPut,
  TokenCreate,
  TokenCreated,
} from '@fettle/shared/api/people';
import type { ApiToken } from '@fettle/shared/api/tokens';
import { addressOf, all, get, request } from './request.ts';

const person = (id: string) => `/people/${encodeURIComponent(id)}`;

export const invite = (body: Invite) => request<Invited>('POST', addressOf('/people'), { body });
/** A new link; the one before is over. */
export const inviteAgain = (id: string) => request<Invited>('POST', addressOf(`${person(id)}/invitation`));
/** @throws ApiProblem `changed_meanwhile`, `last_admin` */
export const changePerson = (id: string, body: PersonChange) =>
  request<Person>('PATCH', addressOf(person(id)), { body });
/** Chooses the password of who was invited, and signs them in. */
export const accept = (code: string, password: string) =>
  request<unknown>('POST', addressOf('/invitations'), { body: { code, password } });

export const readMe = (signal?: AbortSignal) => get<Person>('/me', {}, signal);
export const changeMe = (body: MeChange) => request<Person>('PATCH', addressOf('/me'), { body });
export const changePassword = (body: PasswordChange) => request<unknown>('POST', addressOf('/me/password'), { body });

export const putTeam = (id: string, body: TeamPut) =>
  request<Team>('PUT', addressOf(`/teams/${encodeURIComponent(id)}`), { body });
export const deleteTeam = (id: string, version: number) =>
  request<unknown>('DELETE', addressOf(`/teams/${encodeURIComponent(id)}`, { version }));

export const readTokens = (signal?: AbortSignal) => all<ApiToken>('/tokens', {}, signal);
/** The secret is in the answer, this once. */
export const createToken = (body: TokenCreate) => request<TokenCreated>('POST', addressOf('/tokens'), { body });
export const revokeToken = (id: string) => request<unknown>('DELETE', addressOf(`/tokens/${encodeURIComponent(id)}`));
