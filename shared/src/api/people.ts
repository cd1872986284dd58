import { type Static, Type } from 'typebox';
import { Closed, Nullable, Page, Time } from './schema.ts';
import { Role } from './session.ts';

const Sites = Type.Union([Type.Literal('all'), Type.Array(Type.String({ maxLength: 128 }), { maxItems: 200 })]);
/** Ways to reach somebody, tried in this order. */
export const ContactWay = Type.Union([
  Closed({ kind: Type.Literal('email'), address: Type.String({ maxLength: 254 }) }),
  /** A channel of their own: an ntfy topic, a chat. */
  Closed({ kind: Type.Literal('channel'), channel: Type.String({ maxLength: 64 }) }),
]);
const described = {
  name: Type.String({ minLength: 1, maxLength: 128 }),
  role: Role,
  sites: Sites,
  /** Of the devices at these sites only those; empty: all. */
  selector: Type.String({ maxLength: 1_024 }),
  zone: Type.String({ maxLength: 64, description: 'IANA name' }),
  contacts: Type.Array(ContactWay, { maxItems: 8 }),
};

/** `GET /api/v1/people` */
export const Person = Closed({
  id: Type.String(),
  ...described,
  teams: Type.Array(Type.String()),
  /** `invited` has no password yet. */
  state: Type.Union([Type.Literal('active'), Type.Literal('invited'), Type.Literal('disabled')]),
  lastSeenAt: Nullable(Time),
  createdAt: Time,
  version: Type.Integer(),
});
export type Person = Static<typeof Person>;
export const PersonPage = Page(Person);
export const PersonParameter = Closed({ id: Type.String({ minLength: 1, maxLength: 64 }) });

/** `POST /api/v1/people`: invites; the link is given once, for whoever asked to hand on. */
export const Invite = Closed({ ...described });
export type Invite = Static<typeof Invite>;
export const Invited = Closed({ person: Person, link: Type.String(), expiresAt: Time });
export type Invited = Static<typeof Invited>;
/** `POST /api/v1/people/{id}/invitation`: a new link; the one before is over. */
/** `PATCH /api/v1/people/{id}` */
export const PersonChange = Closed({
  version: Type.Integer(),
  ...Type.Partial(Closed(described)).properties,
  disabled: Type.Optional(Type.Boolean()),
});
export type PersonChange = Static<typeof PersonChange>;
/** `POST /api/v1/invitations`: open to who holds the link: chooses the password and signs in. */
export const AcceptInvitation = Closed({
  code: Type.String({ minLength: 1, maxLength: 128 }),
  password: Type.String({ minLength: 1, maxLength: 1_024 }),
});
/** `GET /api/v1/me`, `PATCH /api/v1/me`: what anybody may change of themselves. `POST /api/v1/me/password`. */
export const MeChange = Closed({
  version: Type.Integer(),
  name: Type.Optional(described.name),
  zone: Type.Optional(described.zone),
  contacts: Type.Optional(described.contacts),
});
export type MeChange = Static<typeof MeChange>;
export const PasswordChange = Closed({
  password: Type.String({ minLength: 1, maxLength: 1_024 }),
  next: Type.String({ minLength: 1, maxLength: 1_024 }),
});
export type PasswordChange = Static<typeof PasswordChange>;

/** `GET /api/v1/teams`; `PUT /api/v1/teams/{id}` with version 0 makes one. */
export const Team = Closed({
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,63}$' }),
  name: Type.String({ minLength: 1, maxLength: 128 }),
  members: Type.Array(Type.String({ maxLength: 64 }), { maxItems: 200 }),
  version: Type.Integer(),
});
export type Team = Static<typeof Team>;
export const TeamPage = Page(Team);
export const TeamParameter = Closed({ id: Team.properties.id });
export const TeamPut = Closed({
  name: Team.properties.name,
  members: Team.properties.members,
  version: Type.Integer({ minimum: 0 }),
});
export type TeamPut = Static<typeof TeamPut>;

/** `POST /api/v1/tokens`: never more than its maker may. */
export const TokenCreate = Closed({
  name: Type.String({ minLength: 1, maxLength: 128 }),
  role: Role,
  sites: Sites,
  /** Only these permissions; absent: all of the role. */
  scopes: Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: 64 })),
  expiresAt: Nullable(Time),
});
export type TokenCreate = Static<typeof TokenCreate>;
export const TokenCreated = Closed({ id: Type.String(), token: Type.String() });
export type TokenCreated = Static<typeof TokenCreated>;
