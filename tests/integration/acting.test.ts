/** A signed order over a real link, to a real agent and a real executor, each a process of its own. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openState, stateFiles } from '@fettle/agent/state';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import { bodyOf } from '@fettle/shared/rules/body.fixture';
import { signedRule } from '@fettle/shared/rules/signed';
import type { StandingStatement } from '@fettle/shared/trust/statements';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { exampleToken, seedOf, signed, signerOf } from '@fettle/shared/trust/example.fixture';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import { newSealingKey, toBase64 } from '@fettle/shared/trust/keys';
import { openReceipt } from '@fettle/shared/trust/open';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Carrier, carrierIdentity, statement } from '../support/carrier.ts';
import { type AskOrder, device, ExecutorWorld, host, published, read } from '../support/executor-world.ts';
import { Running, until } from '../support/fettle.ts';

let data: string;
let world: ExecutorWorld;
let carrier: Carrier;
let agent: Running | null = null;

beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'fettle-acting-'));
  carrier = await Carrier.start();
  world = new ExecutorWorld(Date.now(), { collectors: [carrierIdentity()] });
  const sealing = newSealingKey();
  const keys = {
    seed: toBase64(seedOf('device')),
    sealing: { private: toBase64(sealing.privateKey), public: toBase64(sealing.publicKey) },
  };
  writeFileSync(join(data, stateFiles.keys), JSON.stringify(keys), { mode: 0o600 });
  const enrolment = {
    device,
    host,
    collector: carrier.url,
    fingerprint: fingerprintOf(world.root),
    pin: null,
    token: signed('token', exampleToken(), 'ann'),
    enrolledAt: Date.now(),
  };
  openState(data).saveEnrolment(enrolment, [world.rootEnvelope]);
});

afterEach(async () => {
  await agent?.stop('SIGKILL');
  agent = null;
  await carrier[Symbol.asyncDispose]();
  world[Symbol.dispose]();
  rmSync(data, { recursive: true, force: true });
});

async function startAgent(interval = '10s'): Promise<void> {
  const before = carrier.connections;
  agent = new Running(['agent/src/main.ts', 'run', '--data', data, '--interval', interval], {
    FETTLE_LOG_LEVEL: 'info',
  });
  await until('the agent to be welcome', () => carrier.connections > before);
}

/** Fresh trust and a grant, then the order and, when it is wanted, its script. */
async function give({ envelope, path, scripts }: AskOrder, body: string): Promise<void> {
  const [, fresh, grant] = world.trust();
  carrier.say(statement(grant as Envelope));
  carrier.say(statement(fresh as Envelope));
  await carrier.hears('holds', ({ executor }) => executor === 'ready');
  carrier.say({ type: 'statement', envelope, path, scripts: [...scripts] });
  await carrier.hears('want');
  carrier.say(blobOf(body));
}

function blobOf(body: string): FromCollector {
  const bytes = Buffer.from(body);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { type: 'blob', sha256, offset: 0, total: bytes.length, data: bytes.toString('base64') };
}

const opened = (receipt: unknown) => openReceipt(receipt, { id: device, key: signerOf('device').publicKey }).statement;

test('it runs once, its output comes live, and its receipt verifies; killed before it is kept, it comes again and nothing runs', async () => {
  const mark = join(data, 'ran');
  const body = `echo once >> '${mark}'\necho hello\nsleep 1\necho there\n`;
  const script = published(body);
  const order = world.scriptOrder(script);
  await startAgent();
  expect((await carrier.hears('holds')).executor).toBe('stale');
  await give(order, body);
  await carrier.hears('progress', ({ state }) => state === 'running');
  const live = await carrier.hears('output');
  expect(Buffer.from(live.data, 'base64').toString()).toBe('hello\n');
  const { receipt, data: output } = await carrier.hears('result');
  const told = opened(receipt);
  expect(told).toMatchObject({ device, seq: 1, outcome: 'done', code: null });
  expect(Buffer.from(output, 'base64').toString()).toBe('hello\nthere\n');

  // Between result and kept.
  await agent?.stop('SIGKILL');
  const before = carrier.ofType('result').length;
  await startAgent();
  const again = await carrier.hears('result', () => true, before);
  expect(again.receipt).toEqual(receipt);
  carrier.say({ type: 'kept', what: 'result', seq: told.seq });
  // The same order once more, as a collector that is hostile or forgetful would.
  carrier.say({ type: 'statement', envelope: order.envelope, path: order.path, scripts: [...order.scripts] });
  await until('the result to be kept', () => existsSync(join(data, 'runs', 'results', '1-kept.json')));
  await until('the order to be done', () => readdirSync(join(data, 'runs', 'orders')).length === 0);
  expect(readFileSync(mark, 'utf8')).toBe('once\n');
  expect(carrier.ofType('result').length).toBe(before + 1);
}, 120_000);

test('a standing order fires by its rule on the agent’s own samples, and it is measured and told that it did not help', async () => {
  const body = 'echo tried\n';
  const script = published(body);
  const up = bodyOf({ kind: 'value', metric: 'system.uptime', is: 'above', levels: { critical: { limit: 1 } } });
  const standing = world.standing(script, {
    trigger: { kind: 'rule', rule: signedRule('up', up), severity: 'warning', settle: 1 },
    caps: { perHour: 1, coolDown: 0, bootGuard: 0, failures: 3 },
  });
  const { id } = read(standing) as StandingStatement;
  await startAgent('1s');
  const [, fresh, grant] = world.trust();
  for (const envelope of [grant, fresh]) carrier.say(statement(envelope as Envelope));
  carrier.say({ type: 'statement', envelope: standing, scripts: [script.envelope] });
  await carrier.hears('holds', (holds) => holds.standing.some((one) => one.id === id && one.version === 1));
  await carrier.hears('want');
  carrier.say(blobOf(body));
  const { receipt } = await carrier.hears('result');
  expect(opened(receipt)).toMatchObject({ kind: 'standing', order: id, run: 1, outcome: 'done' });
  expect(opened(receipt).firing).toMatchObject({ kind: 'rule', rule: 'up', instance: '', severity: 'critical' });
  const told = await carrier.hears('remedied');
  expect(told).toMatchObject({ standing: id, seq: 1, rule: 'up', instance: '', cleared: false });
  expect(told.after).toBeGreaterThan(told.before ?? Number.POSITIVE_INFINITY);
}, 120_000);

test('killed while it runs: the run goes on without the agent, and its receipt is found', async () => {
  const mark = join(data, 'ran');
  const body = `echo begun >> '${mark}'\nsleep 2\necho ended >> '${mark}'\n`;
  const order = world.scriptOrder(published(body));
  await startAgent();
  await give(order, body);
  await until('the script to begin', () => existsSync(mark));
  await agent?.stop('SIGKILL');
  await startAgent();
  const { receipt } = await carrier.hears('result');
  expect(opened(receipt)).toMatchObject({ seq: 1, outcome: 'done' });
  expect(readFileSync(mark, 'utf8')).toBe('begun\nended\n');
}, 120_000);
