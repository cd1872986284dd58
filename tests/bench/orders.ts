/**
 * A signed order to a fleet: 2,000 devices over real sockets verify it as executors do, fetch the script's body and answer with
 * signed receipts. ms from the request that brings the order until each device has begun and until its receipt is durable. Then an
 * order for five times as many that are not connected: how long taking it lasts. `--quick`: a smaller fleet.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { homeAt } from '@fettle/collector/operator/home';
import { openKey } from '@fettle/collector/operator/keys';
import { statementOf } from '@fettle/collector/domain/scripts/index';
import { base32 } from '@fettle/shared/ids';
import { parseCanonical } from '@fettle/shared/trust/canonical';
import { type Envelope, payloadTypes, sign, unpack } from '@fettle/shared/trust/envelope';
import { fingerprint } from '@fettle/shared/trust/chain';
import type { Signer } from '@fettle/shared/trust/keys';
import type { OrderStatement } from '@fettle/shared/trust/order';
import { readRoot, type Root } from '@fettle/shared/trust/root';
import { pathOf, type Target, treeOf } from '@fettle/shared/trust/targets';
import { randomBytes } from 'node:crypto';
import { deviceIdOf } from '../simulate/identity.ts';
import { until } from '../support/fettle.ts';
import { scriptBody } from '../support/orders-world.ts';
import type { Emit } from './figure.ts';
import { Collector, passphrase } from './load/collector.ts';
import { fleetSeed } from './load/device.ts';
import { Loads } from './load/loads.ts';
import { quiet } from './load/settle.ts';
import { loadAverage, percentile, round } from './reckon/numbers.ts';

const interval = 10_000;
const day = 86_400_000;

export async function run(emit: Emit, { quick = false } = {}): Promise<void> {
  const devices = quick ? 200 : 2_000;
  const all = 5 * devices;
  await using collector = await Collector.start(all);
  const signing = await Signing.begin(collector);
  await using loads = await Loads.make(collector.place, {
    devices,
    kind: 'sixty',
    frames: 0,
    start: 0,
    interval,
    runs: true,
  });
  await loads.connectAll();
  await quiet(collector, 1);
  loads.tell({ type: 'live', every: interval });
  await sleep(quick ? 2_000 : interval);
  const conditions = { devices, interval_ms: interval, tls: true, load: loadAverage() };
  // The first carries freshness and the body to everybody; the second finds them there.
  for (const figure of ['first', 'next']) {
    const cpu = collector.cpuSeconds();
    const agents = (await loads.report()).cpuSeconds;
    const { took, begun, durable } = await orderAll(collector, loads, signing, devices);
    emit(`${figure}_taken_ms`, round(took, 1), 'ms', conditions);
    emit(`${figure}_begun_ms_p50`, round(percentile(begun, 0.5), 1), 'ms', conditions);
    emit(`${figure}_begun_ms_p99`, round(percentile(begun, 0.99), 1), 'ms', conditions);
    emit(`${figure}_durable_ms_p50`, round(percentile(durable, 0.5), 1), 'ms', conditions);
    emit(`${figure}_durable_ms_p99`, round(percentile(durable, 0.99), 1), 'ms', conditions);
    emit(`${figure}_core_ms_a_device`, round(((collector.cpuSeconds() - cpu) * 1_000) / devices, 2), 'ms', conditions);
    const agentsCpu = (await loads.report()).cpuSeconds - agents;
    emit(`${figure}_agents_core_ms_a_device`, round((agentsCpu * 1_000) / devices, 2), 'ms', conditions);
    emit(`${figure}_durable_ms_most`, round(Math.max(...durable), 1), 'ms', conditions);
  }
  const { took, slowest, bytes } = await orderWide(collector, signing, devices, all);
  const wide = { ...conditions, targets: all - devices };
  emit('wide_taken_ms', round(took, 1), 'ms', wide);
  emit('wide_slowest_answer_ms', round(slowest, 1), 'ms', wide);
  emit('wide_statement_bytes', bytes, 'By', wide);
}

/** What who signs holds: the operator's key, and the script that a publisher signed. */
class Signing {
  readonly signer: Signer;
  readonly root: Root;
  readonly script: Envelope;
  fresh: Envelope | null;

  private constructor(signer: Signer, root: Root, script: Envelope) {
    this.signer = signer;
    this.root = root;
    this.script = script;
    const now = Date.now();
    const statement = { v: 1, tenant: root.tenant, root: root.version, rev: 0, iat: now, until: now + 14 * day };
    this.fresh = sign(payloadTypes.fresh, statement, [signer]);
  }

