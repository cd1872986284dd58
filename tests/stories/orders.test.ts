/** Orders from the signature to the last receipt, on the real app, with devices that answer as executors do. */
import {
  actOnOrder,
  getOrder,
  listApprovals,
  listRuns,
  putDraft,
  signingKit,
} from '@fettle/collector/domain/orders/index';
import { sha256Of } from '@fettle/collector/domain/scripts/index';
import { everywhere } from '@fettle/collector/domain/access/index';
import type { OrderDraftBody } from '@fettle/shared/api/orders';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { describe, expect, test } from 'vitest';
import { testApp } from '../support/app.ts';
import { signWith } from '../support/orders-sign.ts';
import {
  type OrdersWorld,
  orderOver,
  ordersRoot,
  ordersWorld,
  scriptBody,
  published,
  signedOf,
  standingOver,
  system,
  type TestDevice,
} from '../support/orders-world.ts';

const minute = 60_000;

/** The app's verbs, as its routes call them. */
const desk = ({ app }: OrdersWorld) => ({ ...app.orders.ports() });
const submit = (world: OrdersWorld, envelopes: Envelope[], rings: TestDevice[][], draft: string | null = null) =>
  world.app.orders.submit(system, signedOf(envelopes, rings, draft));
const order = (world: OrdersWorld, id: string) => getOrder(desk(world), system, { id });
const runsOf = async (world: OrdersWorld, id: string) =>
  (await listRuns(desk(world), system, { order: id }, 'ring')).items;
const kinds = async ({ app }: OrdersWorld) =>
  (await app.stores.events.after(everywhere, 0, 1_000))
    .map(({ kind }) => kind)
    .filter((kind) => /^(order|run|standing)\./.test(kind));

async function pass(world: OrdersWorld, ms: number): Promise<void> {
  world.app.clock.pass(ms);
  await world.app.orders.tend();
}

/** A draft with rings, which alone says how they follow each other. */
const drafted = (devices: readonly TestDevice[], rings: object): OrderDraftBody => ({
  title: 'Clear',
  reason: 'It is full.',
  change: null,
  incident: null,
  what: {
    kind: 'order',
    action: { kind: 'script', steps: [{ script: 'clear-temp', mode: 'run', parameters: {}, when: null }] },
    targets: { kind: 'devices', devices: devices.map(({ id }) => id) },
    notBefore: null,
    expiresInMs: 60 * minute,
    rings: { first: 1, share: 0, haltAt: 0.5, waitMs: 5 * minute, ...rings },
  },
});

