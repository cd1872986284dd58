import { randomBytes } from 'node:crypto';
import { base32, type PersonId, type ReportId } from '@fettle/shared/ids';
import type { AccessStore, Actor, Scope } from '../access/index.ts';
import { covers } from '../access/index.ts';
import type { NewEvent } from '../events/index.ts';
import type { BusinessDay } from './schedule.ts';
import type { ReportStore } from './store.ts';
import type { Report } from './types.ts';

/** What the verbs over reports and plans need, with the time of now. */
export interface ReportsContext {
  readonly store: ReportStore;
  readonly access: Pick<AccessStore, 'person'>;
  /** Whether a calendar's day has hours; null: there is no such calendar. */
  readonly calendar: (id: string) => Promise<BusinessDay | null>;
  /** Why mail cannot go by a channel; null: it can. */
  readonly whyNotBy: (channel: string) => Promise<string | null>;
  readonly now: number;
}

/** `k…`: 80 random bits. */
export function newReportId(): ReportId {
  return `k${base32(randomBytes(10), 16)}` as ReportId;
}

/** Of no site: it says which report, never what stands in it. */
export function reportEvent(
  time: number,
  kind: string,
  { id, plan }: Pick<Report, 'id' | 'plan'>,
  detail: NewEvent['detail'] = {},
): NewEvent {
  return { time, kind, device: null, site: null, detail: { report: id, plan, ...detail } };
}

export function planEvent(time: number, plan: string, detail: NewEvent['detail'] = {}): NewEvent {
  return { time, kind: 'report-plan.changed', device: null, site: null, detail: { plan, ...detail } };
}

export async function nameOf({ access }: Pick<ReportsContext, 'access'>, id: PersonId | null) {
  if (id === null) return null;
  const person = await access.person(id);
  return { id, name: person?.name ?? 'somebody who left' };
}

/** Whether somebody sees all that a report counts. */
export function seesReport({ scope }: Pick<Actor, 'scope'>, { seenBy }: { readonly seenBy: Scope }): boolean {
  return covers(scope, seenBy);
}
