/** Ends a collector by force again and again while it makes planned reports and mails them, then counts what came. */
import { setTimeout as sleep } from 'node:timers/promises';
import { nextTime, parseCron } from '@fettle/shared/cron';
import type { Report } from '@fettle/shared/api/reports';
import { type Fettle, until } from './fettle.ts';
import { mulberry32 } from './machine.ts';
import type { AfterData } from './mailbox.ts';
import { patience } from './patience.ts';
import { filesOf, reportMail, type ReportMail } from './report-mail.ts';

export interface ReportKillsResult {
  readonly kills: number;
  readonly reports: number;
  /** Mails that the collector knows to be taken. */
  readonly acknowledged: number;
  /** Due times without a report; addresses that it takes for served, or that still wait, with no mail. */
  readonly lost: number;
  /** Due times with several reports, addresses with several mails. */
  readonly doubled: number;
  /** Mails without their PDF and CSV, reports that were not made. */
  readonly wrong: number;
  /** Sends of which the collector says that nobody knows: with a mail, and without. */
  readonly unknown: { readonly arrived: number; readonly not: number };
}

const cron = '0 6 * * *';
const addresses = ['a@example.org', 'b@example.org', 'c@example.org'];
const minute = 60_000;
/** A report that was begun more often and never ended is given up. */
const mostKills = 3;
const over: ReadonlySet<string> = new Set(['sent', 'failed', 'unknown']);

/** @param rounds days (at most 80: the token that asks lasts 90), each with a report that is due and up to three kills */
export async function reportKills(fettle: Fettle, rounds: number, goOn = () => true): Promise<ReportKillsResult> {
  const to = `[${addresses.join(', ')}]`;
  await using place = await reportMail(fettle, {
    kind: 'incidents',
    period: 'day',
    every: cron,
    to,
    attach: '[pdf, csv]',
  });
  const random = mulberry32(rounds);
  const dues: number[] = [];
  let [now, kills] = [nextTime(parseCron(cron), Date.now(), 'UTC') ?? 0, 0];
  for (let round = 0; round < rounds && goOn(); round += 1) {
    dues.push(now);
    kills += await oneDay(fettle, place, now, random);
    now = nextTime(parseCron(cron), now, 'UTC') ?? 0;
  }
  // What is known then is what was kept.
  await fettle.startCollector();
  return { kills, ...counted(place, await place.reports(), dues) };
}

/** A day that ends with everything made, and sent or given up. */
async function oneDay(fettle: Fettle, place: ReportMail, due: number, random: () => number): Promise<number> {
  const kills = 1 + Math.floor(random() * mostKills);
  let now = due - 1_000 + Math.floor(random() * 2_000);
  for (let kill = 0; kill < kills; kill += 1) {
    const silent = Promise.withResolvers<void>();
    place.box.after(() => {
      const what: AfterData = random() < 0.75 ? 'answer' : random() < 0.5 ? 'drop' : 'hang';
      // Nobody waits for an answer that never comes: whoever hears nothing is ended.
      if (what === 'hang') silent.resolve();
      return what;
    });
    place.itIs(now);
    await fettle.launchCollector();
    await Promise.race([sleep(random() * 4_000), silent.promise]);
    await fettle.collector?.stop('SIGKILL');
    now += random() < 0.5 ? 2_000 : 61_000;
  }
  place.box.after(() => 'answer');
  // What a process that was ended had begun is looked at after ten minutes.
  place.itIs(Math.max(now, due) + 11 * minute);
  await fettle.startCollector();
  await until(
    'the day to be over',
    async () => {
      const [report] = await place.reports();
      return report !== undefined && report.startedAt >= due && isOver(report);
    },
    5 * patience,
  );
  await fettle.collector?.stop('SIGKILL');
  return kills + 1;
}

const isOver = ({ state, sent }: Report) =>
  state === 'failed' || (state === 'made' && sent.every((one) => over.has(one.state)));

function counted(
  { box }: ReportMail,
  reports: readonly Report[],
  dues: readonly number[],
): Omit<ReportKillsResult, 'kills'> {
  const sum = { acknowledged: 0, lost: 0, doubled: 0, wrong: 0 };
  const unknown = { arrived: 0, not: 0 };
  sum.lost += Math.max(0, dues.length - reports.length);
  sum.doubled += Math.max(0, reports.length - dues.length);
  for (const { id, state, sent } of reports) {
    if (state !== 'made' || sent.length !== addresses.length) sum.wrong += 1;
    for (const { to, state: what } of sent) {
      const mails = box.mails.filter((mail) => mail.to[0] === to && mail.header('message-id')?.includes(id));
      sum.doubled += Math.max(0, mails.length - 1);
      if (what === 'sent') sum.acknowledged += 1;
      if (what === 'unknown') unknown[mails.length > 0 ? 'arrived' : 'not'] += 1;
      else if (mails.length === 0) sum.lost += 1;
      sum.wrong += mails.filter(({ raw }) => !isWhole(raw)).length;
    }
  }
  return { reports: reports.length, ...sum, unknown };
}

/** A PDF from its first byte to its last, and a CSV. */
function isWhole(raw: string): boolean {
  const [pdf, csv] = [...filesOf(raw).values()];
  const isPdf = pdf?.subarray(0, 5).toString() === '%PDF-' && pdf.toString('latin1').trimEnd().endsWith('%%EOF');
  return isPdf && csv?.includes('Incidents,') === true;
}