describe('an order', () => {
  test('is composed, signed, delivered, run once, and ends; each step is told', async () => {
    await using world = await ordersWorld(['a', 'b']);
    const [a, b] = world.devices as [TestDevice, TestDevice];
    const draft = await putDraft(desk(world), system, { body: drafted(world.devices, { first: 2 }), version: 0 });
    expect(draft).toMatchObject({
      class: 'change',
      problems: [],
      rings: [2],
      needs: [{ role: 'operator', people: 1 }],
    });
    const kit = await signingKit(desk(world), system, { id: draft.id });
    expect(kit.rings[0]?.map(({ host }) => host).toSorted()).toEqual(['a', 'b']);
    expect(Object.values(kit.scripts[0]?.bodies ?? {})).toEqual(['echo cleared\n']);

    const envelope = orderOver(world, world.devices);
    const { id, state } = await submit(world, [envelope], [[a, b]], draft.id);
    expect(state).toBe('planned');
    expect(await order(world, id)).toMatchObject({ state: 'running', title: 'Clear', counts: { queued: 2 } });
    // The same again is the same order, not a second one.
    expect(await submit(world, [envelope], [[a, b]])).toMatchObject({ id });

    const [sent] = await a.connect();
    expect(sent).toMatchObject({ type: 'statement', path: { index: expect.any(Number) } });
    expect(sent).toMatchObject({ scripts: [{}] });
    expect(await order(world, id)).toMatchObject({ counts: { queued: 1, sent: 1 } });
    // Its connection broke: what was sent may be lost, so it is sent again.
    expect(await a.orders()).toHaveLength(1);
    await a.work.progress(a.id, {
      type: 'progress',
      order: statementId(envelope),
      run: 1,
      state: 'running',
      step: 0,
      time: 1,
    });
    expect(await a.orders()).toHaveLength(0);

    expect(await a.run(envelope, { text: 'gone \u001b[31mred\u001b[0m\u202e\nlast\n' })).toEqual({
      type: 'kept',
      what: 'result',
      seq: 1,
    });
    await b.connect();
    await b.run(envelope, { outcome: 'failed', steps: [] });
    await pass(world, 1_000);
    expect(await order(world, id)).toMatchObject({ state: 'ended', counts: { done: 1, failed: 1 } });
    const [first, second] = await runsOf(world, id);
    // Failures first.
    expect([first?.state, second?.state]).toEqual(['failed', 'done']);
    expect(second).toMatchObject({ receipt: 'verified', lastLine: 'last', exit: 0 });
    expect(await kinds(world)).toEqual([
      'order.drafted',
      'order.signed',
      'order.started',
      'run.started',
      'run.ended',
      'run.ended',
      'order.ended',
    ]);
  });

  test('goes ring by ring, waits between them, halts at a share of failures, goes on when a person says so', async () => {
    await using world = await ordersWorld(['a', 'b', 'c', 'd']);
    const draft = await putDraft(desk(world), system, { body: drafted(world.devices, {}), version: 0 });
    expect(draft.rings).toEqual([1, 3]);
    const [a, b, c, d] = world.devices as [TestDevice, TestDevice, TestDevice, TestDevice];
    const rings = [[a], [b, c, d]];
    const envelopes = rings.map((ring) => orderOver(world, ring));
    const { id } = await submit(world, envelopes, rings, draft.id);
    expect(await b.orders()).toEqual([]);
    await a.connect();
    await a.run(envelopes[0] as Envelope);
    await pass(world, 1_000);
    expect(await b.orders()).toEqual([]);
    await pass(world, 4 * minute);
    expect(await b.orders()).toEqual([]);
    await pass(world, minute);
    expect(await b.orders()).toHaveLength(1);
    await c.connect();
    for (const one of [b, c]) await one.run(envelopes[1] as Envelope, { outcome: 'failed' });
    await pass(world, 1_000);
    const halted = await order(world, id);
    expect(halted).toMatchObject({
      state: 'halted',
      ring: 1,
      counts: { done: 1, failed: 2, queued: 1 },
      may: ['stop', 'continue'],
    });
    expect(await d.orders()).toEqual([]);
    const { version } = halted;
    await actOnOrder(desk(world), system, { id, act: 'continue', version });
    await expect(actOnOrder(desk(world), system, { id, act: 'continue', version })).rejects.toMatchObject({
      code: 'changed_meanwhile',
    });
    await pass(world, 1_000);
    expect(await d.orders()).toHaveLength(1);
    await d.run(envelopes[1] as Envelope);
    await pass(world, 1_000);
    expect(await order(world, id)).toMatchObject({ state: 'ended', counts: { done: 2, failed: 2 } });
    expect(await kinds(world)).toContain('order.halted');
  });

  test('halts as soon as the share is certain, though others still run', async () => {
    await using world = await ordersWorld(['a', 'b', 'c', 'd']);
    const body = drafted(world.devices, { first: 3, haltAt: 0.3 });
    const draft = await putDraft(desk(world), system, { body, version: 0 });
    const [a, b, c, d] = world.devices as [TestDevice, TestDevice, TestDevice, TestDevice];
    const rings = [[a, b, c], [d]];
    const envelopes = rings.map((ring) => orderOver(world, ring));
    const { id } = await submit(world, envelopes, rings, draft.id);
    await a.connect();
    await b.connect();
    await a.run(envelopes[0] as Envelope, { outcome: 'refused', code: 'lock', steps: [] });
    await pass(world, 1_000);
    expect(await order(world, id)).toMatchObject({ state: 'halted', why: 'Halted: 1 of 3 in ring 1 failed.' });
    expect(await c.orders()).toEqual([]);
  });

  test('waits for a second person where it is dangerous, and for nobody longer than its time', async () => {
    await using world = await ordersWorld(['a']);
    const [a] = world.devices as [TestDevice];
    const statement = await published(world.app, 'wipe', scriptBody({ class: 'dangerous' }));
    const step = {
      what: { script: { name: 'wipe', version: 1, statement } },
      mode: 'run' as const,
      parameters: {},
      secrets: {},
      when: null,
    };
    const change = { action: { kind: 'script' as const, steps: [step] }, class: 'dangerous' as const };
    const once = orderOver(world, [a], ['ann'], change);
    const { id, state } = await submit(world, [once], [[a]]);
    expect(state).toBe('waiting-approval');
    await pass(world, minute);
    expect(await a.orders()).toEqual([]);
    expect(await listApprovals(desk(world), system)).toMatchObject([
      { id, signedBy: ['ann'], command: `fettle approve ${id}` },
    ]);
    // Her own second signature is nobody else's.
    const again = { ...once, signatures: [...once.signatures] };
    expect(await world.app.orders.approve(system, { id, envelopes: [again], fresh: null })).toMatchObject({
      state: 'waiting-approval',
    });
    const other = orderOver(world, [a], ['cleo'], change);
    await expect(world.app.orders.approve(system, { id, envelopes: [other], fresh: null })).rejects.toMatchObject({
      code: 'statement_refused',
    });
    expect(
      await world.app.orders.approve(system, { id, envelopes: [signWith(once, 'cleo')], fresh: null }),
    ).toMatchObject({ state: 'planned' });
    expect(await a.orders()).toHaveLength(1);

    const late = await submit(world, [orderOver(world, [a], ['ann'], change)], [[a]]);
    await pass(world, 61 * minute);
    expect(await order(world, late.id)).toMatchObject({ state: 'expired', counts: { expired: 1 } });
  });

  test('what is not rightly signed, or says less than it does, is refused with its code', async () => {
    await using world = await ordersWorld(['a', 'b']);
    const [a, b] = world.devices as [TestDevice, TestDevice];
    const refused = async (envelope: Envelope, rings: TestDevice[][], reason: string) =>
      expect(submit(world, [envelope], rings)).rejects.toMatchObject({
        code: 'statement_refused',
        details: { reason },
      });
    await refused(orderOver(world, [a], ['dora']), [[a]], 'key');
    await refused(orderOver(world, [a]), [[b]], 'target-id');
    await refused(orderOver(world, [a], ['ann'], { tenant: '0'.repeat(26) }), [[a]], 'tenant');
    await refused(orderOver(world, [a], ['ann'], { class: 'read' }), [[a]], 'class');
    await refused(orderOver(world, [a], ['ann'], { root: 2 }), [[a]], 'root');
    const unknown = { ...world, script: 'f'.repeat(64) };
    await refused(orderOver(unknown, [a]), [[a]], 'script-statement');
    expect(await kinds(world)).toEqual([]);
  });

  test('of a device that is off waits for it, and expires with it; a stopped one is sent to nobody', async () => {
    await using world = await ordersWorld(['a', 'b']);
    const [a, b] = world.devices as [TestDevice, TestDevice];
    const envelope = orderOver(world, [a, b]);
    const { id } = await submit(world, [envelope], [[a, b]]);
    await a.connect();
    await a.run(envelope);
    await pass(world, 30 * minute);
    expect(await order(world, id)).toMatchObject({ state: 'running', counts: { done: 1, queued: 1 } });
    await pass(world, 31 * minute);
    expect(await order(world, id)).toMatchObject({ state: 'ended', counts: { done: 1, expired: 1 } });
    expect(await b.orders()).toEqual([]);
    // It had it all the same, from before: what a device says that it did is the truth.
    await b.run(envelope);
    expect(await order(world, id)).toMatchObject({ counts: { done: 2 } });

    const next = await submit(world, [orderOver(world, [a, b])], [[a, b]]);
    const { version } = await order(world, next.id);
    await actOnOrder(desk(world), system, { id: next.id, act: 'stop', version });
    expect(await a.orders()).toEqual([]);
    expect(await order(world, next.id)).toMatchObject({ state: 'stopped', counts: { stopped: 2 } });
  });

  test('goes on after the collector was started anew in its middle', async () => {
    const world = await ordersWorld(['a', 'b', 'c']);
    const [a, b, c] = world.devices as [TestDevice, TestDevice, TestDevice];
    const rings = [[a], [b, c]];
    const envelopes = rings.map((ring) => orderOver(world, ring));
    const { id } = await submit(world, envelopes, rings);
    await a.connect();
    await a.run(envelopes[0] as Envelope);
    // Nothing of the old one is asked any more; its stores live on.
    await using app = await testApp({ jobs: 'driven' }, world.app);
    const after: OrdersWorld = { ...world, app };
    for (const device of world.devices) device.moveTo(app);
    await pass(after, 1_000);
    await pass(after, 1_000);
    expect(await b.orders()).toHaveLength(1);
    expect(await c.orders()).toHaveLength(1);
    // The receipt of before comes again: its `kept` was lost.
    expect(await order(after, id)).toMatchObject({ counts: { done: 1, sent: 2 } });
    for (const one of [b, c]) await one.run(envelopes[1] as Envelope);
    await pass(after, 1_000);
    expect(await order(after, id)).toMatchObject({ state: 'ended', counts: { done: 3 } });
  });
});

