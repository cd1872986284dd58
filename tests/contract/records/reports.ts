import type { Brand, Report, ReportPlan, ReportSend } from '@fettle/collector/domain/reports/index';
import type { ReportId } from '@fettle/shared/ids';
import type { ReportDocument } from '@fettle/shared/reports/document';
import { expect, test } from 'vitest';
import type { Open, Place } from './place.ts';
import { day, everywhere, note, noted, start, tally } from './samples.ts';

const plan = (id: string, fields: Partial<ReportPlan> = {}): ReportPlan => ({
  id,
  name: `The plan ${id} "'; drop table reports`,
  enabled: true,
  kind: 'incidents',
  period: 'month',
  zone: 'Europe/Berlin',
  site: null,
  selector: '',
  service: null,
  schedule: { cron: '0 8 1 * *', zone: 'Europe/Berlin', businessDay: 'after', calendar: null },
  to: ['karin@example.org'],
  channel: 'mail',
  attach: ['pdf', 'csv'],
  brand: null,
  madeFor: 'Karin',
  scope: { sites: ['berlin', 'Köln, "alt"'], selector: 'role=db' },
  madeBy: null,
  doneTo: start,
  off: null,
  origin: 'own',
  version: 1,
  ...fields,
});

const report = (id: string, fields: Partial<Report> = {}): Report => ({
  id: id as ReportId,
  order: {
    kind: 'incidents',
    asked: { kind: 'incidents', period: 'month' },
    from: start - 30 * day,
    to: start,
    before: null,
    zone: 'UTC',
    period: 'month',
    site: null,
    service: null,
    scope: everywhere,
    brand: null,
    madeFor: null,
  },
  seenBy: { sites: ['berlin'] },
  plan: null,
  dueAt: null,
  lateMs: 0,
  madeBy: null,
  title: 'Incidents',
  subtitle: 'September 2026',
  sentence: '',
  state: 'making',
  progress: 0,
  doing: 'waits',
  error: null,
  startedAt: start,
  madeAt: null,
  tookMs: null,
  bytes: 0,
  tables: [],
  tries: 0,
  version: 1,
  ...fields,
});

const document = (title: string): ReportDocument => ({
  version: 1,
  kind: 'incidents',
  title,
  subtitle: 'ü',
  sentence: [{ text: 'x'.repeat(10_000) }],
  from: 0,
  to: 1,
  zone: 'UTC',
  before: null,
  madeAt: 1,
  madeFor: null,
  currency: 'EUR',
  brand: null,
  counted: { samples: 1, incidents: 2, runs: 3, devices: 4 },
  sections: [],
  bases: { a: { title: '', formula: '', value: 0.1, how: 'reckoned' } },
});

const made = (title: string) => ({
  title,
  subtitle: 'done',
  sentence: 'All is well.',
  tables: [{ id: 't', title: 'T', rows: 3 }],
  madeAt: start + 5,
  tookMs: 5,
  document: document(title),
});

const send = (id: string, address: string, fields: Partial<ReportSend> = {}): ReportSend => ({
  report: id as ReportId,
  address,
  channel: 'mail',
  attach: ['pdf'],
  state: 'waiting',
  attempts: 0,
  nextAt: start,
  time: start,
  answer: '',
  ...fields,
});

const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

/** A report that was made and is sent to some addresses. */
async function madeReport({ records: { reports } }: Place, id: string, sends: readonly ReportSend[]): Promise<void> {
  await reports.add(report(id), note('begun'));
  await reports.claim('m', start, 0);
  expect(await reports.end(id as ReportId, 'm', made('T'), sends, note('made'))).toBe('ended');
}

