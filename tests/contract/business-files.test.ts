/** Planned reports in files, with the calendars, services and objectives that they are about. */
import { systemActor } from '@fettle/collector/domain/access/index';
import { putChannel } from '@fettle/collector/domain/notifications/index';
import { applyFiles, exportFile } from '@fettle/collector/edge/files/index';
import { openRecords } from '@fettle/collector/store/open';
import { expect, test } from 'vitest';

const actor = systemActor('test');
const now = Date.UTC(2026, 9, 20);
const all = `calendars:
  office:
    name: Office hours
    zone: Europe/Berlin
    hours:
      - mon-fri 08:00 to 18:00
    holidays:
      2026-12-25: Christmas
services:
  mail:
    name: Mail
    criticality: vital
    calendar: office
    parts:
      servers: { devices: role=mail, need: any }
objectives:
  mail-month:
    service: mail
    name: Mail works
    kind: availability
    target: 99.9 %
    calendar: office
reports:
  levels:
    name: How mail keeps its word
    kind: service-levels
    period: month
    zone: Europe/Berlin
    service: mail
    every: 0 8 1 * *
    business-day: after
    calendar: office
    to: [karin@example.org]
    channel: post
    attach: [pdf, csv]
    made-for: Karin Holm
  week:
    kind: incidents
    period: week
    scope: role=mail
`;

async function world() {
  const records = await openRecords({ sqlite: ':memory:' });
  const channels = { channels: records.channels, now, key: new Uint8Array(32) };
  const mail = { kind: 'email', host: 'mail.example.org', port: 25, security: 'none', from: 'f@example.org' } as const;
  await putChannel(channels, actor, { id: 'post', name: 'Post', enabled: true, to: mail, version: 0 });
  const web = { kind: 'webhook', url: 'https://chat.example.org/', preset: 'plain' } as const;
  await putChannel(channels, actor, { id: 'chat', name: 'Chat', enabled: true, to: web, version: 0 });
  const run = (text: string, way = {}) =>
    applyFiles({ ...records, now }, actor, [{ name: 'all.yaml', text }], { prune: false, dryRun: false, ...way });
  return {
    records,
    run,
    told: async (text: string) =>
      (await run(text)).problems.map(({ line, severity, message }) => `${line} ${severity}: ${message}`),
    steps: async (text: string, way = {}) =>
      (await run(text, way)).changes.map(({ what, kind, id }) => `${what} ${kind} ${id}`),
    exported: () => exportFile({ ...records, now }, actor),
    [Symbol.asyncDispose]: () => records.close(),
  };
}

test('one file makes calendars, services, objectives and reports; shown first, done once, exported as it was', async () => {
  await using place = await world();
  const created = [
    'create calendar office',
    'create service mail',
    'create objective mail-month',
    'create planned report levels',
    'create planned report week',
  ];
  expect(await place.told(all)).toEqual([]);
  await using fresh = await world();
  expect(await fresh.steps(all, { dryRun: true })).toEqual(created);
  expect(await fresh.records.reports.plans(), 'only shown').toEqual([]);
  expect(await fresh.steps(all)).toEqual(created);
  const same = created.map((step) => step.replace('create', 'same'));
  expect(await fresh.steps(all)).toEqual(same);
  const text = await fresh.exported();
  expect(await fresh.steps(text)).toEqual(same);
  await using third = await world();
  expect(await third.steps(text), 'another collector is made the same by it').toEqual(created);
  expect(await third.exported()).toBe(text);
  expect(await third.records.reports.plan('levels')).toMatchObject({
    schedule: { cron: '0 8 1 * *', zone: 'Europe/Berlin', businessDay: 'after', calendar: 'office' },
    origin: 'file',
    doneTo: now,
  });
});

test('a change is told as lines, and what a file has no more goes with --prune, also its times', async () => {
  await using place = await world();
  await place.run(all);
  const later = all.replace('every: 0 8 1 * *', 'every: 0 9 1 * *').replace(/ {2}week:\n[^]*/, '');
  const { changes } = await place.run(later, { prune: true });
  const different = changes.filter(({ what }) => what !== 'same');
  expect(different.map(({ what, id }) => `${what} ${id}`)).toEqual(['change levels', 'delete week']);
  const lines = different[0]?.diff.filter((line) => /^[-+]/.test(line)).map((line) => line.replaceAll(/\s+/g, ' '));
  expect(lines).toEqual(['- every: 0 8 1 * *', '+ every: 0 9 1 * *']);
  expect((await place.records.reports.plans()).map(({ id }) => id)).toEqual(['levels']);
});

test('what is wrong is told where it stands, and then nothing is changed', async () => {
  await using place = await world();
  const changed = (from: string, to: string) => place.told(all.replace(from, to));
  expect(await changed('channel: post', 'channel: gone')).toEqual(['34 error: There is no channel gone.']);
  expect(await changed('channel: post', 'channel: chat')).toEqual([
    '34 error: The channel chat is not for mail. Name one of kind email.',
  ]);
  expect(await changed('    channel: post\n', '')).toEqual([
    '33 error: Say by which channel of kind email it is sent: “channel”.',
  ]);
  expect(await changed('[karin@example.org]', '[karin]')).toEqual([
    '33 error: “karin” is neither a mail address nor somebody’s id.',
  ]);
  expect(await changed('kind: service-levels', 'kind: levels')).toEqual([expect.stringMatching(/^26 error: /)]);
  expect(await changed('every: 0 8 1 * *', 'every: 0 8 31 2 *')).toEqual([expect.stringMatching(/^30 error: /)]);
  expect(await changed('every: 0 8 1 * *', 'every: "* * * * *"')).toEqual([
    '30 error: A report is made 24 times a day at most; this is 1440 times.',
  ]);
  expect(await changed('    every: 0 8 1 * *\n', '')).toEqual([
    '30 error: This belongs to “every”, which is not there: when is the report made?',
  ]);
  expect(await changed('    made-for:', '    brand: acme\n    made-for:')).toEqual([
    '36 error: There is no brand acme.',
  ]);
  const lost = all.replaceAll(/services:\n[^]*?(?=objectives:)/g, '').replaceAll('calendar: office', 'calendar: gone');
  expect(await place.told(lost)).toEqual([
    '11 error: There is no service “mail”.',
    '15 error: There is no calendar “gone”.',
    '22 error: There is no service mail.',
    '25 error: There is no calendar gone.',
  ]);
  expect(await place.records.reports.plans()).toEqual([]);
  expect(await place.records.levels.objectives(), 'nor what stands before it in the file').toEqual([]);
  expect(await place.exported()).not.toContain('office');
});
