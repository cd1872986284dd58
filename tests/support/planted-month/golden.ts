// pure
/** What each report must say of the planted month; reckoned from what was planted, never from what a report said. */
import type { ReportKindId } from '@fettle/shared/api/reports';
import * as naive from './naive.ts';
import type { Said } from './said.ts';
import * as truth from './truths.ts';

export type Golden = { readonly [Part in keyof Said]?: object | string };
const { availability: of, costs } = naive;
const { targets, services, planted, outages, shutdown, slowDisk, second } = truth;
const ids = ['order-intake', 'web-shop', 'mail'] as const;
type Id = (typeof ids)[number];
const ms = (seconds: number) => seconds * second;
const sum = (values: readonly number[]) => values.reduce((all, one) => all + one, 0);
const cost = sum(Object.values(costs));
const costOf = (id: Id) => (id === 'mail' ? null : costs[id]);
const resolved = { mean: naive.halfUp(naive.mean(naive.resolveMs)), p50: naive.median(naive.resolveMs) };
const over = (id: Id) => ms(of[id].bad) - naive.budget(of[id], targets[id]);
const lasted = ({ from, to }: { readonly from: number; readonly to: number }) => to - from;
const worked = (who: truth.Human) => naive.workedBy(who).length;
const seen = planted.filter(({ seenAt }) => seenAt !== undefined);
const fair = seen.length / 3;
const acts = (who: truth.Human) => naive.workedBy(who).map(({ from, seenAt = 0 }) => seenAt - from);
const ruled = (trouble: truth.Trouble) => planted.filter((one) => one.trouble === trouble);
const took = (some: readonly truth.Planted[]) => ({
  opened: some.length,
  resolve: naive.halfUp(naive.mean(some.map(lasted))),
  acknowledge: acknowledged(some),
});
function acknowledged(some: readonly truth.Planted[]): number | null {
  const known = some.flatMap(({ from, seenAt }) => (seenAt === undefined ? [] : [seenAt - from]));
  return known.length === 0 ? null : naive.halfUp(naive.mean(known));
}
const saved = naive.savedMinutes;
const savedWorth = (saved * truth.value.hourlyRate) / 60;

/** When the disk is full, and the memory: base + so much an hour, from the first hour on. */
export const fullAt = ({
  base,
  perHour,
  limit,
}: Pick<typeof truth.leak, 'base' | 'perHour' | 'limit'> | typeof truth.filling) =>
  truth.begin + ((limit - base) / perHour) * truth.hour;
const hourOf = (hours: number) => (truth.leak.base + truth.leak.perHour * hours) / truth.leak.limit;
const hours = (truth.end - truth.begin) / truth.hour;
/** The 95th of 168 hours of the last week, or of the one before: they lie on a line. */
export const leakWeek = (back: number) => hourOf(hours - 168 * (back + 1) + 0.95 * 167);

const levels = (columns: (id: Id) => object) => ids.map((id) => ({ service: services[id].name, ...columns(id) }));
const spent = [
  { service: 'Order intake', from: outages.inHours.from, to: outages.inHours.to, ms: lasted(outages.inHours) },
  { service: 'Order intake', from: outages.overClosing.from, to: outages.overClosing.to, ms: naive.closingMs },
  { service: 'Web shop', from: outages.web2.from, to: outages.web1.to, ms: ms(of['web-shop'].bad) },
  { service: 'Mail', from: shutdown.from, to: shutdown.to, ms: ms(of.mail.bad) },
];

