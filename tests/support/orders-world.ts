// A collector with a trust root, a published script and devices with real keys that answer as executors do, without sockets.
import { createHash } from 'node:crypto';
import { publishRoot, systemActor } from '@fettle/collector/domain/access/index';
import { enrolDevice, publishGrant, publishToken } from '@fettle/collector/domain/devices/index';
import { agentActor } from '@fettle/collector/domain/access/index';
import { publishScript, statementOf } from '@fettle/collector/domain/scripts/index';
import type { ScriptBody } from '@fettle/shared/api/scripts';
import type { OrderSigned } from '@fettle/shared/api/orders';
import { base32, type DeviceId } from '@fettle/shared/ids';
import type { FromCollector } from '@fettle/shared/protocol/messages';
import { canonicalBytes, parseCanonical } from '@fettle/shared/trust/canonical';
import { fingerprint } from '@fettle/shared/trust/chain';
import { type Envelope, payloadTypes, sign, unpack } from '@fettle/shared/trust/envelope';
import { exampleRoot, seedOf, signerOf, tenant } from '@fettle/shared/trust/example.fixture';
import { deviceId, signer, toBase64 } from '@fettle/shared/trust/keys';
import type { OrderStatement } from '@fettle/shared/trust/order';
import { treeOf } from '@fettle/shared/trust/targets';
import type { ReceiptStatement, RootStatement, StandingStatement } from '@fettle/shared/trust/statements';
import { type TestApp, testApp } from './app.ts';

export const system = systemActor('test');
const roleOf = (...names: string[]) => ({ keys: names.map((name) => signerOf(name).keyId), threshold: 1 });

/** ann signs orders, ben approves, cleo publishes scripts, dora lets devices in. */
export function ordersRoot(change: Partial<RootStatement> = {}): RootStatement {
  const root = exampleRoot();
  return {
    ...root,
    roles: {
      ...root.roles,
      operator: roleOf('ann', 'ben'),
      approver: roleOf('ben', 'cleo'),
      publisher: roleOf('cleo'),
      enroller: roleOf('dora'),
    },
    ...change,
  };
}

export const scriptBody = (change: Partial<ScriptBody> = {}): ScriptBody => ({
  title: 'Clear temp',
  summary: 'Removes old files.',
  readme: '',
  tags: ['disk'],
  class: 'change',
  timeout: 60,
  runAs: 'system',
  parameters: [],
  exits: { done: [0], notApplicable: [3], rebootNeeded: [] },
  check: true,
  undo: false,
  output: 65_536,
  manualMinutes: 5,
  programs: [{ platforms: ['linux'], interpreter: 'sh', body: 'echo cleared\n' }],
  ...change,
});

export interface OrdersWorld extends AsyncDisposable {
  readonly app: TestApp;
  readonly devices: readonly TestDevice[];
  /** Fingerprint of the script's statement. */
  readonly script: string;
}

/** @param names of devices, each with a grant of site `berlin` */
export async function ordersWorld(
  names: readonly string[],
  options: { readonly root?: RootStatement; readonly labels?: Readonly<Record<string, string>> } = {},
): Promise<OrdersWorld> {
  const app = await testApp({ jobs: 'driven' });
  const { stores, clock } = app;
  const root = options.root ?? ordersRoot();
  const chain = [sign(payloadTypes.root, root, [signerOf('ann'), signerOf('ben')])];
  await publishRoot({ store: stores.access, now: clock.now() }, system, { chain });
  const script = await published(app, 'clear-temp', scriptBody());
  const devices: TestDevice[] = [];
  for (const name of names) devices.push(await enrolled(app, name, options.labels ?? {}));
  return { app, devices, script, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() };
}

/** Publishes the next version of a script; gives its fingerprint. */
export async function published(
  { stores, clock }: TestApp,
  name: string,
  body: ScriptBody,
  version = 1,
): Promise<string> {
  const envelope = sign(payloadTypes.script, statementOf(body, { tenant, name, version }), [signerOf('cleo')]);
  const ports = { store: stores.scripts, access: stores.access, trust: stores.trust, now: clock.now() };
  return (await publishScript(ports, system, { name, envelope, body })).statement;
}

/** A device that came with a token of its own and was granted its site and labels. */
export async function enrolled(
  app: TestApp,
  name: string,
  labels: Readonly<Record<string, string>>,
  site = 'berlin',
): Promise<TestDevice> {
  const { stores, clock } = app;
  const now = clock.now();
  const key = signer(seedOf(`device ${name}`));
  const id = deviceId(key.publicKey);
  const tokenKey = toBase64(signerOf(`token ${name}`).publicKey);
  const times = { notBefore: now, notAfter: now + 1_000 };
  const ports = { store: stores.devices, now };
  await publishToken(ports, system, { key: tokenKey, envelope: '{}', site, labels, uses: 1, ...times });
  const publicKey = toBase64(key.publicKey);
  const record = { id, host: name, publicKey, sealingKey: toBase64(signerOf(`seal ${name}`).publicKey) };
  await enrolDevice(ports, agentActor(id), { record, tokenKey, agentVersion: '0.1.0' });
  const grant = { v: 1, tenant, device: id, version: 1, site, labels };
  const envelope = JSON.stringify(sign(payloadTypes.grant, grant, [signerOf('dora')]));
  await publishGrant(ports, system, { device: id, version: 1, envelope });
  return new TestDevice(app, id, name);
}

