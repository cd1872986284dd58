import type { ReportKindId, ReportPlan, ReportPlanBody } from '@fettle/shared/api/reports';
import { readCron } from '../../format/cron-words.ts';
import { isZone } from '../../format/zones.ts';
import { type NamedDraft, namedErrors } from '../../parts/named-errors.ts';
import { addressesIn, isAddress, wrongAddress } from './addresses.ts';

/** How often, in the words of the form; `other` is cron as it is written. */
export type Often = 'never' | 'day' | 'weekday' | 'week' | 'month' | 'other';
export type BusinessRule = NonNullable<ReportPlanBody['schedule']>['businessDay'];

export interface PlanDraft extends NamedDraft {
  readonly enabled: boolean;
  readonly kind: ReportKindId;
  readonly period: ReportPlanBody['period'];
  readonly site: string;
  readonly selector: string;
  readonly service: string;
  readonly often: Often;
  readonly time: string;
  /** 0 Sunday to 6, as cron has it. */
  readonly weekday: string;
  readonly monthDay: string;
  readonly cron: string;
  readonly zone: string;
  readonly businessDay: BusinessRule;
  readonly calendar: string;
  readonly people: readonly string[];
  readonly addresses: string;
  readonly channel: string;
  readonly attach: ReportPlanBody['attach'];
  readonly brand: string;
  readonly madeFor: string;
}

export function newPlan(kind: string, period: string, zone: string): PlanDraft {
  return {
    id: '',
    name: '',
    enabled: true,
    kind: kind as ReportKindId,
    period: period as ReportPlanBody['period'],
    site: '',
    selector: '',
    service: '',
    often: period === 'week' ? 'week' : period === 'day' ? 'weekday' : 'month',
    time: '07:00',
    weekday: '1',
    monthDay: '1',
    cron: '0 7 1 * *',
    zone,
    businessDay: 'after',
    calendar: '',
    people: [],
    addresses: '',
    channel: '',
    attach: ['pdf'],
    brand: '',
    madeFor: '',
  };
}

/** The form of a schedule that is kept. */
function scheduleDraft(
  schedule: ReportPlan['schedule'],
): Pick<PlanDraft, 'often' | 'time' | 'weekday' | 'monthDay' | 'cron'> {
  const usual = { time: '07:00', weekday: '1', monthDay: '1', cron: schedule?.cron ?? '0 7 1 * *' };
  if (schedule === null) return { ...usual, often: 'never' };
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = schedule.cron.split(' ');
  if (month !== '*' || !/^\d{1,2}$/.test(minute) || !/^\d{1,2}$/.test(hour)) return { ...usual, often: 'other' };
  const time = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day === '*' && weekday === '*') return { ...usual, time, often: 'day' };
  if (day === '*' && weekday === '1-5') return { ...usual, time, often: 'weekday' };
  if (day === '*' && /^[0-6]$/.test(weekday)) return { ...usual, time, weekday, often: 'week' };
  if (/^\d{1,2}$/.test(day) && weekday === '*') return { ...usual, time, monthDay: day, often: 'month' };
  return { ...usual, often: 'other' };
}

export function planDraft(plan: ReportPlan): PlanDraft {
  const { schedule, to } = plan;
  return {
    ...newPlan(plan.kind, plan.period, plan.zone),
    ...scheduleDraft(schedule),
    id: plan.id,
    name: plan.name,
    enabled: plan.enabled,
    site: plan.site ?? '',
    selector: plan.selector,
    service: plan.service ?? '',
    zone: schedule?.zone ?? plan.zone,
    businessDay: schedule?.businessDay ?? 'any',
    calendar: schedule?.calendar ?? '',
    people: to.filter((one) => !isAddress(one)),
    addresses: to.filter(isAddress).join('\n'),
    channel: plan.channel ?? '',
    attach: plan.attach,
    brand: plan.brand ?? '',
    madeFor: plan.madeFor,
  };
}

/** As five fields of cron; null: it is made by hand. */
export function cronOf({ often, time, weekday, monthDay, cron }: PlanDraft): string | null {
  if (often === 'never') return null;
  if (often === 'other') return cron.trim();
  const [hour = '', minute = ''] = time.split(':');
  const at = `${Number(minute)} ${Number(hour)}`;
  if (often === 'day') return `${at} * * *`;
  if (often === 'weekday') return `${at} * * 1-5`;
  return often === 'week' ? `${at} * * ${weekday}` : `${at} ${monthDay} * *`;
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** What is wrong by field, and the plan once nothing is. */
export function readPlan(draft: PlanDraft): { errors: ReadonlyMap<string, string>; body: ReportPlanBody | undefined } {
  const errors = namedErrors(draft);
  const cron = cronOf(draft);
  if (cron !== null && !/^\d{2}:\d{2}$/.test(draft.time) && draft.often !== 'other')
    errors.set('time', 'Choose a time.');
  const read = cron === null || errors.has('time') ? undefined : readCron(cron);
  if (typeof read === 'string') errors.set('cron', read);
  if (!isZone(draft.zone)) errors.set('zone', 'There is no such zone. Write one such as Europe/Berlin.');
  const to = [...draft.people, ...addressesIn(draft.addresses)];
  const wrong = wrongAddress(draft.addresses);
  if (wrong !== undefined) errors.set('addresses', `“${wrong.slice(0, 60)}” is no mail address.`);
  if (to.length > 0 && draft.channel === '') errors.set('channel', 'Choose by which channel it is mailed.');
  if (errors.size > 0) return { errors, body: undefined };
  const { name, enabled, kind, period, zone, selector, attach, madeFor, businessDay } = draft;
  const schedule = cron === null ? null : { cron, zone, businessDay, calendar: orNull(draft.calendar) };
  const body: ReportPlanBody = {
    name: name.trim(),
    enabled,
    kind,
    period,
    zone,
    site: orNull(draft.site),
    selector: selector.trim(),
    service: orNull(draft.service),
    schedule,
    to,
    channel: orNull(draft.channel),
    attach: [...attach],
    brand: orNull(draft.brand),
    madeFor: madeFor.trim(),
  };
  return { errors, body };
}

/** The plan that is kept, as it is put. */
export function bodyOf(plan: ReportPlan): ReportPlanBody {
  const { name, enabled, kind, period, zone, site, selector, service } = plan;
  const { schedule, to, channel, attach, brand, madeFor } = plan;
  return { name, enabled, kind, period, zone, site, selector, service, schedule, to, channel, attach, brand, madeFor };
}
