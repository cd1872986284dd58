import { everywhere } from '@fettle/collector/domain/access/index';
import { deleteChannel } from '@fettle/collector/domain/notifications/index';
import {
  beginReport,
  deleteReport,
  fireDue,
  getDocument,
  getReport,
  listPlans,
  listReports,
  sendReport,
} from '@fettle/collector/domain/reports/index';
import { describe, expect, test } from 'vitest';
import { code, day, hour, minute, person, second } from './device-world.ts';
import { cli, reportWorld } from './report-world.ts';

const told = async (world: Awaited<ReturnType<typeof reportWorld>>, kind: string) =>
  (await world.events.list(everywhere, { kind, limit: 100 })).map(({ detail }) => detail);

/** The parts of a mail by their file names, decoded. */
function filesOf(raw: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const [, head = '', body = ''] of raw.matchAll(/\r\n--[^\r\n]+\r\n((?:[^\r\n]+\r\n)+)\r\n([^]*?)(?=\r\n--)/g)) {
    const name = /filename="?([^"\r\n;]+)/.exec(head)?.[1];
    if (name !== undefined) found.set(name, Buffer.from(body, 'base64'));
  }
  return found;
}

describe('a planned report', () => {
  test('is made for the month that is over and arrives once at each address, with its files', async () => {
    await using world = await reportWorld('2026-10-20T12:00Z');
    await world.with('berlin', 'a');
    const { nextAt } = await world.plan();
    expect(new Date(nextAt ?? 0).toISOString()).toBe('2026-11-01T07:00:00.000Z');
    await world.passes(13 * day, hour);
    const [mail] = world.box.mails;
    expect(world.box.mails.map(({ to }) => to.join()).toSorted()).toEqual(['board@example.org', 'karin@example.org']);
    expect(mail?.header('subject')).toBe('Incidents: October 2026, all sites, Europe/Berlin');
    const files = filesOf(mail?.raw ?? '');
    expect([...files.keys()]).toEqual(['incidents-2026-10-01.pdf', 'incidents-2026-10-01.csv']);
    expect(files.get('incidents-2026-10-01.pdf')?.subarray(0, 5).toString()).toBe('%PDF-');
    expect(files.get('incidents-2026-10-01.csv')?.toString()).toContain('Incidents,0');
    const [report] = await world.made();
    expect(report).toMatchObject({ state: 'made', lateMs: 0, dueAt: nextAt, madeBy: null });
    expect(await getReport(world.desk.context(), cli, { id: report?.id ?? '' })).toMatchObject({
      sentence: '0 incidents opened, as many as in September. None was resolved. ',
      sent: [
        { to: 'board@example.org', ok: true },
        { to: 'karin@example.org', ok: true },
      ],
    });
    expect(await told(world, 'report.made')).toHaveLength(1);
    await world.passes(2 * day, hour);
    expect(world.box.mails).toHaveLength(2);
  });

  test('that was due while the collector did not run is made at its start, for its own period, and says that it is late', async () => {
    await using world = await reportWorld('2026-10-20T12:00Z');
    await world.plan({ to: ['karin@example.org'], attach: [] });
    world.clock.time = Date.parse('2027-01-02T09:00Z');
    world.restart();
    await world.work();
    const subjects = world.box.mails.map((mail) => mail.header('subject'));
    expect(subjects.map(String).toSorted()).toEqual([
      'Incidents: December 2026, all sites, Europe/Berlin, made late',
      'Incidents: November 2026, all sites, Europe/Berlin, made late',
      'Incidents: October 2026, all sites, Europe/Berlin, made late',
    ]);
    expect(world.box.mails[0]?.raw).toContain('was made late');
    world.restart();
    await world.passes(3 * hour, hour);
    expect(world.box.mails).toHaveLength(3);
  });

  test('of several missed times for one period is made once; of very many the newest', async () => {
    await using world = await reportWorld('2026-10-20T12:00Z');
    await world.plan({
      id: 'often',
      schedule: { cron: '0 */6 * * *', zone: 'UTC', businessDay: 'any', calendar: null },
      to: [],
      channel: null,
    });
    await world.plan({
      id: 'daily',
      period: 'day',
      schedule: { cron: '0 6 * * *', zone: 'UTC', businessDay: 'any', calendar: null },
      to: [],
      channel: null,
    });
    world.clock.time = Date.parse('2026-10-31T12:00Z');
    world.restart();
    await world.work();
    expect(await world.made('often')).toHaveLength(1);
    expect(await world.made('daily')).toHaveLength(8);
    expect(await told(world, 'report-plan.changed')).toContainEqual({ plan: 'daily', left: 3 });
  });

  test('comes on the business day after, where its own is none', async () => {
    await using world = await reportWorld('2026-10-20T12:00Z');
    const schedule = { cron: '0 8 1 * *', zone: 'Europe/Berlin', businessDay: 'after' as const, calendar: null };
    const { nextAt } = await world.plan({ schedule });
    // 1 November 2026 is a Sunday.
    expect(new Date(nextAt ?? 0).toISOString()).toBe('2026-11-02T07:00:00.000Z');
    await world.passes(14 * day, hour);
    expect((await world.made())[0]?.subtitle).toBe('October 2026, all sites, Europe/Berlin');
  });

  test('is switched off, and that is told, when whoever saved it may not any more', async () => {
    await using world = await reportWorld('2026-10-20T12:00Z');
    const { id, actor } = await world.manager('Karin');
    await world.plan({ to: [id], attach: [] }, actor);
    const { version = 0 } = (await world.access.person(id)) ?? {};
    const nothing = { events: [], audit: [] };
    expect(await world.people.changePerson(everywhere, id, version, { state: 'disabled' }, nothing)).toHaveProperty(
      'state',
    );
    await world.passes(13 * day, hour);
    expect(await world.made()).toEqual([]);
    expect(await listPlans(world.desk.context(), cli)).toMatchObject([{ enabled: false, nextAt: null }]);
    expect(await told(world, 'report-plan.changed')).toContainEqual({
      plan: 'month',
      off: expect.stringContaining('not active'),
    });
  });
});