/** An order statement over devices, signed. */
export function orderOver(
  { app, script }: Pick<OrdersWorld, 'app' | 'script'>,
  devices: readonly TestDevice[],
  by: readonly string[] = ['ann'],
  change: Partial<OrderStatement> = {},
): Envelope {
  const now = app.clock.now();
  const { hash, count } = treeOf(devices.map(({ id, host }) => ({ id, host })));
  const what = { script: { name: 'clear-temp', version: 1, statement: script } };
  const statement: OrderStatement = {
    v: 1,
    id: newId(),
    tenant,
    root: 1,
    rev: 0,
    op: signerOf(by[0] ?? 'ann').keyId,
    seq: 1,
    iat: now,
    nbf: now,
    exp: now + 3_600_000,
    targets: { hash, count },
    action: { kind: 'script', steps: [{ what, mode: 'run', parameters: {}, secrets: {}, when: null }] },
    class: 'change',
    reason: 'It is full.',
    ...change,
  };
  return sign(payloadTypes.order, statement, by.map(signerOf));
}

let ids = 0;
/** 26 characters of base 32, each time another. */
export const newId = () => base32(createHash('sha256').update(`id ${ids++}`).digest(), 26);

export function standingOver(
  { app, script }: Pick<OrdersWorld, 'app' | 'script'>,
  by: readonly string[] = ['ann', 'cleo'],
  change: Partial<StandingStatement> = {},
): Envelope {
  const now = app.clock.now();
  const what = { script: { name: 'clear-temp', version: 1, statement: script } };
  const statement: StandingStatement = {
    v: 1,
    id: newId(),
    version: 1,
    tenant,
    root: 1,
    rev: 0,
    op: signerOf(by[0] ?? 'ann').keyId,
    iat: now,
    exp: now + 86_400_000,
    name: 'Clear when full',
    trigger: { kind: 'clock', cron: '0 3 * * *', zone: 'device', jitter: 0, missed: 'run' },
    selector: 'site=berlin',
    steps: [{ what, mode: 'run', parameters: {}, secrets: {}, when: null }],
    caps: { perHour: 4, coolDown: 60, bootGuard: 900, failures: 3 },
    class: 'change',
    reason: 'It fills again.',
    enabled: true,
    ...change,
  };
  return sign(payloadTypes.standing, statement, by.map(signerOf));
}

/** What is brought to `POST /api/v1/orders`. */
export function signedOf(
  envelopes: readonly Envelope[],
  rings: readonly (readonly TestDevice[])[],
  draft: string | null = null,
): OrderSigned {
  return {
    draft,
    envelopes: [...envelopes],
    rings: rings.map((ring) => ring.map(({ id, host }) => ({ id, host }))),
    sealed: {},
    blobs: {},
    fresh: null,
  };
}

type Statement = Extract<FromCollector, { type: 'statement' }>;
type Ending = Partial<ReceiptStatement> & { readonly text?: string };

/** A device that keeps its chain of receipts as an executor does. */
export class TestDevice {
  readonly id: DeviceId;
  readonly host: string;
  #app: TestApp;
  seq = 0;
  previous: string | null = null;

  constructor(app: TestApp, id: DeviceId, host: string) {
    this.#app = app;
    this.id = id;
    this.host = host;
  }

  /** Of a collector that was started again. */
  moveTo(app: TestApp): void {
    this.#app = app;
  }

  get work() {
    return this.#app.agents.work;
  }

  /** What it is sent as soon as it says what it holds. */
  async connect(holds: object = {}): Promise<readonly FromCollector[]> {
    return this.work.holds(this.id, {
      type: 'holds',
      root: 1,
      rev: 0,
      fresh: 0,
      grant: 1,
      standing: [],
      executor: 'ready',
      ...holds,
    });
  }

  /** The orders that it is sent. */
  async orders(): Promise<Envelope[]> {
    const all = (await this.connect()).filter((one): one is Statement => one.type === 'statement');
    return all
      .map(({ envelope }) => envelope as Envelope)
      .filter(({ payloadType }) => payloadType === payloadTypes.order);
  }

  receipt(envelope: Envelope, { text = '', ...change }: Ending = {}): { receipt: Envelope; data: string } {
    const type = envelope.payloadType === payloadTypes.order ? 'order' : 'standing';
    const { payload } = unpack(envelope, payloadTypes[type]);
    const now = this.#app.clock.now();
    const output = Buffer.from(text);
    const statement: ReceiptStatement = {
      v: 1,
      tenant,
      device: this.id,
      seq: this.seq + 1,
      previous: this.previous,
      kind: type,
      order: (parseCanonical(payload) as { id: string }).id,
      statement: fingerprint(payload),
      run: 1,
      firing: type === 'order' ? null : { kind: 'clock', due: now },
      started: now,
      ended: now,
      outcome: 'done',
      code: null,
      steps: [
        {
          step: 0,
          program: null,
          name: 'clear-temp@1',
          mode: 'run',
          outcome: 'done',
          exit: 0,
          started: now,
          ended: now,
        },
      ],
      output: { sha256: createHash('sha256').update(output).digest('hex'), kept: output.length, total: output.length },
      ...change,
    };
    this.seq = statement.seq;
    this.previous = fingerprint(canonicalBytes(statement));
    const receipt = sign(payloadTypes.receipt, statement, [signer(seedOf(`device ${this.host}`))]);
    return { receipt, data: output.toString('base64') };
  }

  /** Runs what it was sent and brings the receipt. */
  async run(envelope: Envelope, ending: Ending = {}): Promise<unknown> {
    return this.bring(this.receipt(envelope, ending));
  }

  bring({ receipt, data }: { receipt: Envelope; data: string }, part = 0, parts = 1): Promise<unknown> {
    return this.work.result(this.id, { type: 'result', receipt, part, parts, data });
  }
}
