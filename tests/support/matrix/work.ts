// An order that went to one device alone, with its run.
import { orderIdOf, runIdOf, type Order, type Ring, type Run } from '@fettle/collector/domain/orders/index';
import type { Stores } from '@fettle/collector/store/stores';
import type { DeviceId, OrderId, RunId, StatementId } from '@fettle/shared/ids';

export interface Work {
  readonly order: OrderId;
  readonly run: RunId;
}

const envelope = { payload: '', payloadType: '', signatures: [] };

export async function worked(stores: Stores, device: DeviceId, host: string, site: string, now: number): Promise<Work> {
  const statement = `s${device.slice(1)}`.slice(0, 26) as StatementId;
  const id = orderIdOf(statement);
  const order: Order = {
    id,
    title: `Clear ${host}`,
    words: `Run clear-temp@1 on ${host}`,
    class: 'change',
    mode: 'run',
    state: 'planned',
    why: null,
    reason: 'It is full.',
    signedAt: now,
    signers: ['ann'],
    submittedBy: { id: 'system:test', name: 'test' },
    notBefore: now + 86_400_000,
    expires: now + 2 * 86_400_000,
    targets: 1,
    ring: -1,
    rings: 1,
    plan: { haltAt: null, waitMs: 0 },
    steps: [],
    dangers: [],
    scripts: [],
    sites: [site],
    incident: null,
    change: null,
    draft: null,
    endedAt: null,
    version: 1,
  };
  const about = { statement, targets: 1, startedAt: null, endedAt: null, forgiven: 0 };
  const ring: Ring = { ...about, order: id, ring: 0, envelope, hash: statement, state: 'planned' };
  const run: Run = {
    id: runIdOf(statement, device, 1),
    kind: 'order',
    order: id,
    title: order.title,
    statement,
    device,
    deviceName: host,
    site,
    host,
    ring: 0,
    place: 0,
    run: 1,
    state: 'withheld',
    code: null,
    exit: null,
    step: 0,
    lastLine: null,
    remark: null,
    queuedAt: now,
    startedAt: null,
    endedAt: null,
    receipt: null,
    incident: null,
    rule: null,
    instance: null,
  };
  const note = { events: [], audit: [] };
  const answer = await stores.orders.add(
    { order, rings: [ring], runs: [run], sealed: [], blobs: [], bodies: [] },
    note,
  );
  if (answer !== 'added') throw new Error(answer);
  return { order: id, run: run.id };
}