describe('receipts', () => {
  test('come once, each in its chain: what is missing, forked, or not what was signed shows as broken', async () => {
    await using world = await ordersWorld(['a']);
    const [a] = world.devices as [TestDevice];
    const envelopes = [1, 2, 3].map(() => orderOver(world, [a]));
    const ids: string[] = [];
    for (const one of envelopes) ids.push((await submit(world, [one], [[a]])).id);
    await a.connect();
    const [first, second, third] = envelopes.map((one) => a.receipt(one));
    if (!first || !second || !third) throw new Error('no receipts');
    const only = async (i: number) => (await runsOf(world, ids[i] ?? ''))[0];
    await a.bring(first);
    expect(await a.bring(first)).toEqual({ type: 'kept', what: 'result', seq: 1 });
    await a.bring(third);
    expect(await only(2)).toMatchObject({
      state: 'done',
      receipt: 'broken',
      words: expect.stringContaining('number 2, is missing'),
    });
    await a.bring(second);
    expect(await only(1)).toMatchObject({ receipt: 'verified' });
    expect(await only(2)).toMatchObject({ receipt: 'verified', words: 'Done.' });
    expect((await kinds(world)).filter((kind) => kind === 'run.ended')).toHaveLength(3);

    const fourth = orderOver(world, [a]);
    const { id } = await submit(world, [fourth], [[a]]);
    await a.connect();
    await a.run(fourth, { seq: 3, previous: 'a'.repeat(64) });
    const [forked] = await runsOf(world, id);
    expect(forked).toMatchObject({ receipt: 'broken', words: expect.stringContaining('has the number 3 as well') });
    expect(await only(2)).toMatchObject({ receipt: 'broken' });
  });

  test('of other devices, with other output, or without an order are told from honest ones', async () => {
    await using world = await ordersWorld(['a', 'b']);
    const [a, b] = world.devices as [TestDevice, TestDevice];
    const envelope = orderOver(world, [a]);
    const { id } = await submit(world, [envelope], [[a]]);
    // b signs as itself about an order that is not its own: a's run is as it was.
    await b.run(envelope, { outcome: 'failed' });
    expect(await runsOf(world, id)).toMatchObject([{ device: a.id, state: 'queued' }]);
    // b brings what a's key did not sign as a's.
    const forged = b.receipt(envelope, { device: a.id });
    await expect(a.bring(forged)).rejects.toMatchObject({ name: 'TrustError' });
    await a.connect();
    const { receipt } = a.receipt(envelope, { text: 'one' });
    await a.bring({ receipt, data: Buffer.from('two').toString('base64') });
    expect(await runsOf(world, id)).toMatchObject([
      { state: 'done', receipt: 'broken', words: expect.stringContaining('output') },
    ]);
  });

  test('a second one of the same run changes nothing of what it was; a refusal as replayed is none', async () => {
    await using world = await ordersWorld(['a']);
    const [a] = world.devices as [TestDevice];
    const envelope = orderOver(world, [a]);
    const { id } = await submit(world, [envelope], [[a]]);
    await a.connect();
    await a.run(envelope, { outcome: 'refused', code: 'replay', steps: [] });
    expect(await runsOf(world, id)).toMatchObject([{ state: 'sent', receipt: null }]);
    await a.run(envelope, { text: 'ok' });
    await a.run(envelope, { outcome: 'failed' });
    expect(await runsOf(world, id)).toMatchObject([
      { state: 'done', words: expect.stringContaining('Another receipt') },
    ]);
  });

  test('in parts are one; out of order, or more than fits, they come again', async () => {
    await using world = await ordersWorld(['a']);
    const [a] = world.devices as [TestDevice];
    const envelope = orderOver(world, [a]);
    const { id } = await submit(world, [envelope], [[a]]);
    const text = 'x'.repeat(150_000);
    const { receipt } = a.receipt(envelope, { text });
    const part = (from: number, to: number) => ({
      receipt,
      data: Buffer.from(text.slice(from, to)).toString('base64'),
    });
    await expect(a.bring(part(90_000, 150_000), 1, 2)).rejects.toMatchObject({ code: 'message_unexpected' });
    expect(await a.bring(part(0, 90_000), 0, 2)).toBeNull();
    expect(await a.bring(part(90_000, 150_000), 1, 2)).toMatchObject({ type: 'kept' });
    const [run] = await runsOf(world, id);
    expect(run).toMatchObject({ state: 'done', receipt: 'verified' });
  });
});

