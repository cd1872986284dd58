import { createHash, randomBytes } from 'node:crypto';
import { base32, type IncidentId, type PersonId } from '@fettle/shared/ids';
import type { AccessStore, Actor, PeopleStore } from '../access/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import type { EventStore } from '../events/index.ts';
import type { Incident } from '../incidents/index.ts';
import type { ChannelStore, NoticeStore } from './store.ts';
import type { Placed } from '../windows/index.ts';
import type { Notice, Send, ChannelKind } from './types.ts';

/** What a notice tells beside what the incident itself says. */
export type Background = Pick<Notice, 'cause' | 'processes' | 'knownError' | 'remedy' | 'runbook'> & {
  readonly unit: string;
};

/** What somebody does by the link of a notice. */
export type Deed = { readonly kind: 'acknowledge' } | { readonly kind: 'snooze'; readonly until: number };

/** What notices need of incidents. */
export interface IncidentSource {
  incident(id: IncidentId): Promise<Incident | null>;
  /** Those of these that are there, in no order. */
  several(ids: readonly IncidentId[]): Promise<readonly Incident[]>;
  background(incident: Incident): Promise<Background>;
  /** Adds to the incident's timeline that somebody was told. */
  wasTold(incidents: readonly IncidentId[], words: string, time: number): Promise<void>;
  /** Does it for each that allows it; gives the words of those that do not. @throws FettleError `not_allowed` */
  act(actor: Actor, incidents: readonly IncidentId[], deed: Deed): Promise<readonly string[]>;
}

export interface PeopleSource {
  readonly access: Pick<AccessStore, 'person'>;
  readonly people: Pick<PeopleStore, 'people' | 'teams'>;
}

/** What the verbs over channels, routes and rosters need; times in ms since 1970. */
export interface ChannelsContext {
  readonly channels: ChannelStore;
  readonly now: number;
  /** What all waits are multiplied by; default: 1. */
  readonly pace?: number;
}

/** What finds out who is to be told. */
export interface NoticesContext extends ChannelsContext, PeopleSource {
  readonly notices: NoticeStore;
  readonly events: Pick<EventStore, 'after'>;
  readonly devices: Pick<DeviceStore, 'several'>;
  readonly incidents: IncidentSource;
  readonly windowAt: (
    device: Placed,
    time: number,
  ) => Promise<{ readonly name: string; readonly until: number } | null>;
}

/** What sends. */
export interface SendContext extends ChannelsContext {
  readonly notices: NoticeStore;
  readonly incidents: Pick<IncidentSource, 'incident' | 'wasTold'>;
  readonly senders: Readonly<Record<ChannelKind, Send>>;
  /** Begins the addresses in notices, without a slash at its end; null: not known. */
  readonly base: string | null;
  /** 32 bytes that only this collector knows. */
  readonly key: Uint8Array;
}

/** `n…` a delivery, `o…` an override: 80 random bits. */
export function newId(letter: 'n' | 'o'): string {
  return letter + base32(randomBytes(10), 16);
}

/** Keys of any length as ones that an index takes. */
export function keyOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Each person once. */
export async function peopleByIds(
  { access }: Pick<PeopleSource, 'access'>,
  ids: Iterable<PersonId>,
): Promise<Map<PersonId, NonNullable<Awaited<ReturnType<AccessStore['person']>>>>> {
  const found = new Map<PersonId, NonNullable<Awaited<ReturnType<AccessStore['person']>>>>();
  for (const id of new Set(ids)) {
    const person = await access.person(id);
    if (person !== null) found.set(id, person);
  }
  return found;
}