describe('what interrupts it', () => {
  test('a collector that stops while it makes one: the next makes it again, and it is sent once', async () => {
    await using world = await reportWorld('2026-11-01T06:00Z');
    await world.plan({ attach: [] });
    await world.desk.tend();
    world.clock.time += hour;
    // What another process took, and never ended.
    await fireDue(world.desk.context());
    expect(await world.reports.claim('dead', world.clock.now(), 0)).not.toBeNull();
    world.restart();
    await world.passes(50 * second, 10 * second);
    expect(world.box.mails).toHaveLength(0);
    await world.passes(20 * second, 10 * second);
    expect(world.box.mails).toHaveLength(2);
    expect(await world.made()).toMatchObject([{ state: 'made', tries: 2 }]);
  });

  test('a collector that stops while it sends: nobody knows whether it arrived, and that is told, not sent again', async () => {
    await using world = await reportWorld('2026-11-01T06:00Z');
    await world.plan({ to: ['karin@example.org'], attach: [] });
    world.clock.time += hour;
    await world.desk.tend();
    const due = await world.reports.dueSend(world.clock.now());
    if (due !== null) await world.reports.takeSend(due, world.clock.now());
    world.restart();
    await world.passes(30 * minute, minute);
    expect(world.box.mails).toHaveLength(0);
    const [report] = await world.made();
    const { sent } = await getReport(world.desk.context(), cli, { id: report?.id ?? '' });
    expect(sent).toMatchObject([{ ok: false, answer: expect.stringContaining('nobody knows whether it arrived') }]);
    expect(await told(world, 'report.sent')).toEqual([{ report: report?.id, plan: null, ok: false, unknown: true }]);
    const wish = { id: report?.id ?? '', to: ['karin@example.org'], channel: 'mail', attach: [] };
    expect(await sendReport(world.desk.context(), cli, wish)).toEqual({ sent: ['karin@example.org'] });
    await world.work();
    expect(world.box.mails).toHaveLength(1);
    expect(await sendReport(world.desk.context(), cli, wish)).toEqual({ sent: [] });
  });

  test('a server that is busy gets the same message again, with the same Message-ID; one that refuses for ever is left alone', async () => {
    await using world = await reportWorld('2026-11-01T06:00Z');
    await world.plan({ to: ['karin@example.org'], attach: [] });
    world.box.refuse(451, 'busy');
    world.clock.time += hour;
    await world.work();
    await world.passes(2 * minute, 30 * second);
    world.box.refuse(null);
    await world.passes(hour, minute);
    expect(world.box.mails).toHaveLength(1);
    const [report] = await world.made();
    expect(world.box.mails[0]?.header('message-id')).toMatch(
      new RegExp(`^<${report?.id}\\.[0-9a-f]{24}@example.org>$`),
    );
    world.box.refuse(550, 'no such user');
    await world.plan({ id: 'other', to: ['nobody@example.org'], attach: [] });
    await world.passes(32 * day, 6 * hour);
    const [other] = await world.made('other');
    const sends = await world.reports.sends(other ? [other.id] : []);
    expect([...sends.values()][0]).toMatchObject([
      { state: 'failed', attempts: 1, answer: expect.stringContaining('no such user') },
    ]);
  });

  test('a server that hangs up before it answers may have it: that is told, and it is not sent again', async () => {
    await using world = await reportWorld('2026-11-01T06:00Z');
    await world.plan({ attach: [] });
    world.box.after(({ to }) => (to[0] === 'karin@example.org' ? 'drop' : 'answer'));
    world.clock.time += hour;
    await world.work();
    await world.passes(day, hour);
    expect(world.box.mails.map(({ to }) => to.join()).toSorted()).toEqual(['board@example.org', 'karin@example.org']);
    const [report] = await world.made();
    const { sent } = await getReport(world.desk.context(), cli, { id: report?.id ?? '' });
    expect(sent).toMatchObject([
      { to: 'board@example.org', state: 'sent', attempts: 1 },
      {
        to: 'karin@example.org',
        state: 'unknown',
        attempts: 1,
        answer: expect.stringMatching(/^No answer came \(.+nobody knows/),
      },
    ]);
    expect(await told(world, 'report.sent')).toContainEqual({
      report: report?.id,
      plan: null,
      ok: false,
      unknown: true,
    });
  });

  test('a server that is not there did not get it, and is asked again', async () => {
    await using world = await reportWorld('2026-11-01T06:00Z');
    await world.plan({ to: ['karin@example.org'], attach: [] });
    const open = (port: number) => world.channel({ port });
    await open(1);
    world.clock.time += hour;
    await world.work();
    const [report] = await world.made();
    const { sent } = await getReport(world.desk.context(), cli, { id: report?.id ?? '' });
    expect(sent).toMatchObject([{ state: 'waiting', answer: expect.stringContaining('It is tried again.') }]);
    await open(world.box.port);
    await world.passes(2 * minute, minute);
    expect(world.box.mails).toHaveLength(1);
  });

  test('a channel that is gone meanwhile: that is told, and the report goes by another when somebody says so', async () => {
    await using world = await reportWorld('2026-11-01T06:00Z');
    await world.plan({ to: ['karin@example.org'], attach: [] });
    const { channels } = world;
    await deleteChannel({ channels, now: world.clock.now() }, cli, { id: 'mail', version: 1 });
    world.clock.time += hour;
    await world.work();
    const [report] = await world.made();
    const id = report?.id ?? '';
    expect((await getReport(world.desk.context(), cli, { id })).sent).toMatchObject([
      { state: 'failed', answer: 'The channel is gone.' },
    ]);
    const wish = { id, to: ['karin@example.org'], attach: [] };
    await expect(sendReport(world.desk.context(), cli, { ...wish, channel: 'mail' })).rejects.toThrow(
      'no channel mail',
    );
    await world.channel({ id: 'other' });
    expect(await sendReport(world.desk.context(), cli, { ...wish, channel: 'other' })).toEqual({ sent: wish.to });
    await world.work();
    expect(world.box.mails).toHaveLength(1);
    expect((await getReport(world.desk.context(), cli, { id })).sent).toMatchObject([{ state: 'sent', attempts: 1 }]);
  });

  test('whoever asked calls it off; what is not made has no document', async () => {
    await using world = await reportWorld('2026-11-01T06:00Z');
    const { id, version } = await beginReport(world.desk.context(), cli, { kind: 'incidents', period: 'month' });
    await expect(getDocument(world.desk.context(), cli, { id })).rejects.toThrow('still being made');
    await deleteReport(world.desk.context(), cli, { id, version });
    await world.work();
    expect(await world.reports.report(id)).toMatchObject({ state: 'failed', error: 'It was called off.', tries: 0 });
    await expect(getDocument(world.desk.context(), cli, { id })).rejects.toThrow('called off');
  });
});

describe('who sees what', () => {
  test('a report is for whoever covers what it counts, and a plan too', async () => {
    await using world = await reportWorld('2026-11-01T06:00Z');
    await world.with('berlin', 'a');
    await world.with('rome', 'b');
    const [berlin, rome] = [person('manager', 'berlin'), person('manager', 'rome')];
    const context = world.desk.context();
    const own = await beginReport(context, berlin, { kind: 'incidents' });
    const all = await beginReport(context, cli, { kind: 'incidents' });
    const narrow = await beginReport(context, cli, { kind: 'incidents', site: 'berlin', selector: 'role=db' });
    await world.work();
    const seen = async (actor: typeof berlin) =>
      (await listReports(context, actor, {})).items.map(({ id }) => id).toSorted();
    expect(await seen(cli)).toEqual([own.id, all.id, narrow.id].toSorted());
    expect(await seen(berlin)).toEqual([own.id, narrow.id].toSorted());
    expect(await seen(rome)).toEqual([]);
    await expect(getReport(context, rome, { id: own.id })).rejects.toThrow(code('not_found'));
    expect((await getDocument(context, berlin, { id: own.id })).counted.devices).toBe(1);
    await expect(beginReport(context, rome, { kind: 'incidents', site: 'berlin' })).rejects.toThrow(
      code('not_allowed'),
    );
    await world.plan({}, berlin);
    expect(await listPlans(context, rome)).toEqual([]);
    await expect(world.plan({ version: 1 }, rome)).rejects.toThrow(code('not_found'));
  });

  test.each([
    [{ schedule: { cron: '0 8 31 2 *', zone: 'UTC', businessDay: 'any', calendar: null } }, 'no year has such a day'],
    [{ schedule: { cron: '* * * * *', zone: 'UTC', businessDay: 'any', calendar: null } }, '24 times a day at most'],
    [{ schedule: { cron: '0 8 1 * *', zone: 'Mars/X', businessDay: 'any', calendar: null } }, 'no zone'],
    [{ schedule: { cron: '0 8 1 * *', zone: 'UTC', businessDay: 'after', calendar: 'gone' } }, 'no calendar gone'],
    [{ to: ['nobody'] }, 'neither a mail address'],
    [{ to: ['a@b, c@d'] }, 'neither a mail address'],
    [{ channel: null }, 'by which channel'],
    [{ channel: 'gone' }, 'no channel gone'],
    [{ brand: 'gone' }, 'no brand gone'],
    [{ selector: 'role=' }, ''],
  ] as const)('%o is refused', async (fields, words) => {
    await using world = await reportWorld('2026-11-01T06:00Z');
    await expect(world.plan(fields as object)).rejects.toThrow(words === '' ? code('input_invalid') : words);
    expect(await world.reports.plans()).toEqual([]);
  });
});