describe('a standing order', () => {
  test('goes to devices whose grant it fits, needs two people, is replaced by its next version', async () => {
    await using world = await ordersWorld(['a'], { labels: { role: 'db' } });
    const [a] = world.devices as [TestDevice];
    const one = standingOver(world, ['ann']);
    const { id, state } = await submit(world, [one], []);
    expect(state).toBe('waiting-approval');
    expect(await a.connect()).toEqual([]);
    await world.app.orders.approve(system, { id, envelopes: [signWith(one, 'cleo')], fresh: null });
    expect(await a.connect()).toMatchObject([{ type: 'statement', scripts: [{}] }]);
    expect(await a.connect({ standing: [{ id, version: 1 }] })).toEqual([]);
    await submit(world, [standingOver(world, ['ann', 'cleo'], { selector: 'role=web' })], []);
    expect(await a.connect({ standing: [{ id, version: 1 }] })).toEqual([]);
    await submit(world, [standingOver(world, ['ann'], { id, version: 2, enabled: false })], []);
    expect(await a.connect({ standing: [{ id, version: 1 }] })).toHaveLength(1);
    expect(await a.connect()).toEqual([]);
    expect((await kinds(world)).at(-1)).toBe('standing.ended');
  });

  test('fired by a rule it is a run of its own, and what was measured afterwards is told once', async () => {
    await using world = await ordersWorld(['a']);
    const [a] = world.devices as [TestDevice];
    const envelope = standingOver(world);
    const { id } = await submit(world, [envelope], []);
    const remedied = {
      type: 'remedied' as const,
      standing: id,
      seq: 1,
      rule: 'disk-full',
      instance: '/var',
      before: 97,
      after: 60,
      cleared: true,
      time: world.app.clock.now(),
    };
    // It came before its receipt: it is not kept, and comes again.
    expect(await a.work.remedied(a.id, remedied)).toBeNull();
    await a.run(envelope, {
      firing: { kind: 'rule', rule: 'disk-full', instance: '/var', severity: 'critical', since: 1 },
    });
    expect(await a.work.remedied(a.id, remedied)).toEqual({ type: 'kept', what: 'remedied', seq: 1 });
    expect(await a.work.remedied(a.id, remedied)).toMatchObject({ type: 'kept' });
    const events = await world.app.stores.events.after(everywhere, 0, 1_000);
    expect(events.filter(({ kind }) => kind === 'run.remedied')).toMatchObject([
      { device: a.id, detail: { standing: id, rule: 'disk-full', instance: '/var', cleared: true } },
    ]);
    expect((await listRuns(desk(world), system, { standing: id })).items).toMatchObject([
      { kind: 'standing', title: 'Clear when full', state: 'done' },
    ]);
  });
});