export function reportContract(open: Open): void {
  test('a plan is kept as it is, changed by version, removed once', async () => {
    await using place = await open();
    const { reports } = place.records;
    expect(await reports.putPlan(plan('b'), note('made'))).toBe('put');
    const again = await Promise.all([1, 2, 3].map(() => reports.putPlan(plan('a'), note('made a'))));
    expect(tally(again)).toEqual({ put: 1, changed_meanwhile: 2 });
    expect(await reports.plans()).toEqual([plan('a'), plan('b')]);
    const changed = plan('b', { enabled: false, off: 'left', version: 2, doneTo: start + 7 });
    const changes = await Promise.all([1, 2, 3].map(() => reports.putPlan(changed, note('changed'))));
    expect(tally(changes)).toEqual({ put: 1, changed_meanwhile: 2 });
    expect(await reports.plan('b')).toEqual(changed);
    expect(await reports.removePlan('b', 1, note('x'))).toBe('changed_meanwhile');
    const removals = await Promise.all([1, 2].map(() => reports.removePlan('b', 2, note('removed'))));
    expect(tally(removals)).toEqual({ removed: 1, not_found: 1 });
    expect(await noted(place)).toEqual(['made', 'made a', 'changed', 'removed']);
  });

  test('a due time is looked after once, by whoever is faster, and never for a plan that was changed meanwhile', async () => {
    await using place = await open();
    const { reports } = place.records;
    await reports.putPlan(plan('a'), note('made'));
    const due = start + day;
    const fired = await Promise.all(
      ['k1', 'k2', 'k3'].map((id) => reports.fire(plan('a'), due, report(id, { plan: 'a', dueAt: due }), note(id))),
    );
    expect(tally(fired)).toEqual({ fired: 1, changed_meanwhile: 2 });
    expect(await reports.reports({ plan: 'a', limit: 10 })).toHaveLength(1);
    expect((await reports.plan('a'))?.doneTo).toBe(due);
    expect(await reports.fire(plan('a'), due + 1, null, note('x'))).toBe('changed_meanwhile');
    expect(await reports.fire(plan('a', { doneTo: due, version: 2 }), due + 1, null, note('x'))).toBe(
      'changed_meanwhile',
    );
    expect(await reports.fire(plan('a', { doneTo: due }), due + 1, null, note('moved'))).toBe('fired');
    expect(await noted(place)).toHaveLength(3);
  });

  test('plans of a file are written all or not at all', async () => {
    await using place = await open();
    const { reports } = place.records;
    await reports.putPlan(plan('a'), note('made'));
    const news = [plan('b', { origin: 'file' }), plan('a', { name: 'New', version: 2 })];
    expect(await reports.writePlans(news, [{ id: 'gone', version: 1 }], note('x'))).toBe('changed_meanwhile');
    expect(await reports.plans()).toEqual([plan('a')]);
    expect(await reports.writePlans(news, [], note('written'))).toBe('written');
    expect(await reports.writePlans([plan('b')], [], note('x'))).toBe('changed_meanwhile');
    expect(await reports.writePlans([], [{ id: 'b', version: 1 }], note('removed'))).toBe('written');
    expect(await reports.plans()).toEqual([plan('a', { name: 'New', version: 2 })]);
    expect(await noted(place)).toEqual(['made', 'written', 'removed']);
  });

  test('brands are kept and changed by version', async () => {
    await using place = await open();
    const { reports } = place.records;
    const brand: Brand = {
      id: 'acme',
      name: 'Acme',
      sites: ['berlin'],
      accent: '#12393a',
      logo: null,
      foot: '',
      version: 1,
    };
    expect(await reports.putBrand(brand, note('made'))).toBe('put');
    expect(await reports.putBrand({ ...brand, version: 3 }, note('x'))).toBe('changed_meanwhile');
    expect(await reports.brands()).toEqual([brand]);
    expect(await reports.removeBrand('acme', 2, note('x'))).toBe('changed_meanwhile');
    expect(await reports.removeBrand('acme', 1, note('removed'))).toBe('removed');
    expect(await noted(place)).toEqual(['made', 'removed']);
  });

  test('one maker takes a report; one that was not heard of loses it, and what it ends then counts for nothing', async () => {
    await using place = await open();
    const { reports } = place.records;
    const id = 'k1' as ReportId;
    await reports.add(report('k1'), note('begun'));
    expect(await reports.waiting()).toBe(1);
    const claims = await Promise.all(['a', 'b', 'c'].map((maker) => reports.claim(maker, start + 1, start - 60_000)));
    const taken = claims.filter((one) => one !== null);
    expect(taken).toHaveLength(1);
    expect(taken[0]).toMatchObject({ id, tries: 1, state: 'making' });
    const maker = 'abc'[claims.findIndex((one) => one !== null)] ?? '';
    expect(await reports.progress(id, maker, start + 2, { share: 0.25, doing: 'reads' }, note('step'))).toBe('kept');
    expect(await reports.progress(id, 'other', start + 2, { share: 0.5, doing: 'x' }, note('x'))).toBe('lost');
    expect(await reports.report(id)).toMatchObject({ progress: 0.25, doing: 'reads' });
    expect(await reports.claim('d', start + 3, start + 2)).toBeNull();
    expect(await reports.claim('d', start + 99, start + 3)).toMatchObject({ tries: 2, progress: 0 });
    expect(await reports.end(id, maker, made('old'), [], note('x'))).toBe('lost');
    const ends = await Promise.all([1, 2].map(() => reports.end(id, 'd', made('New'), [], note('made'))));
    expect(tally(ends)).toEqual({ ended: 1, lost: 1 });
    const { document: kept, ...fields } = made('New');
    expect(await reports.report(id)).toMatchObject({ ...fields, state: 'made', progress: 1, version: 2 });
    expect(await reports.document(id)).toEqual(kept);
    expect(await reports.waiting()).toBe(0);
    expect(await noted(place)).toEqual(['begun', 'step', 'made']);
  });

  test('one that is called off is lost to its maker, and one that failed says why', async () => {
    await using place = await open();
    const { reports } = place.records;
    const id = 'k1' as ReportId;
    await reports.add(report('k1'), note('begun'));
    await reports.claim('a', start, 0);
    expect(await reports.end(id, null, { error: 'called off' }, [], note('off'))).toBe('ended');
    expect(await reports.progress(id, 'a', start, { share: 1, doing: '' }, note('x'))).toBe('lost');
    expect(await reports.end(id, 'a', made('T'), [], note('x'))).toBe('lost');
    expect(await reports.report(id)).toMatchObject({ state: 'failed', error: 'called off' });
    expect(await reports.document(id)).toBeNull();
    expect(await reports.remove(id, 1, note('x'))).toBe('changed_meanwhile');
    expect(await reports.remove(id, 2, note('removed'))).toBe('removed');
    expect(await noted(place)).toEqual(['begun', 'off', 'removed']);
  });

  test('lists go newest first, page by page, and old ones go with all that is theirs', async () => {
    await using place = await open();
    const { reports } = place.records;
    for (const [id, at, of] of [
      ['k1', 0, 'p'],
      ['k2', 1, null],
      ['k3', 1, 'p'],
      ['k4', 2, null],
    ] as const)
      await reports.add(report(id, { startedAt: start + at, plan: of }), note(id));
    expect(ids(await reports.reports({ limit: 2 }))).toEqual(['k4', 'k2']);
    expect(ids(await reports.reports({ limit: 9, after: { startedAt: start + 1, id: 'k2' as ReportId } }))).toEqual([
      'k3',
      'k1',
    ]);
    expect(ids(await reports.reports({ plan: 'p', kind: 'incidents', limit: 9 }))).toEqual(['k3', 'k1']);
    expect(await reports.reports({ kind: 'value', limit: 9 })).toEqual([]);
    expect((await reports.newestOf(['p', 'q'])).get('p')?.id).toBe('k3');
    await reports.claim('m', start, 0);
    await reports.end('k1' as ReportId, 'm', made('T'), [send('k1', 'a@b')], note('made'));
    expect(await reports.retain(start + 1)).toBe(1);
    expect(await reports.document('k1' as ReportId)).toBeNull();
    expect((await reports.sends(['k1' as ReportId])).size).toBe(0);
    expect(await reports.retain(start + 1)).toBe(0);
  });

  test('what is sent is taken once, answered in its attempt, and goes to an address once', async () => {
    await using place = await open();
    const { reports } = place.records;
    await madeReport(place, 'k1', [
      send('k1', 'Karin@Example.org'),
      send('k1', 'b@example.org', { nextAt: start + 9 }),
    ]);
    const due = (await reports.dueSend(start)) as ReportSend;
    expect(due).toEqual(send('k1', 'Karin@Example.org'));
    const taken = (await Promise.all([1, 2, 3].map(() => reports.takeSend(due, start)))).filter((one) => one !== null);
    expect(taken).toEqual([send('k1', 'Karin@Example.org', { state: 'sending', attempts: 1, nextAt: null })]);
    const [first] = taken as [ReportSend];
    const sent = { state: 'sent', nextAt: null, answer: '250 ok' } as const;
    expect(await reports.answered({ ...first, attempts: 2 }, start, sent, note('x'))).toBe('lost');
    const answers = await Promise.all([1, 2].map(() => reports.answered(first, start + 1, sent, note('sent'))));
    expect(tally(answers)).toEqual({ kept: 1, lost: 1 });
    const more = [send('k1', 'karin@example.org'), send('k1', 'B@example.org'), send('k1', 'c@example.org')];
    expect(await reports.addSends(more, note('more'))).toEqual(['c@example.org']);
    expect(
      (await reports.sends(['k1' as ReportId])).get('k1' as ReportId)?.map(({ address, state }) => [address, state]),
    ).toEqual([
      ['b@example.org', 'waiting'],
      ['c@example.org', 'waiting'],
      ['Karin@Example.org', 'sent'],
    ]);
    expect(await noted(place)).toEqual(['begun', 'made', 'sent', 'more']);
  });

  test('what was being sent when somebody stopped is unknown, told once, and waits again only when somebody asks', async () => {
    await using place = await open();
    const { reports } = place.records;
    await madeReport(place, 'k1', [send('k1', 'a@example.org')]);
    await reports.takeSend(send('k1', 'A@Example.org'), start);
    expect(await reports.loseSends(start, 'who knows', () => note('x'))).toEqual([]);
    const lost = await reports.loseSends(start + 1, 'who knows', () => note('lost'));
    expect(lost).toMatchObject([{ address: 'a@example.org', state: 'unknown', answer: 'who knows', attempts: 1 }]);
    expect(await reports.loseSends(start + 1, 'who knows', () => note('x'))).toEqual([]);
    expect(await reports.dueSend(start + day)).toBeNull();
    expect(await reports.takeSend(send('k1', 'a@example.org', { attempts: 1 }), start + day)).toBeNull();
    expect(await reports.addSends([send('k1', 'a@example.org')], note('again'))).toEqual(['a@example.org']);
    expect(await reports.takeSend(send('k1', 'a@example.org'), start)).toMatchObject({ state: 'sending', attempts: 1 });
    expect(await reports.dueSend(start + day)).toBeNull();
    expect(await noted(place)).toEqual(['begun', 'made', 'lost', 'again']);
  });
}
