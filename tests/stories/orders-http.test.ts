/** Scripts, orders, standing orders and trust as other programs meet them: over HTTP, with an API token. */
import { createApiToken } from '@fettle/collector/domain/access/index';
import type { OrderDetail, OrderDraft, RunDetail, SigningKit } from '@fettle/shared/api/orders';
import type { Role } from '@fettle/shared/api/session';
import { payloadTypes, sign } from '@fettle/shared/trust/envelope';
import { signerOf, tenant } from '@fettle/shared/trust/example.fixture';
import { statementOf } from '@fettle/collector/domain/scripts/index';
import { describe, expect, test } from 'vitest';
import {
  type OrdersWorld,
  orderOver,
  ordersWorld,
  scriptBody,
  signedOf,
  standingOver,
  system,
  type TestDevice,
} from '../support/orders-world.ts';

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- who asks knows what is answered
type Ask = <Answer = Record<string, unknown>>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: Answer }>;

async function asking({ app }: OrdersWorld, role: Role = 'operator'): Promise<Ask> {
  const { stores, clock, http } = app;
  const ports = { store: stores.access, people: stores.people, now: clock.now() };
  const asked = { name: role, role, sites: 'all', expiresAt: null } as const;
  const { secret } = await createApiToken(ports, system, asked);
  return async (method, path, body) => {
    const answer = await http.inject({
      method,
      url: `/api/v1${path}`,
      headers: { authorization: `Bearer ${secret}` },
      ...(body !== undefined && { payload: body as object }),
    });
    return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json()) as never };
  };
}

const draft = (devices: readonly TestDevice[], change: object = {}) => ({
  body: {
    title: '',
    reason: 'It is full.',
    change: null,
    incident: null,
    what: {
      kind: 'order',
      action: { kind: 'script', steps: [{ script: 'clear-temp', mode: 'run', parameters: {}, when: null }] },
      targets: { kind: 'devices', devices: devices.map(({ id }) => id) },
      notBefore: null,
      expiresInMs: 3_600_000,
      rings: null,
      ...change,
    },
  },
  version: 0,
});

