/** The `root` statement: whose keys may do what for a tenant. Everything else is trusted because a root says so. */
import { fromBase64 } from './base64.ts';
import { TrustError } from './errors.ts';
import { flag, formVersion, integer, list, name, object, only, publicKey, text, time } from './fields.ts';
import { keyId } from './keys.ts';

export const roles = ['admin', 'approver', 'enroller', 'operator', 'publisher'] as const;
export type TrustRole = (typeof roles)[number];

export interface RoleRule {
  /** Key ids of `keys`. */
  readonly keys: readonly string[];
  /** So many different people must sign. */
  readonly threshold: number;
}

export interface RootKey {
  /** The raw public key in base64. */
  readonly key: string;
  /** The name of the person who holds it. */
  readonly person: string;
  /** From then on it signs nothing more, ms. Absent: it does as long as a root lists it. */
  readonly until?: number;
  /** The sites that it may sign for, 1 to 64. Absent: all. */
  readonly sites?: readonly string[];
}

export interface RootStatement {
  readonly v: 1;
  /** 26 characters of base 32, random: no statement of one tenant passes in another. */
  readonly tenant: string;
  /** Counts up by one. */
  readonly version: number;
  /** Fingerprint of the root before it; null for version 1. */
  readonly previous: string | null;
  readonly expires: number;
  /** By key id. */
  readonly keys: Readonly<Record<string, RootKey>>;
  readonly roles: Readonly<Record<TrustRole, RoleRule>>;
  /** Identity keys of collectors, base64. They may prove who they are and sign nothing. */
  readonly collectors: readonly string[];
  readonly policy: {
    /** One person is enough for what else needs two. */
    readonly solo: boolean;
    /** Days that a `fresh` statement lasts. */
    readonly freshness: number;
    /** More targets than this make an order dangerous. */
    readonly bulk: number;
  };
}
/** A root that was verified. */
export type Root = RootStatement;

const most = { keys: 128, collectors: 64, sites: 64 } as const;
const names = ['v', 'tenant', 'version', 'previous', 'expires', 'keys', 'roles', 'collectors', 'policy'] as const;

/** @throws TrustError `version` or `fields` */
export function readRoot(value: unknown): RootStatement {
  const v = formVersion(object(value, 'root')['v']);
  const root = only(value, 'root', names);
  const version = integer(root.version, 'version', 1, 1_000_000_000);
  const keys = readKeys(root.keys);
  return {
    v,
    tenant: text(root.tenant, 'tenant', tenantForm),
    version,
    previous: readPrevious(root.previous, version),
    expires: time(root.expires, 'expires'),
    keys,
    roles: readRoles(root.roles, keys),
    collectors: readCollectors(root.collectors, keys),
    policy: readPolicy(root.policy),
  };
}

export const tenantForm = /^[0-9a-hjkmnp-tv-z]{26}$/;

function readPrevious(value: unknown, version: number): string | null {
  if (version > 1) return text(value, 'previous', /^[0-9a-f]{64}$/);
  if (value !== null) throw new TrustError('fields', 'version 1 has no previous root');
  return null;
}

function readKeys(value: unknown): RootStatement['keys'] {
  const entries = Object.entries(object(value, 'keys'));
  if (entries.length > most.keys) throw new TrustError('fields', `more than ${most.keys} keys`);
  return Object.fromEntries(
    entries.map(([id, entry]) => {
      const found = readKey(object(entry, 'an entry of keys'));
      if (keyId(fromBase64(found.key)) !== id)
        throw new TrustError('fields', `key ${JSON.stringify(id)} has another id`);
      return [id, found];
    }),
  );
}

/** `until` and `sites` may be left out; with a value they mean the same in every root. */
function readKey(entry: Readonly<Record<string, unknown>>): RootKey {
  const bounds = ['until', 'sites'].filter((bound) => Object.hasOwn(entry, bound));
  const { key, person, until, sites } = only(entry, 'an entry of keys', ['key', 'person', ...bounds]);
  return {
    key: publicKey(key, 'key'),
    person: name(person, 'person', 64),
    ...(until !== undefined && { until: time(until, 'until') }),
    ...(sites !== undefined && { sites: readSites(sites) }),
  };
}

function readSites(value: unknown): string[] {
  const sites = list(value, 'sites', most.sites).map((site) => name(site, 'sites', 64));
  if (sites.length === 0) throw new TrustError('fields', 'sites names none');
  return sites;
}

function readRoles(value: unknown, keys: RootStatement['keys']): RootStatement['roles'] {
  const found = only(value, 'roles', roles);
  return Object.fromEntries(roles.map((role) => [role, readRole(found[role], role, keys)])) as RootStatement['roles'];
}

function readRole(value: unknown, role: TrustRole, keys: RootStatement['keys']): RoleRule {
  const rule = only(value, role, ['keys', 'threshold']);
  const ids = list(rule.keys, `keys of ${role}`, most.keys);
  const people = new Set(ids.map((id) => (Object.hasOwn(keys, id) ? keys[id]?.person : undefined)));
  if (people.has(undefined)) throw new TrustError('fields', `${role} names a key that is not listed`);
  const threshold = integer(rule.threshold, `threshold of ${role}`, 1, most.keys);
  // A role that nobody holds is closed. One that too few hold, or no admin at all, would be a root that nobody can follow.
  if (threshold > people.size && (ids.length > 0 || role === 'admin'))
    throw new TrustError('fields', `threshold of ${role} is more than the people who hold it`);
  return { keys: ids, threshold };
}

function readCollectors(value: unknown, keys: RootStatement['keys']): string[] {
  const collectors = list(value, 'collectors', most.collectors).map((key) => publicKey(key, 'collectors'));
  // A collector's key lies on the collector: were it a person's too, who takes the collector could sign.
  if (collectors.some((key) => Object.hasOwn(keys, keyId(fromBase64(key)))))
    throw new TrustError('fields', 'a collector has the key of a person');
  return collectors;
}

function readPolicy(value: unknown): RootStatement['policy'] {
  const policy = only(value, 'policy', ['solo', 'freshness', 'bulk']);
  return {
    solo: flag(policy.solo, 'solo'),
    freshness: integer(policy.freshness, 'freshness', 1, 90),
    bulk: integer(policy.bulk, 'bulk', 1, 1_000_000),
  };
}
