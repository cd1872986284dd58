import { createHash } from 'node:crypto';
import { FettleError } from '@fettle/shared/errors';
import type { ReportId } from '@fettle/shared/ids';
import { type Actor, allow, audited } from '../access/index.ts';
import { reportEvent, type ReportsContext } from './context.ts';
import { reportSeen } from './read.ts';
import { addressesOf, sendsTo } from './recipients.ts';
import type { ReportStore } from './store.ts';
import type { Report, ReportPlan, ReportSend } from './types.ts';

export interface Attachment {
  readonly name: string;
  readonly type: string;
  readonly content: Buffer | string;
}

/** A mail with a report; `key` is the same at every attempt, so that a server can tell that it is the same. */
export interface ReportMail {
  readonly key: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

/** What the other end said; `again`: it may take it later. */
export type MailAnswer =
  | { readonly ok: true; readonly answer: string }
  | { readonly ok: false; readonly answer: string; readonly again: boolean };

export interface MailContext {
  readonly store: ReportStore;
  readonly clock: { now(): number };
  /** Null: its document is not kept any more. */
  readonly attach: (id: ReportId, as: ReportPlan['attach'][number]) => Promise<Attachment | null>;
  readonly mail: (channel: string, address: string, mail: ReportMail) => Promise<MailAnswer>;
  /** Where the dashboard is, without a slash at its end; null: not known. */
  readonly address: () => string | null;
}

const minute = 60_000;
/** Waits after the first attempts; then each hour, up to a day. */
const waits = [minute, 5 * minute, 15 * minute, 60 * minute];
const mostAttempts = 27;
/** Longer than any attempt takes. */
const lostMs = 10 * minute;

/** Sends what is due, one after the other. Gives how many were tried. */
export async function sendReports(context: MailContext): Promise<number> {
  const { store, clock } = context;
  const words =
    'The collector stopped while this was being sent, and nobody knows whether it arrived. Ask there, or send it again.';
  await store.loseSends(clock.now() - lostMs, words, (lost) => ({
    events: lost.map(({ report }) =>
      reportEvent(clock.now(), 'report.sent', { id: report, plan: null }, { ok: false, unknown: true }),
    ),
    audit: [],
  }));
  let tried = 0;
  for (let send = await store.takeSend(clock.now()); send !== null; send = await store.takeSend(clock.now())) {
    await sendOne(context, send);
    tried += 1;
  }
  return tried;
}

async function sendOne(context: MailContext, send: ReportSend): Promise<void> {
  const { store, clock } = context;
  const answer = await attempt(context, send);
  const now = clock.now();
  const wait = waits[send.attempts - 1] ?? 60 * minute;
  const outcome = answer.ok
    ? ({ state: 'sent', nextAt: null, answer: answer.answer } as const)
    : answer.again && send.attempts < mostAttempts
      ? ({ state: 'waiting', nextAt: now + wait, answer: answer.answer } as const)
      : ({ state: 'failed', nextAt: null, answer: answer.answer } as const);
  // To whom, and what was answered, is for those who see the report.
  const isOver = outcome.state !== 'waiting';
  const events = isOver ? [reportEvent(now, 'report.sent', { id: send.report, plan: null }, { ok: answer.ok })] : [];
  await store.answered(send, now, outcome, { events, audit: [] });
}

async function attempt({ store, attach, mail, address }: MailContext, send: ReportSend): Promise<MailAnswer> {
  const gone = { ok: false, answer: 'The report is not kept any more.', again: false } as const;
  const report = await store.report(send.report);
  if (report === null) return gone;
  const attachments: Attachment[] = [];
  try {
    for (const as of send.attach) {
      const file = await attach(report.id, as);
      if (file === null) return gone;
      attachments.push(file);
    }
  } catch (error) {
    // Nothing was sent, and the same document would fail again.
    return { ok: false, answer: `Its files could not be written: ${(error as Error).message}`, again: false };
  }
  const subject = `${report.title}: ${report.subtitle}`.replaceAll(/\p{C}+/gu, ' ');
  return mail(send.channel, send.address, {
    key: keyOf(send),
    subject,
    text: textOf(report, address()),
    attachments,
  });
}

function keyOf({ report, address }: Pick<ReportSend, 'report' | 'address'>): string {
  return `${report}.${createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 24)}`;
}

/** The sentence first, then where it can be read. */
function textOf(report: Report, base: string | null): string {
  const { dueAt, lateMs } = report;
  const late =
    dueAt === null || lateMs === 0
      ? []
      : [
          '',
          `This was due at ${new Date(dueAt).toISOString().slice(0, 16)} UTC and was made late: the collector did not run then. It is for the period it was due for.`,
        ];
  const where = base === null ? [] : ['', `${base}/reports/${report.id}`];
  return [`${report.title}: ${report.subtitle}`, '', report.sentence, ...late, ...where, ''].join('\n');
}

export interface SendInput {
  readonly id: string;
  readonly to: readonly string[];
  readonly channel: string;
  readonly attach: ReportPlan['attach'];
}

/**
 * Sends a report that was made to more addresses. Where it went already it does not go twice; where it failed or nobody knows it goes again.
 * @throws FettleError `not_allowed`, `not_found`, `input_invalid`
 */
export async function sendReport(
  context: ReportsContext,
  actor: Actor,
  { id, to, channel, attach }: SendInput,
): Promise<{ readonly sent: string[] }> {
  allow(actor, 'report.plan');
  const { store, now } = context;
  const report = await reportSeen(context, actor, id);
  if (report.state !== 'made') throw new FettleError('input_invalid', 'This report is not made. Send it once it is.');
  const why = await context.whyNotBy(channel);
  if (why !== null) throw new FettleError('input_invalid', why);
  const addresses = await addressesOf(context, to);
  if (addresses.length === 0)
    throw new FettleError('input_invalid', 'None of these is a mail address, or a person who has one.');
  const sent = await store.addSends(sendsTo(report.id, { channel, attach }, addresses, now), {
    events: [],
    audit: [audited(actor, now, 'reports.send', `report:${report.id}`, { to: addresses, channel })],
  });
  return { sent };
}
