import type { Channel as ChannelItem, Route as RouteItem, Roster as RosterItem } from '@fettle/shared/api/notices';
import type { IncidentId, PersonId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import type { Scope } from '../access/index.ts';

export type ChannelBody = ChannelItem['to'];
export type ChannelKind = ChannelBody['kind'];

/** Where notices go. */
export interface Channel {
  /** A slug that people choose. */
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly to: ChannelBody;
  /** Sealed; null: it has none. */
  readonly secret: string | null;
  /** Of its newest delivery. */
  readonly last: { readonly time: number; readonly ok: boolean; readonly answer: string } | null;
  readonly version: number;
}

export type Step = RouteItem['steps'][number];
export type Target = Step['targets'][number];
export type RouteCalendar = NonNullable<RouteItem['calendar']>;

/** Which incidents go where. */
export interface Route extends Omit<RouteItem, 'version'> {
  /** Of the incidents those that whoever made it sees. */
  readonly scope: Scope;
  readonly version: number;
}

/** People who take turns. */
export interface Roster extends Pick<RosterItem, 'id' | 'name' | 'zone' | 'start' | 'turn'> {
  readonly people: readonly PersonId[];
  readonly overrides: readonly Override[];
  readonly version: number;
}

/** Somebody stands in for whose turn it would be. */
export interface Override {
  readonly id: string;
  readonly person: PersonId;
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** Why somebody is told of an incident. */
export type Telling = 'opened' | 'severity' | 'escalated' | 'reminder' | 'unremedied' | 'resolved';

/** Who was told, and by which route. */
export interface Told {
  readonly route: string;
  readonly channel: string;
  readonly target: string;
  readonly person: PersonId | null;
}

/** How far a route has come. */
export interface Progress {
  readonly step: number;
  /** Counts from 0: how often it began again. */
  readonly round: number;
  readonly at: number;
}

/** What is told of one incident, and what was. */
export interface Thread {
  readonly incident: IncidentId;
  readonly site: string;
  readonly rule: string;
  /** What is to be told next; null: nothing. */
  readonly telling: Telling | null;
  /** When what is to be told happened. */
  readonly since: number;
  /** When the incident opened, or opened again. */
  readonly begun: number;
  /** When the pipeline looks at it again; null: only when something happens. */
  readonly nextAt: number | null;
  /** Counts the tellings; a part of the keys of deliveries. */
  readonly turn: number;
  /** The worst that was told since it opened. */
  readonly toldSeverity: Severity | null;
  readonly progress: Readonly<Record<string, Progress>>;
  readonly told: readonly Told[];
  /** The stage and reason that were logged last, so that the same is not logged every second. */
  readonly said: string;
  readonly version: number;
}

/** What a stage of the pipeline decided of an incident. */
export interface StageRow {
  readonly incident: IncidentId;
  readonly time: number;
  readonly stage: string;
  readonly passed: boolean;
  readonly reason: string;
}

export type DeliveryKind = Telling | 'test' | 'heartbeat' | 'failure' | 'trust';
export type DeliveryState = 'waiting' | 'delivered' | 'failed' | 'given-up' | 'dropped';

/** One incident as a notice tells it. */
export interface NoticeItem {
  readonly incident: IncidentId;
  readonly deviceName: string;
  readonly site: string;
  readonly words: string;
  readonly severity: Severity;
  readonly openedAt: number;
  readonly resolvedAt: number | null;
  readonly value: number | null;
  readonly limit: number | null;
  readonly unit: string;
}

/** What became of a remedy. */
export interface NoticeRemedy {
  /** `standing order “Clear temp”`. */
  readonly by: string;
  readonly outcome: string;
  /** Null: not measured. */
  readonly cleared: boolean | null;
  /** The end of its output. */
  readonly output: string;
}

/** What a notice says, before it is put into words. Everything in it may be hostile text. */
export interface Notice {
  readonly kind: DeliveryKind;
  readonly severity: Severity;
  readonly ruleName: string;
  /** Worst and oldest first; empty for tests and failures. */
  readonly items: readonly NoticeItem[];
  /** For tests and failures: what there is to say. */
  readonly words: string;
  readonly cause: string | null;
  readonly processes: readonly { readonly name: string; readonly share: string }[];
  readonly knownError: { readonly title: string; readonly workaround: string } | null;
  /** The newest run that was meant to put it right; null or absent: there was none. */
  readonly remedy?: NoticeRemedy | null;
  readonly runbook: string;
  /** Of an escalation: which step, from 1, and how often it began again. */
  readonly step: { readonly number: number; readonly round: number } | null;
  readonly time: number;
  /** The zone of who reads it. */
  readonly zone: string;
}

/** One notice on its way to one place. */
export interface Delivery {
  /** `n` + 16 characters of base 32. */
  readonly id: string;
  /** The same for the same notice to the same place: no second row is made. */
  readonly key: string;
  /** Empty for tests, heartbeats and failures. */
  readonly incidents: readonly IncidentId[];
  /** Null: several sites, or none. */
  readonly site: string | null;
  readonly kind: DeliveryKind;
  readonly channel: string;
  /** An address, or what people call the place. */
  readonly target: string;
  readonly person: PersonId | null;
  readonly subject: string;
  readonly notice: Notice;
  /** Where it goes when this way fails. */
  readonly others: readonly Way[];
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly createdAt: number;
  readonly deliveredAt: number | null;
  readonly nextAt: number | null;
  readonly answer: string;
  /** When its link was used. */
  readonly linkUsedAt: number | null;
}

/** A place to which one notice can go. */
export interface Way {
  readonly channel: string;
  readonly target: string;
}

/** A webhook that is called again and again, so that somebody hears when the collector is silent. */
export interface Heartbeat {
  /** Empty: off. */
  readonly url: string;
  readonly everyMs: number;
  readonly last: { readonly time: number; readonly ok: boolean; readonly answer: string } | null;
  readonly version: number;
}

/** A notice in words, as channels send it. */
export interface Message {
  /** The same at a second sending. */
  readonly key: string;
  readonly kind: DeliveryKind;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly severity: Severity;
  readonly incidents: readonly string[];
  readonly device: string | null;
  readonly site: string | null;
  readonly link: string | null;
  readonly actLink: string | null;
  readonly time: number;
  /** Of this attempt. */
  readonly sentAt: number;
  /** The same of some of its incidents, for who does not see the others. */
  readonly part: (incidents: ReadonlySet<string>) => Pick<Message, 'subject' | 'severity' | 'incidents' | 'site'>;
}

/** What came of an attempt. `again` false: it will never be taken. `perhaps`: all of it was handed over, and no answer came. */
export type Answer =
  | { readonly ok: true; readonly answer: string }
  | { readonly ok: false; readonly answer: string; readonly again: boolean; readonly perhaps?: boolean };

/** Sends to one place; never throws for what the other end does. */
export type Send = (channel: Channel, target: string, message: Message) => Promise<Answer>;
