import type { NewOrder, Order, ReceiptLink, Ring, Run, RunEnd, Standing } from '@fettle/collector/domain/orders/index';
import type { DraftId, OrderId, RunId, StatementId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import type { Open, Place } from './place.ts';
import { day, device, deviceId, enrolled, everywhere, note, noted, nowhere, only, start, tally } from './samples.ts';

const silent = { events: [], audit: [] };
const envelope = { payload: 'e30=', payloadType: 'x', signatures: [] };
const by = { id: 'person:pada', name: 'Ada' };

export const order = (name: string, fields: Partial<Order> = {}): Order => ({
  id: `o${name}` as OrderId,
  title: `Order ${name}`,
  words: 'Run clear-temp@1 on 2 devices',
  class: 'change',
  mode: 'run',
  state: 'running',
  why: null,
  reason: 'It is full; "really"',
  signedAt: start,
  signers: ['ann'],
  submittedBy: by,
  notBefore: start,
  expires: start + day,
  targets: 2,
  ring: 0,
  rings: 2,
  plan: { haltAt: 0.5, waitMs: 1_000 },
  steps: ['Run clear-temp@1'],
  dangers: [],
  scripts: [{ name: 'clear-temp', version: 1 }],
  sites: ['berlin'],
  incident: null,
  change: null,
  draft: null,
  endedAt: null,
  version: 1,
  ...fields,
});

const ring = (name: string, place: number, fields: Partial<Ring> = {}): Ring => ({
  order: `o${name}` as OrderId,
  ring: place,
  statement: `${name}${place}` as StatementId,
  envelope,
  hash: `hash ${place}`,
  state: 'running',
  targets: 1,
  startedAt: null,
  endedAt: null,
  forgiven: 0,
  ...fields,
});

export const run = (name: string, of: string, fields: Partial<Run> = {}): Run => ({
  id: `u${name}${of}` as RunId,
  kind: 'order',
  order: `o${name}`,
  title: `Order ${name}`,
  statement: `${name}0` as StatementId,
  device: deviceId(of),
  deviceName: of,
  site: 'berlin',
  host: of,
  ring: 0,
  place: 0,
  run: 1,
  state: 'queued',
  code: null,
  exit: null,
  step: 0,
  lastLine: null,
  remark: null,
  queuedAt: start,
  startedAt: null,
  endedAt: null,
  receipt: null,
  incident: null,
  rule: null,
  instance: null,
  ...fields,
});

/** Devices a and b; b is at another site, in the second ring. */
export const two = (name: string, fields: Partial<Order> = {}): NewOrder => ({
  order: order(name, fields),
  rings: [ring(name, 0), ring(name, 1)],
  runs: [
    run(name, 'a'),
    run(name, 'b', { site: 'porto', ring: 1, statement: `${name}1` as StatementId, state: 'withheld' }),
  ],
  sealed: [{ device: deviceId('a'), sealed: { v: 1, key: 'k', nonce: 'n', box: 'b' } }],
  blobs: [{ sha256: 'aa', text: 'echo é' }],
  bodies: ['aa'],
});

async function fleet(open: Open): Promise<Place> {
  const place = await open();
  await enrolled(place, device('a'));
  await enrolled(place, device('b', { site: 'porto' }));
  return place;
}

const link = (of: string, seq: number, hash: string, id: RunId): ReceiptLink => ({
  device: deviceId(of),
  seq,
  hash,
  previous: null,
  run: id,
});
const ending = (before: Run, change: Partial<Run>, receipt: ReceiptLink): RunEnd => ({
  before: before.state,
  after: { ...before, state: 'done', endedAt: start + 1, receipt: 'verified', ...change },
  result: {
    run: before.id,
    receipt: envelope,
    seq: receipt.seq,
    steps: [],
    firing: null,
    output: 'b3V0',
    outputSha256: 'sha',
    outputTotal: 3,
  },
  link: receipt,
  judged: [],
  note: note('run ended'),
});

export function orderContract(open: Open): void {
  test('an order is added once, also at once, with all that belongs to it; its draft is over', async () => {
    await using place = await fleet(open);
    const { orders, runs, scripts } = place.records;
    const draft = { id: 'qx' as DraftId, body: {} as never, madeBy: by, madeAt: start, sites: ['berlin'], version: 1 };
    expect(await orders.putDraft(draft, silent)).toBe('put');
    const answers = await Promise.all([1, 2, 3].map(() => orders.add(two('x', { draft: draft.id }), note('signed'))));
    expect(tally(answers)).toEqual({ added: 1, exists: 2 });
    expect(await orders.order(everywhere, 'ox' as OrderId)).toEqual(order('x', { draft: draft.id }));
    expect(await orders.rings('ox' as OrderId)).toEqual([ring('x', 0), ring('x', 1)]);
    expect(await runs.run(everywhere, 'uxa' as RunId)).toEqual(run('x', 'a'));
    expect(await orders.sealed('ox', deviceId('a'))).toEqual({ v: 1, key: 'k', nonce: 'n', box: 'b' });
    expect(await orders.sealed('ox', deviceId('b'))).toBeNull();
    expect(await scripts.blob('aa')).toBe('echo é');
    expect(await orders.drafts()).toEqual([]);
    expect(await noted(place)).toEqual(['signed']);
  });

  test('drafts change by the version that was read, once at once', async () => {
    await using place = await fleet(open);
    const { orders } = place.records;
    const draft = {
      id: 'qx' as DraftId,
      body: { title: 'ü' } as never,
      madeBy: by,
      madeAt: start,
      sites: [],
      version: 1,
    };
    const made = await Promise.all([1, 2].map(() => orders.putDraft(draft, note('made'))));
    expect(tally(made)).toEqual({ put: 1, changed_meanwhile: 1 });
    const changed = await Promise.all([1, 2].map(() => orders.putDraft({ ...draft, version: 2 }, note('changed'))));
    expect(tally(changed)).toEqual({ put: 1, changed_meanwhile: 1 });
    expect(await orders.draft(draft.id)).toEqual({ ...draft, version: 2 });
    expect(await orders.removeDraft(draft.id, 1, note('lost'))).toBe('changed_meanwhile');
    expect(await orders.removeDraft(draft.id, 2, note('removed'))).toBe('removed');
    expect(await orders.removeDraft(draft.id, 2, note('lost'))).toBe('not_found');
    expect(await noted(place)).toEqual(['made', 'changed', 'removed']);
  });

  test('a scope shows the orders and runs of its devices; lists are paged', async () => {
    await using place = await fleet(open);
    const { orders, runs } = place.records;
    await orders.add(two('x'), silent);
    await orders.add(
      { ...two('y', { signedAt: start + 1, state: 'ended' }), runs: [run('y', 'b', { site: 'porto' })] },
      silent,
    );
    const list = async (scope: typeof everywhere, more = {}) =>
      (await orders.orders(scope, { limit: 10, ...more })).map(({ id }) => id);
    expect(await list(everywhere)).toEqual(['oy', 'ox']);
    expect(await list(only('berlin'))).toEqual(['ox']);
    expect(await list(nowhere)).toEqual([]);
    expect(await list({ sites: 'all', selector: 'site=porto' })).toEqual(['oy', 'ox']);
    expect(await list({ sites: 'all', selector: 'role=none' })).toEqual([]);
    expect(await list(everywhere, { states: ['running'] })).toEqual(['ox']);
    expect(await list(everywhere, { device: deviceId('a') })).toEqual(['ox']);
    expect(await list(everywhere, { script: 'clear-temp' })).toHaveLength(2);
    expect(await list(everywhere, { script: 'clear' })).toEqual([]);
    expect(await list(everywhere, { after: { signedAt: start + 1, id: 'oy' } })).toEqual(['ox']);
    expect(await orders.order(only('rome'), 'ox' as OrderId)).toBeNull();
    expect((await orders.active()).map(({ id }) => id)).toEqual(['ox']);
    expect(await runs.run(only('berlin'), 'uxb' as RunId)).toBeNull();
    expect(await runs.matrix(everywhere, 'ox')).toEqual([
      [deviceId('a'), 'a', 'queued', 0],
      [deviceId('b'), 'b', 'withheld', 1],
    ]);
    expect(await runs.matrix(only('porto'), 'ox')).toHaveLength(1);
    expect((await runs.counts(everywhere, ['ox'])).get('ox')).toEqual([{ queued: 1 }, { withheld: 1 }]);
    expect((await runs.counts(only('porto'), ['ox'])).get('ox')).toEqual([{}, { withheld: 1 }]);
    expect(await runs.targets('x1' as StatementId)).toEqual([{ id: deviceId('b'), host: 'b' }]);
  });

  test('a rollout moves by the version that was read, once at once, its runs with it', async () => {
    await using place = await fleet(open);
    const { orders, runs } = place.records;
    await orders.add(two('x'), silent);
    const after = order('x', { ring: 1, version: 2 });
    const moves = [{ rings: [1], from: ['withheld'] as const, to: 'queued' as const, at: start + 5, code: null }];
    const answers = await Promise.all(
      [1, 2].map(() => orders.change(after, [ring('x', 1, { startedAt: start + 5 })], moves, note('ring'))),
    );
    expect(tally(answers)).toEqual({ 1: 1, changed_meanwhile: 1 });
    expect(await runs.waiting(start)).toHaveLength(2);
    expect(await runs.waiting(start + day)).toEqual([]);
    const due = await runs.due([deviceId('b')], ['queued'], start, 10);
    expect(due).toMatchObject([{ device: deviceId('b'), queuedAt: start + 5 }]);
    expect(await runs.mayFetch(deviceId('b'), 'aa')).toEqual({ order: false, standing: [] });
    const sent = { before: 'queued' as const, after: { ...(due[0] as Run), state: 'sent' as const } };
    const moved = await Promise.all([1, 2].map(() => runs.move([sent], () => note('sent'))));
    expect(tally(moved.map(({ length }) => length))).toEqual({ 0: 1, 1: 1 });
    expect(await runs.sent([(due[0] as Run).id])).toEqual([]);
    expect(await runs.several([(due[0] as Run).id, 'ugone' as RunId])).toMatchObject([{ state: 'sent' }]);
    expect(await runs.due([deviceId('b')], ['queued'], start, 10)).toEqual([]);
    expect(await runs.due([deviceId('b')], ['queued', 'sent'], start, 10)).toHaveLength(1);
    expect(await runs.mayFetch(deviceId('b'), 'aa')).toEqual({ order: true, standing: [] });
    expect(await runs.overdue(start + day, 10)).toHaveLength(2);
    expect(await noted(place)).toEqual(['ring', 'sent']);
  });

  test('a receipt counts once, also at once; one whose run moved meanwhile leaves nothing', async () => {
    await using place = await fleet(open);
    const { orders, runs } = place.records;
    await orders.add(two('x'), silent);
    const a = run('x', 'a');
    const end = ending(a, { lastLine: 'ü' }, link('a', 1, 'h1', a.id));
    const answers = (await Promise.all([1, 2].map(() => runs.end([end])))).flat();
    expect(tally(answers)).toEqual({ ended: 1, known: 1 });
    expect(await runs.run(everywhere, a.id)).toEqual(end.after);
    expect(await runs.result(a.id)).toEqual(end.result);
    expect(await runs.end([ending(a, {}, link('a', 2, 'h2', a.id))])).toEqual(['changed_meanwhile']);
    expect(await runs.links([{ device: deviceId('a'), seqs: [1, 2] }])).toEqual([end.link]);
    expect(await runs.lastSeq(deviceId('a'))).toBe(1);
    // A firing has no row before; in one commit with a receipt that is known.
    const fired = run('s', 'a', { kind: 'standing', order: 's', statement: 's' as StatementId });
    const first = {
      ...ending(fired, { rule: 'disk-full', instance: '/' }, link('a', 2, 'h3', fired.id)),
      before: null,
    };
    expect(await runs.end([end, first])).toEqual(['known', 'ended']);
    expect(await noted(place)).toEqual(['run ended', 'run ended']);
    const judged = [{ run: a.id, receipt: 'broken' as const, remark: 'a fork' }];
    const again = {
      ...ending(first.after, {}, link('a', 1, 'h4', fired.id)),
      before: 'done' as const,
      result: null,
      judged,
    };
    expect(await runs.end([again])).toEqual(['ended']);
    expect(await runs.run(everywhere, a.id)).toMatchObject({ receipt: 'broken', remark: 'a fork' });
    const remedy = {
      run: fired.id,
      rule: 'disk-full',
      instance: '/',
      before: 9,
      after: null,
      cleared: true,
      time: start,
    };
    const told = await Promise.all([1, 2].map(() => runs.remedied(remedy, silent)));
    expect(tally(told)).toEqual({ added: 1, known: 1 });
    expect(await runs.remedy(fired.id)).toEqual(remedy);
    expect(await runs.remedies([a.id, fired.id])).toEqual([remedy]);
    expect((await runs.results([fired.id, a.id])).toSorted((one, other) => one.seq - other.seq)).toEqual([
      end.result,
      first.result,
    ]);
    expect(await runs.totals(everywhere, 'standing', start)).toMatchObject([
      { order: 's', runs: 1, failed: 0, cleared: 1 },
    ]);
    expect(await runs.totals(only('porto'), 'standing', start)).toEqual([]);
    expect(await runs.retainOutputs(start + day, 10)).toBe(2);
    expect(await runs.retainOutputs(start + day, 10)).toBe(0);
    expect((await runs.result(a.id))?.output).toBe('');
  });

  test('receipts of many in one commit: each as it would be by itself', async () => {
    await using place = await fleet(open);
    const { orders, runs } = place.records;
    const many = ['m0', 'm1', 'm2'];
    for (const name of many) await enrolled(place, device(name));
    const all = many.map((of, i) => run('y', of, { place: i, state: i === 1 ? 'withheld' : 'sent' }));
    await orders.add({ ...two('y'), runs: all }, silent);
    const ends = all.map((one, i) =>
      ending(
        { ...one, state: 'sent' },
        { exit: i, lastLine: `line ${i}`, startedAt: start + i },
        link(many[i] ?? '', 1, `h${i}`, one.id),
      ),
    );
    expect(await runs.end(ends)).toEqual(['ended', 'changed_meanwhile', 'ended']);
    const [first, second, third] = all;
    expect(await runs.run(everywhere, first?.id as RunId)).toEqual(ends[0]?.after);
    expect(await runs.run(everywhere, second?.id as RunId)).toEqual(second);
    expect(await runs.result(second?.id as RunId)).toBeNull();
    expect(await runs.lastSeq(deviceId('m1'))).toBe(0);
    expect(await runs.run(everywhere, third?.id as RunId)).toEqual(ends[2]?.after);
    // Two of one device are told in their order: the second finds what the first did.
    const again = ending(ends[0]?.after as Run, { exit: 7 }, link('m0', 2, 'h9', first?.id as RunId));
    const twice = ending(ends[0]?.after as Run, { exit: 8 }, link('m0', 2, 'h9', first?.id as RunId));
    expect(await runs.end([again, twice, ends[2] as RunEnd])).toEqual(['ended', 'known', 'known']);
    expect(await runs.run(everywhere, first?.id as RunId)).toMatchObject({ exit: 7 });
    expect((await noted(place)).length).toBe(3);
  });

  test('an order for a thousand and one has a run for each', async () => {
    await using place = await fleet(open);
    const { orders, runs } = place.records;
    const one = run('z', 'a');
    const rows = Array.from({ length: 1_001 }, (_, i) => ({ ...one, id: `uz${i}` as RunId, run: i + 1, place: i }));
    await orders.add({ ...two('z'), runs: rows }, silent);
    expect(await runs.counts(everywhere, ['oz'])).toEqual(new Map([['oz', [{ queued: 1_001 }]]]));
    expect(await runs.several([rows[0]?.id as RunId, rows[1_000]?.id as RunId])).toHaveLength(2);
    expect(await runs.run(everywhere, rows[777]?.id as RunId)).toEqual(rows[777]);
  });

  test('runs are listed failures first, or newest first, page by page', async () => {
    await using place = await fleet(open);
    const { orders, runs } = place.records;
    await orders.add(
      {
        ...two('x'),
        runs: [run('x', 'a'), run('x', 'b', { site: 'porto', place: 1, state: 'failed', endedAt: start + 9 })],
      },
      silent,
    );
    await orders.add(
      { ...two('y', { incident: null }), runs: [run('y', 'a', { queuedAt: start + 3, state: 'expired' })] },
      silent,
    );
    const ids = async (query: object) =>
      (await runs.runs(everywhere, { limit: 10, sort: 'time', ...query })).map(({ id }) => id);
    expect(await ids({ order: 'ox', sort: 'ring' })).toEqual(['uxb', 'uxa']);
    expect(await ids({})).toEqual(['uxb', 'uya', 'uxa']);
    const after = await runs.run(everywhere, 'uxb' as RunId);
    expect(await ids({ after, limit: 1 })).toEqual(['uya']);
    expect(await ids({ order: 'ox', sort: 'ring', after })).toEqual(['uxa']);
    expect(await ids({ device: deviceId('a') })).toEqual(['uya', 'uxa']);
    expect(await ids({ states: ['expired'] })).toEqual(['uya']);
    expect(await ids({ script: 'clear-temp' })).toHaveLength(3);
    expect(await ids({ from: start + 3, to: start + 9 })).toEqual(['uya']);
  });

  test('of a standing order the next version takes the place of the one before, once at once', async () => {
    await using place = await fleet(open);
    const { standing, runs } = place.records;
    const one: Standing = {
      id: 's' as StatementId,
      signedVersion: 1,
      name: 'Clear',
      words: 'When it is full',
      trigger: { kind: 'clock', words: '0 3 * * * device', rule: null },
      selector: 'site=berlin',
      class: 'change',
      steps: ['Run'],
      scripts: [{ name: 'clear-temp', version: 1 }],
      dangers: [],
      caps: { perHour: 1, coolDown: 0, bootGuard: 900, failures: 3 },
      state: 'waiting-approval',
      signedAt: start,
      signers: ['ann'],
      submittedBy: by,
      expires: start + day,
      envelope,
      hash: 'h',
      enabled: true,
      draft: null,
    };
    const more = { sealed: [], blobs: [{ sha256: 'bb', text: 'x' }], bodies: ['bb'] };
    const added = await Promise.all([1, 2].map(() => standing.add(one, more, note('signed'))));
    expect(tally(added)).toEqual({ added: 1, exists: 1 });
    expect(await runs.mayFetch(deviceId('a'), 'bb')).toEqual({ order: false, standing: [] });
    const inForce = { ...one, state: 'in-force' as const, signers: ['ann', 'ben'] };
    const changed = await Promise.all([1, 2].map(() => standing.change(inForce, 'waiting-approval', note('approved'))));
    expect(tally(changed)).toEqual({ changed: 1, changed_meanwhile: 1 });
    expect(await runs.mayFetch(deviceId('a'), 'bb')).toEqual({ order: false, standing: ['s@1'] });
    const next = { ...inForce, signedVersion: 2 };
    expect(await standing.add(next, { ...more, bodies: [] }, note('signed'))).toBe('added');
    expect(await standing.standings()).toEqual([next]);
    expect((await standing.versions(one.id)).map(({ state }) => state)).toEqual(['in-force', 'replaced']);
    expect(await noted(place)).toEqual(['signed', 'approved', 'signed']);
  });
}