describe('over HTTP', () => {
  test('a draft is kept, shown with what it comes to, signed, run, and read with its output', async () => {
    await using world = await ordersWorld(['a', 'b']);
    const ask = await asking(world);
    const [a] = world.devices as [TestDevice, TestDevice];
    const { body: made, status } = await ask<OrderDraft>('POST', '/orders/drafts', draft([a]));
    expect({ status, ...made }).toMatchObject({
      status: 201,
      problems: [],
      class: 'change',
      command: `fettle order sign ${made.id}`,
    });
    expect((await ask('PUT', `/orders/drafts/${made.id}`, { ...draft([a]), version: 0 })).status).toBe(409);
    expect((await ask('GET', '/orders/drafts')).body).toMatchObject({ items: [{ id: made.id, title: 'clear-temp' }] });
    const preview = await ask<OrderDraft>(
      'POST',
      '/orders/drafts/preview',
      draft(world.devices, { notBefore: 1 }).body,
    );
    expect(preview.body.problems).toEqual(['Its time is over already.']);
    const { body: kit } = await ask<SigningKit>('GET', `/orders/drafts/${made.id}/signing`);
    expect(kit).toMatchObject({ envelopes: [], rings: [[{ id: a.id, host: 'a' }]], roots: [{}] });

    const envelope = orderOver(world, [a]);
    const submitted = await ask<{ id: string }>('POST', '/orders', signedOf([envelope], [[a]], made.id));
    expect(submitted).toMatchObject({ status: 201, body: { kind: 'order', state: 'planned' } });
    const { id } = submitted.body;
    expect((await ask('GET', `/orders/drafts/${made.id}`)).status).toBe(404);
    await a.connect();
    expect((await ask('GET', `/orders/${id}/matrix`)).body).toEqual({ order: id, cells: [[a.id, 'a', 'sent', 0]] });
    await a.work.output(a.id, {
      type: 'output',
      order: statementOfOrder(envelope),
      run: 1,
      at: 0,
      data: Buffer.from('so far').toString('base64'),
    });
    const { body: page } = await ask<{ items: { id: string }[] }>('GET', `/orders/${id}/runs`);
    const run = page.items[0]?.id ?? '';
    expect((await ask<RunDetail>('GET', `/runs/${run}`)).body).toMatchObject({ output: 'so far', receipt: null });
    await a.run(envelope, { text: '<b>done</b>\u001b[2J\n' });
    await world.app.orders.tend();
    expect((await ask<RunDetail>('GET', `/runs/${run}`)).body).toMatchObject({
      output: '<b>done</b>\n',
      state: 'done',
      receiptSeq: 1,
    });
    const { body: over } = await ask<OrderDetail>('GET', `/orders/${id}`);
    expect(over).toMatchObject({ state: 'ended', may: [], counts: { done: 1 } });
    expect((await ask('POST', `/orders/${id}/act`, { act: 'stop', version: over.version })).body).toMatchObject({
      code: 'order_state',
    });
    expect((await ask('GET', '/scripts?search=temp')).body).toMatchObject({
      items: [{ name: 'clear-temp', runs: 1, failed: 0 }],
    });
  });

  test('what does not hold is refused with its reason, and says nothing more', async () => {
    await using world = await ordersWorld(['a', 'b']);
    const ask = await asking(world);
    const [a, b] = world.devices as [TestDevice, TestDevice];
    const refused = await ask('POST', '/orders', signedOf([orderOver(world, [a])], [[b]]));
    expect(refused).toMatchObject({ status: 422, body: { code: 'statement_refused' } });
    expect((await ask('POST', '/orders', signedOf([], []))).status).toBe(400);
    expect(
      (await ask('POST', '/orders', signedOf([{ payload: '', payloadType: 'x', signatures: [] }], [[a]]))).status,
    ).toBe(422);
    const technician = await asking(world, 'technician');
    expect((await technician('POST', '/orders', signedOf([orderOver(world, [a])], [[a]]))).status).toBe(403);
    expect((await ask('GET', '/orders')).body).toMatchObject({ items: [] });
  });

  test('scripts are written, published by a publisher’s signature alone, compared and restored', async () => {
    await using world = await ordersWorld([]);
    const ask = await asking(world);
    const body = scriptBody({ title: 'Rotate logs' });
    expect((await ask('PUT', '/scripts/rotate/draft', { body, version: 0 })).body).toMatchObject({
      published: null,
      command: 'fettle script publish rotate',
    });
    const twice = { ...body, programs: [...body.programs, ...body.programs] };
    expect((await ask('PUT', '/scripts/rotate/draft', { body: twice, version: 1 })).body).toMatchObject({
      code: 'input_invalid',
    });
    const envelope = (name: string, by: string, version = 1) =>
      sign(payloadTypes.script, statementOf(body, { tenant, name, version }), [signerOf(by)]);
    const publish = (by: string, change: object = {}) =>
      ask('POST', '/scripts/rotate/publish', { envelope: envelope('rotate', by), body, ...change });
    expect((await publish('ann')).body).toMatchObject({ code: 'statement_refused' });
    expect(
      (
        await publish('cleo', {
          body: scriptBody({ programs: [{ platforms: ['linux'], interpreter: 'sh', body: 'rm -rf /\n' }] }),
        })
      ).body,
    ).toMatchObject({ code: 'statement_refused' });
    expect((await publish('cleo')).body).toMatchObject({ published: 1, draft: false, waiting: null });
    expect((await publish('cleo')).body).toMatchObject({ code: 'changed_meanwhile' });
    const changed = await ask<{ waiting: { version: number } }>('PUT', '/scripts/rotate/draft', {
      body: scriptBody({ title: 'Other' }),
      version: 2,
    });
    expect(changed.body.waiting.version).toBe(3);
    expect((await ask('POST', '/scripts/rotate/restore', { from: 1, version: 3 })).body).toMatchObject({
      waiting: { body: { title: 'Rotate logs' } },
    });
    expect((await ask('DELETE', '/scripts/rotate/draft?version=4')).status).toBe(204);
    expect((await ask('GET', '/scripts/rotate/versions/1')).body).toMatchObject({
      signers: ['cleo'],
      body: { title: 'Rotate logs' },
    });
  });

  test('trust is shown; revocations and freshness are taken if they are newer, and told to who lacks them', async () => {
    await using world = await ordersWorld(['a']);
    const ask = await asking(world);
    const [a] = world.devices as [TestDevice];
    const now = world.app.clock.now();
    const fresh = (rev: number, until: number, by = 'ann') =>
      ask('POST', '/trust/statements', {
        envelope: sign(payloadTypes.fresh, { v: 1, tenant, root: 1, rev, iat: now, until }, [signerOf(by)]),
      });
    expect((await ask('GET', '/trust')).body).toMatchObject({
      version: 1,
      freshness: 'none',
      devices: { total: 1, unknown: 1 },
    });
    expect((await fresh(0, now + 86_400_000)).status).toBe(204);
    expect((await fresh(0, now + 86_400_000)).body).toMatchObject({ code: 'statement_older' });
    expect((await fresh(0, now + 15 * 86_400_000)).body).toMatchObject({ code: 'statement_refused' });
    expect((await fresh(0, now + 2 * 86_400_000, 'dora')).body).toMatchObject({ code: 'statement_refused' });
    const revoke = { v: 1, tenant, version: 1, iat: now, keys: [signerOf('dora').keyId], orders: [], stop: 0 };
    const envelope = sign(payloadTypes.revoke, revoke, [signerOf('ann')]);
    expect((await ask('POST', '/trust/statements', { envelope })).status).toBe(204);
    expect((await ask('POST', '/trust/statements', { envelope })).body).toMatchObject({ code: 'statement_older' });
    const types = (await a.connect()).map((one) => (one.type === 'statement' ? one.envelope.payloadType : one.type));
    expect(types).toEqual([payloadTypes.revoke, payloadTypes.fresh]);
    expect(await a.connect({ rev: 1, fresh: now + 86_400_000 })).toEqual([]);
    expect((await ask('GET', '/trust')).body).toMatchObject({
      freshness: 'ending',
      revocations: { version: 1 },
      devices: { current: 1, ready: 1 },
    });
    await world.app.orders.keep();
    await world.app.orders.keep();
    const { body } = await ask<{ items: unknown[] }>('GET', '/events?kind=trust.stale');
    expect(body.items).toHaveLength(1);
  });

  test('standing orders are shown with whom they fit and who holds them', async () => {
    await using world = await ordersWorld(['a', 'b']);
    const ask = await asking(world);
    const [a] = world.devices as [TestDevice];
    const { body } = await ask<{ id: string }>('POST', '/orders', signedOf([standingOver(world)], []));
    await a.connect({ standing: [{ id: body.id, version: 1 }] });
    expect((await ask('GET', '/standing-orders')).body).toMatchObject({
      items: [{ id: body.id, state: 'in-force', devices: 2, held: 1 }],
    });
    expect((await ask('GET', `/standing-orders/${body.id}`)).body).toMatchObject({
      name: 'Clear when full',
      kind: 'clock',
    });
    const waiting = await ask<{ id: string }>('POST', '/orders', signedOf([standingOver(world, ['ann'])], []));
    expect((await ask('GET', '/approvals')).body).toMatchObject({ items: [{ id: waiting.body.id, kind: 'standing' }] });
    expect((await ask('GET', `/approvals/${waiting.body.id}/signing`)).body).toMatchObject({
      draft: null,
      envelopes: [{}],
      scripts: [{}],
    });
    expect((await ask('GET', `/approvals/${body.id}/signing`)).body).toMatchObject({ code: 'order_state' });
  });
});

function statementOfOrder({ payload }: { readonly payload: string }): string {
  return (JSON.parse(Buffer.from(payload, 'base64').toString()) as { id: string }).id;
}
