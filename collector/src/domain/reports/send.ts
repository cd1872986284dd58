import { createHash } from 'node:crypto';
import { FettleError } from '@fettle/shared/errors';
import type { ReportId } from '@fettle/shared/ids';
import type { ReportDocument } from '@fettle/shared/reports/document';
import { type Actor, allow, audited } from '../access/index.ts';
import { reportEvent, type ReportsContext } from './context.ts';
import { reportSeen } from './read.ts';
import { addressesOf, sendsTo } from './recipients.ts';
import type { ReportStore, SendOutcome } from './store.ts';
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

/** What the other end said; `again`: it may take it later. `perhaps`: all of it was handed over and no answer came, so it may have it. */
export type MailAnswer =
  | { readonly ok: true; readonly answer: string }
  | { readonly ok: false; readonly answer: string; readonly again: boolean; readonly perhaps?: boolean };

export interface MailContext {
  readonly store: ReportStore;
  readonly clock: { now(): number };
  readonly attach: (document: ReportDocument, as: ReportPlan['attach'][number], id: ReportId) => Promise<Attachment>;
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

type Letter = Omit<ReportMail, 'key'>;

/** Sends what is due, one after the other. Gives how many were tried. */
export async function sendReports(context: MailContext): Promise<number> {
  const { store, clock } = context;
  const words = `The collector stopped while this was being sent, ${noOneKnows}`;
  await store.loseSends(clock.now() - lostMs, words, (lost) => ({
    events: lost.map(({ report }) => sentEvent(clock.now(), report, 'unknown')),
    audit: [],
  }));
  let tried = 0;
  const written = letters(context);
  for (let due = await store.dueSend(clock.now()); due !== null; due = await store.dueSend(clock.now())) {
    // Written before it is taken: whatever stops the collector until then, it was not sent.
    const letter = await written(due);
    const send = await store.takeSend(due, clock.now());
    if (send === null) continue;
    await sendOne(context, send, letter);
    tried += 1;
  }
  return tried;
}

const noOneKnows = 'and nobody knows whether it arrived. Ask there, or send it again.';

/** Letters of reports, of which the newest is kept: it goes to many. */
function letters(context: MailContext) {
  let last: { readonly of: string; readonly letter: Letter | string } | null = null;
  return async ({ report, attach }: ReportSend): Promise<Letter | string> => {
    const of = [report, ...attach].join(' ');
    last = last?.of === of ? last : { of, letter: await letterOf(context, report, attach) };
    return last.letter;
  };
}

/** What goes to everybody; a text: why nothing can. */
async function letterOf(
  { store, attach, address }: MailContext,
  id: ReportId,
  forms: ReportSend['attach'],
): Promise<Letter | string> {
  const report = await store.report(id);
  const document = report && (await store.document(id));
  if (report === null || document === null) return 'The report is not kept any more.';
  const attachments: Attachment[] = [];
  try {
    for (const as of forms) attachments.push(await attach(document, as, id));
  } catch (error) {
    // Nothing was sent, and the same document would fail again.
    return `Its files could not be written: ${(error as Error).message}`;
  }
  const subject = `${document.title}: ${document.subtitle}`.replaceAll(/\p{C}+/gu, ' ');
  return { subject, text: textOf(report, document, address()), attachments };
}

async function sendOne({ store, clock, mail }: MailContext, send: ReportSend, letter: Letter | string): Promise<void> {
  const answer: MailAnswer =
    typeof letter === 'string'
      ? { ok: false, answer: letter, again: false }
      : await mail(send.channel, send.address, { ...letter, key: keyOf(send) });
  const now = clock.now();
  const outcome = outcomeOf(answer, send.attempts, now);
  // To whom, and what was answered, is for those who see the report.
  const events = outcome.state === 'waiting' ? [] : [sentEvent(now, send.report, outcome.state)];
  await store.answered(send, now, outcome, { events, audit: [] });
}

function outcomeOf(answer: MailAnswer, attempts: number, now: number): SendOutcome {
  const said = { nextAt: null, answer: answer.answer };
  if (answer.ok) return { ...said, state: 'sent' };
  if (answer.perhaps === true)
    return { ...said, state: 'unknown', answer: `No answer came (${answer.answer}), ${noOneKnows}` };
  const wait = waits[attempts - 1] ?? 60 * minute;
  return answer.again && attempts < mostAttempts
    ? { ...said, state: 'waiting', nextAt: now + wait }
    : { ...said, state: 'failed' };
}

function sentEvent(now: number, report: ReportId, state: Exclude<SendOutcome['state'], 'waiting'>) {
  const detail = state === 'unknown' ? { ok: false, unknown: true } : { ok: state === 'sent' };
  return reportEvent(now, 'report.sent', { id: report, plan: null }, detail);
}

function keyOf({ report, address }: Pick<ReportSend, 'report' | 'address'>): string {
  return `${report}.${createHash('sha256').update(address.toLowerCase()).digest('hex').slice(0, 24)}`;
}

/** The sentence first, then where it can be read. */
function textOf(report: Report, document: ReportDocument, base: string | null): string {
  const { dueAt, lateMs } = report;
  const late =
    dueAt === null || lateMs === 0
      ? []
      : [
          '',
          `This was due at ${new Date(dueAt).toISOString().slice(0, 16)} UTC and was made late: the collector did not run then. It is for the period it was due for.`,
        ];
  const where = base === null ? [] : ['', `${base}/reports/${report.id}`];
  return [`${document.title}: ${document.subtitle}`, '', report.sentence, ...late, ...where, ''].join('\n');
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