  static async begin(collector: Collector): Promise<Signing> {
    const signer = await openKey(homeAt(join(collector.fettle.folder, 'home')), null, passphrase);
    const { roots } = JSON.parse((await collector.get('/api/v1/trust/statements')).toString()) as { roots: Envelope[] };
    const root = readRoot(parseCanonical(unpack(roots.at(-1), payloadTypes.root).payload));
    const body = scriptBody({
      programs: [{ platforms: ['linux'], interpreter: 'sh', body: `# ${'x'.repeat(4_000)}\n` }],
    });
    const statement = statementOf(body, { tenant: root.tenant, name: 'bench', version: 1 });
    const script = sign(payloadTypes.script, statement, [signer]);
    await collector.post('/api/v1/scripts/bench/publish', { envelope: script, body });
    return new Signing(signer, root, script);
  }

  /** An order as it is brought, with its tree. */
  order(targets: readonly Target[]) {
    const now = Date.now();
    const tree = treeOf(targets);
    const hash = fingerprint(unpack(this.script, payloadTypes.script).payload);
    const what = { script: { name: 'bench', version: 1, statement: hash } };
    const statement: OrderStatement = {
      v: 1,
      id: base32(randomBytes(17), 26),
      tenant: this.root.tenant,
      root: this.root.version,
      rev: 0,
      op: this.signer.keyId,
      seq: 1,
      iat: now,
      nbf: now,
      exp: now + 3_600_000,
      targets: { hash: tree.hash, count: tree.count },
      action: { kind: 'script', steps: [{ what, mode: 'run', parameters: {}, secrets: {}, when: null }] },
      class: 'dangerous',
      reason: 'Benchmark',
    };
    const envelope = sign(payloadTypes.order, statement, [this.signer]);
    const { fresh } = this;
    this.fresh = null;
    return {
      tree,
      envelope,
      body: { draft: null, envelopes: [envelope], rings: [targets], sealed: {}, blobs: {}, fresh },
    };
  }
}

const targetsOf = (from: number, to: number): Target[] =>
  Array.from({ length: to - from }, (_, i) => ({ id: deviceIdOf(fleetSeed, from + i), host: `made-${from + i}` }));

/** Each device's ms until it has begun and until its receipt is durable, by the collector's events. */
async function orderAll(collector: Collector, loads: Loads, signing: Signing, devices: number) {
  const { body } = signing.order(targetsOf(0, devices));
  const began = Date.now();
  const at = performance.now();
  const { id } = JSON.parse((await collector.post('/api/v1/orders', body)).toString()) as { id: string };
  const took = performance.now() - at;
  await until(
    'every receipt',
    async () => {
      const { lost, why } = await loads.report();
      if (lost > 0) throw new Error(`${lost} devices failed: ${why}`);
      const order = JSON.parse((await collector.get(`/api/v1/orders/${id}`)).toString()) as {
        counts: { done?: number };
      };
      return order.counts.done === devices;
    },
    120_000,
  );
  const timesOf = async (kind: string) => {
    const times: number[] = [];
    let cursor = '';
    do {
      const path = `/api/v1/events?kind=${kind}&from=${began}&limit=1000${cursor}`;
      const page = JSON.parse((await collector.get(path)).toString()) as Page;
      times.push(...page.items.filter(({ detail }) => detail.order === id).map(({ time }) => time - began));
      cursor = page.next === null ? '' : `&cursor=${page.next}`;
    } while (cursor !== '');
    return times;
  };
  const [begun, durable] = [await timesOf('run.started'), await timesOf('run.ended')];
  if (durable.length !== devices) throw new Error(`${durable.length} receipts of ${devices}`);
  return { took, begun, durable };
}

interface Page {
  readonly items: readonly { readonly time: number; readonly detail: { readonly order?: string } }[];
  readonly next: string | null;
}

/** How long an order for many takes that are not there, what others wait for meanwhile, and what one device would be sent. */
async function orderWide(collector: Collector, signing: Signing, from: number, to: number) {
  const { body, tree, envelope } = signing.order(targetsOf(from, to));
  const done = new AbortController();
  let slowest = 0;
  const asking = (async () => {
    while (!done.signal.aborted) {
      const at = performance.now();
      await collector.get('/api/v1/trust/statements');
      slowest = Math.max(slowest, performance.now() - at);
      await sleep(20);
    }
  })();
  await sleep(100);
  const at = performance.now();
  await collector.post('/api/v1/orders', body);
  const took = performance.now() - at;
  done.abort();
  await asking;
  const path = pathOf(tree, deviceIdOf(fleetSeed, from));
  const bytes = JSON.stringify({ type: 'statement', envelope, path, scripts: [signing.script] }).length;
  return { took, slowest, bytes };
}