export function goldenOf(): Record<ReportKindId, Golden> {
  return {
    executive: {
      sentence: `1 of 3 objectives were kept. Order intake overspent its error budget by ${naive.words(over('order-intake'))}. Web shop overspent its error budget by ${naive.words(over('web-shop'))}. Scripts gave back ${(saved / 60).toFixed(1)} hours. 1 thing needs money within three months. Nothing was counted in September.`,
      figures: {
        availability: naive.ppm(naive.together),
        resolve: resolved.p50,
        incidents: planted.length,
        cost,
        hours: saved / 60,
      },
      tables: {
        levels: levels((id) => ({ target: targets[id], value: naive.ppm(of[id]), owner: 'Ida', cost: costOf(id) })),
      },
      ledgers: { people: { Ida: worked('Ida'), Tomasz: worked('Tomasz'), João: worked('João') }, turns: {} },
      bars: {
        'incidents-by-month': {
          'by script': naive.byScript.length,
          otherwise: planted.length - naive.byScript.length,
        },
        'hours-by-month': { 'hours given back': saved / 60 },
      },
    },
    'service-levels': {
      sentence: `1 of 3 objectives was kept. Order intake, “Order intake available”: ${naive.words(over('order-intake'))} more than its budget of ${naive.words(naive.budget(of['order-intake'], targets['order-intake']))}. Nothing was counted in September.`,
      figures: { kept: 1, missed: 2, cost },
      tables: {
        levels: levels((id) => ({
          target: targets[id],
          value: naive.ppm(of[id]),
          before: null,
          bad: ms(of[id].bad),
          budget: naive.budget(of[id], targets[id]),
          share: naive.halfUp((ms(of[id].bad) * 1e6) / naive.budget(of[id], targets[id])),
          cost: costOf(id),
        })),
        spent,
      },
    },
    availability: {
      sentence: `Order intake was there ${(naive.ppm(of['order-intake']) / 1e4).toFixed(2)} % of its hours, the least of all. 4 outages of 3 services. Nothing was counted in September.`,
      figures: {
        outages: 4,
        down: sum(ids.map((id) => ms(of[id].bad))),
        planned: ms(naive.plannedSeconds),
        longest: ms(of['web-shop'].bad),
      },
      tables: {
        services: levels((id) => ({
          there: naive.ppm(of[id]),
          measured: ms(of[id].measured),
          down: ms(of[id].bad),
          degraded: id === 'web-shop' ? ms(naive.degraded) : 0,
          planned: id === 'order-intake' ? ms(naive.plannedSeconds) : 0,
          unknown: 0,
          outages: id === 'order-intake' ? 2 : 1,
          cost: costOf(id),
        })),
        outages: spent.toSorted((a, b) => a.from - b.from),
        devices: [
          { device: 'muc-mail-01', away: lasted(shutdown), times: 1, there: naive.ppm(of.mail) },
          ...['ber-db-01', 'ber-file-01', 'ber-web-01', 'ber-web-02'].map((name) => ({ device: name, away: 0 })),
        ],
      },
    },
    trends: {
      tables: { movers: [{ device: 'muc-mail-01', measure: 'Memory' }] },
    },
    incidents: {
      sentence: `106 incidents opened. Half of those that were resolved took ${naive.words(resolved.p50)} or less. “CPU above 85 %” is noise: it opened ${ruled('cpu').length} times. Nothing was counted in September.`,
      figures: {
        opened: planted.length,
        resolved: planted.length,
        acknowledge: naive.halfUp(naive.mean(naive.acknowledgeMs)),
        resolve: resolved.mean,
        mtbf: naive.betweenFailures,
      },
      tables: {
        'by-rule': [
          { rule: 'The backup has failed', ...took(ruled('backup')) },
          { rule: 'CPU above 85 %', ...took(ruled('cpu')) },
          { rule: '/var is full', ...took(ruled('var')) },
          { rule: 'The main service has failed', ...took(ruled('unit')) },
          { rule: 'A disk answers slowly', ...took([slowDisk]) },
        ],
        'by-service': [
          { service: 'Web shop', ...took(planted.filter(({ machine }) => machine === 'web1' || machine === 'web2')) },
          { service: 'Order intake', ...took(planted.filter(({ machine }) => machine === 'db')) },
          { service: 'Mail', opened: 0 },
        ],
        repeats: [
          { device: 'ber-file-01', rule: 'The backup has failed', times: 45 },
          { device: 'ber-file-01', rule: 'CPU above 85 %', times: 40 },
          { device: 'ber-web-01', rule: '/var is full', times: 15 },
          { device: 'ber-db-01', rule: 'The main service has failed', times: 3 },
        ],
        noise: [{ rule: 'CPU above 85 %', opened: 40, unseen: 1e6, open: 3 * truth.minute }],
        open: [],
      },
    },
    remediation: {
      sentence:
        '15 runs ended, 80.00 % of them well. 12 of 106 incidents that were resolved were closed by a script. Nothing was counted in September.',
      figures: { runs: 15, success: 800_000, 'by-script': naive.byScript.length },
      tables: {
        'what-ran': [{ what: 'Clear temp', runs: 15, failed: naive.failedRuns.length, worked: 800_000 }],
        failed: naive.failedRuns
          .toSorted((a, b) => b.from - a.from)
          .map(({ run }) => ({ when: run?.endedAt, device: 'ber-web-01', state: 'failed' })),
      },
      bars: { 'runs-by-time': { worked: naive.byScript.length, failed: naive.failedRuns.length } },
    },
    inventory: { figures: { devices: 5, new: 5 } },
    capacity: { figures: { 'within-30': 0, 'within-90': 1 } },
    workload: {
      sentence: `3 people worked on ${seen.length} incidents, ${fair.toFixed(1)} each were it shared evenly. Ida has been above that for ${naive.weeksAbove('Ida')} weeks.`,
      figures: { worked: seen.length, 'fair-share': fair, open: 0, overdue: 0, nobody: 0 },
      tables: {
        people: [...truth.people]
          .toSorted((a, b) => worked(b) - worked(a))
          .map((name) => ({
            name,
            worked: worked(name),
            'act-median': naive.median(acts(name)),
            'act-p95': naive.quantile(acts(name), 0.95),
            above: naive.weeksAbove(name),
          })),
      },
      bars: { 'resolved-by': { 'By script': naive.byScript.length, 'By hand': 0 } },
    },
    value: {
      sentence: `${naive.words(saved * truth.minute)} of people’s work were given back, worth € ${(savedWorth / 100).toFixed(2)}; outages cost € ${(cost / 100).toLocaleString('en-GB')}; the tool itself € 0.00.`,
      figures: {
        'saved-time': saved * truth.minute,
        saved: savedWorth,
        tool: 0,
        net: savedWorth,
        downtime: cost,
        devices: 5 * truth.value.device,
        'device-each': truth.value.device,
      },
      tables: {
        saved: [
          {
            runs: 12,
            each: truth.value.clearTempMinutes * truth.minute,
            time: saved * truth.minute,
            amount: savedWorth,
          },
        ],
        downtime: (['order-intake', 'web-shop'] as const).map((id) => ({
          service: services[id].name,
          time: ms(of[id].bad),
          each: services[id].costPerHour,
          amount: costs[id],
        })),
      },
    },
    'hand-over': {
      sentence: '0 incidents are open; 106 were put right in the turn.',
      figures: { open: 0, critical: 0, done: planted.length },
      tables: { open: [], done: planted.map(({ from }) => ({ since: from })) },
    },
    continuity: {
      figures: { fresh: 0, stale: 0, overdue: 1, tried: 1 },
      tables: { tests: [{ device: 'ber-db-01', time: truth.restored, age: truth.end - truth.restored }] },
    },
    customer: {
      sentence: 'For 2 customers 106 incidents were put right and 12 script runs worked.',
      figures: { devices: 1, opened: 0, resolve: null, script: 0, runs: 0 },
      tables: {
        's0-levels': [{ value: naive.ppm(of['order-intake']) }, { value: naive.ppm(of['web-shop']) }],
        's0-people': [...truth.people]
          .toSorted((a, b) => worked(b) - worked(a))
          .map((who) => ({ who, worked: worked(who) })),
        's0-incidents': planted.map((one) => ({ opened: one.from, took: lasted(one) })),
        's1-levels': [{ target: targets.mail, value: naive.ppm(of.mail) }],
        's1-incidents': [],
      },
    },
    improvement: {
      sentence: 'No improvement was judged. None is overdue.',
      figures: { open: 0, overdue: 0, kept: 0, 'no-better': 0 },
    },
  };
}

/** Of the customer at whom everything happened. */
export const berlin = {
  devices: 4,
  opened: planted.length,
  resolve: resolved.p50,
  script: naive.byScript.length,
  runs: naive.byScript.length,
};