test('a body goes to a device that has an order for it, and to no other', async () => {
  await using world = await ordersWorld(['a', 'b']);
  const [a, b] = world.devices as [TestDevice, TestDevice];
  const sha256 = sha256Of('echo cleared\n');
  const want = (device: TestDevice) => device.work.want(device.id, { type: 'want', sha256, offset: 0 });
  expect(await want(a)).toMatchObject({ total: 0, data: '' });
  await submit(world, [orderOver(world, [a])], [[a]]);
  await a.connect();
  expect(await want(a)).toMatchObject({ total: 13, data: Buffer.from('echo cleared\n').toString('base64') });
  expect(await want(b)).toMatchObject({ total: 0 });
});

test('an order for more than the root’s bulk is dangerous; in a solo root one person is enough', async () => {
  const root = ordersRoot({ policy: { solo: true, freshness: 14, bulk: 1 } });
  await using world = await ordersWorld(['a', 'b'], { root });
  const { devices } = world;
  await expect(submit(world, [orderOver(world, devices)], [[...devices]])).rejects.toMatchObject({
    details: { reason: 'class' },
  });
  const { state } = await submit(world, [orderOver(world, devices, ['ann'], { class: 'dangerous' })], [[...devices]]);
  expect(state).toBe('planned');
});

function statementId(envelope: Envelope): string {
  return (JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as { id: string }).id;
}
