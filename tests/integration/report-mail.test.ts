/** A planned report of a real collector that is ended by force at every point of its way to a real mail server. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReportPlan } from '@fettle/shared/api/reports';
import { nextTime, parseCron } from '@fettle/shared/cron';
import type { Figure, ReportDocument } from '@fettle/shared/reports/document';
import { cellWritten, textOf } from '@fettle/shared/reports/format';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fettle, until } from '../support/fettle.ts';
import { filesOf, reportMail, type ReportMail, rowsOf } from '../support/report-mail.ts';
import { requires } from '../support/requires.ts';

const minute = 60_000;
const hour = 60 * minute;
const cron = '0 8 1 * *';
const due = nextTime(parseCron(cron), Date.now(), 'UTC') ?? 0;
const nextDue = nextTime(parseCron(cron), due, 'UTC') ?? 0;

let fettle: Fettle;
let place: ReportMail;
const to = () => place.box.mails.map((mail) => mail.to.join());
const kill = () => fettle.collector?.stop('SIGKILL');
const sends = async () => (await place.reports()).flatMap(({ sent }) => sent.map(({ to: who, state }) => [who, state]));
/** Nothing of it can be written, as if its disk were very slow. */
const slow = `CREATE TRIGGER slow BEFORE UPDATE ON reports WHEN NEW.state <> 'making' BEGIN
  SELECT count(*) FROM (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 2000000000) SELECT x FROM n);
END`;

beforeAll(async () => {
  fettle = await Fettle.create();
  place = await reportMail(fettle, {
    kind: 'incidents',
    every: cron,
    to: '[karin@example.org, board@example.org]',
    attach: '[pdf, csv]',
  });
});
afterAll(async () => {
  await fettle[Symbol.asyncDispose]();
  await place[Symbol.asyncDispose]();
});

// Issue 7: a scheduled report arrives in a real SMTP server with PDF and CSV, once, also when the collector was down at its time.
describe('a planned report', () => {
  test('of a collector that was ended before its time, while it made it, and while it sent it', async () => {
    place.itIs(due - hour);
    await fettle.startCollector();
    await place.history(due);
    const { items } = await fettle.api<{ items: ReportPlan[] }>('/api/v1/report-plans');
    expect(items).toMatchObject([{ id: 'plan', nextAt: due, last: null }]);
    await kill();

    // It does not run when the report is due, and is ended while it writes what it made.
    place.itIs(due + 3 * hour);
    place.sql(slow);
    await fettle.startCollector();
    const making = () => place.sql<{ maker: string | null }>('SELECT maker FROM reports');
    await until('the making', () => making().some(({ maker }) => maker !== null));
    await kill();
    expect(making()).toHaveLength(1);
    expect(place.box.mails).toEqual([]);

    // One address has it; of the other the server has all, and its answer never comes.
    place.sql('DROP TRIGGER slow');
    place.itIs(due + 3 * hour + 2 * minute);
    place.box.after((mail) => (mail.to[0] === 'karin@example.org' ? 'hang' : 'answer'));
    await fettle.startCollector();
    await until('two mails', () => place.box.mails.length === 2);
    expect(await sends()).toEqual([
      ['board@example.org', 'sent'],
      ['karin@example.org', 'sending'],
    ]);
    await kill();

    place.box.after(() => 'answer');
    place.itIs(due + 3 * hour + 15 * minute);
    await fettle.startCollector();
    await until('the send to be lost', async () => (await sends())[1]?.[1] === 'unknown');
    await sleep(1_500);
    expect(to(), 'not again by itself').toEqual(['board@example.org', 'karin@example.org']);
    const [report, ...others] = await place.reports();
    expect(others).toEqual([]);
    expect(report).toMatchObject({ state: 'made', sent: [{ ok: true }, { ok: false, attempts: 1 }] });
    expect(report?.subtitle).toMatch(/, made late$/);
    expect(report?.sent[1]?.answer).toContain('nobody knows whether it arrived');
  });

  test('goes again when somebody says so, and never again after it was taken', async () => {
    const [report] = await place.reports();
    const again = ['report', 'send', report?.id ?? '', '--to', 'karin@example.org', '--channel', 'mail', '--json'];
    expect(JSON.parse(await fettle.cli(...again))).toEqual({ sent: ['karin@example.org'] });
    await until('it to be taken', async () => (await sends()).every(([, state]) => state === 'sent'));
    await kill();

    // A month later nobody takes it at first; ended and begun again, it arrives once at each.
    place.box.refuse(451, 'come back later');
    place.itIs(nextDue + minute);
    await fettle.startCollector();
    const waits = async () => (await sends()).filter(([, state]) => state === 'waiting').length === 2;
    await until(
      'both to be refused',
      async () => (await waits()) && (await place.reports())[0]?.sent[1]?.attempts === 1,
    );
    await kill();
    place.box.refuse(null);
    place.itIs(nextDue + 3 * minute);
    await fettle.startCollector();
    await until('both to be taken', async () => (await sends()).every(([, state]) => state === 'sent'));
    expect(to().toSorted()).toEqual([...Array(2).fill('board@example.org'), ...Array(3).fill('karin@example.org')]);
    const keys = place.box.mails.map((mail) => mail.header('message-id'));
    expect(new Set(keys).size, 'the same report to the same address is known as the same').toBe(4);
    expect((await place.reports())[0]).toMatchObject({ subtitle: expect.not.stringContaining('late') });
  });
});

const figures = ({ sections }: ReportDocument): Figure[] =>
  sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.kind === 'figures' ? block.items : [])));

describe('its files', () => {
  const attached = async () => {
    const report = (await place.reports()).at(-1);
    const mail = place.box.mails.find(({ to: [who] }) => who === 'board@example.org');
    const [[pdfName, pdf] = [], [csvName, csv] = []] = filesOf(mail?.raw ?? '');
    return { document: await place.document(report?.id ?? ''), mail, names: [pdfName, csvName], pdf, csv };
  };

  test('are of the period that it was due for, and the CSV has the figures of the kept document', async () => {
    const { document, mail, names, csv } = await attached();
    expect(mail?.raw).toContain('was made late');
    const day = new Date(document.from).toISOString().slice(0, 10);
    expect(document.to).toBe(due - 8 * hour);
    expect(names).toEqual([`incidents-${day}.pdf`, `incidents-${day}.csv`]);
    const rows = rowsOf(csv?.toString() ?? '');
    const named = (title: string) => rows.find(([what]) => what === title)?.slice(1, 3);
    for (const { title, cell } of figures(document))
      expect(named(title)?.[0], title).toBe(typeof cell.value === 'number' ? String(cell.value) : cell.text);
    expect(named('Incidents')?.[0]).toBe('4');
    expect(named('Time to resolve, mean')).toEqual([String(3 * hour), 'ms']);
  });

  requires('pdftotext').test('and the PDF too', async () => {
    const { document, pdf = Buffer.alloc(0) } = await attached();
    const file = join(fettle.folder, 'attached.pdf');
    writeFileSync(file, pdf);
    const text = execFileSync(requires('pdftotext').path, ['-layout', file, '-'], { encoding: 'utf8' });
    const tight = (words: string) => words.replaceAll(/\s/gu, '');
    expect(figures(document).length).toBeGreaterThan(2);
    for (const { title, cell, note: _note, ...how } of figures(document))
      expect(tight(text), title).toContain(tight(textOf(cellWritten(cell, how, document))));
    for (const planted of ['4 incidents opened', '12 h in all ÷ 4 incidents', '2 h 30 min'])
      expect(tight(text)).toContain(tight(planted));
  });
});
