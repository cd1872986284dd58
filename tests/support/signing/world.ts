/** A home with its trust, devices that were let in, a published script, and a collector that answers what it is told to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeScript, sha256Of } from '@fettle/collector/operator/compose/script';
import type { Desk } from '@fettle/collector/operator/desk';
import { rootOfSeveral } from '@fettle/collector/operator/first-root';
import { homeAt } from '@fettle/collector/operator/home';
import { homeKey, makeKey, openKey } from '@fettle/collector/operator/keys';
import { cosigned, propose } from '@fettle/collector/operator/proposal';
import { bearer, collectorAt } from '@fettle/collector/operator/reach/client';
import { placeOf } from '@fettle/collector/operator/reach/place';
import { addRoot } from '@fettle/collector/operator/roots';
import type { OrderDraftBody } from '@fettle/shared/api/orders';
import type { ScriptBody } from '@fettle/shared/api/scripts';
import { type Envelope, payloadTypes, sign } from '@fettle/shared/trust/envelope';
import { deviceId, newKey, newSealingKey, type Signer, signer, toBase64 } from '@fettle/shared/trust/keys';
import type { Root } from '@fettle/shared/trust/statements';

export const passphrase = 'correct horse battery';
export const now = 1_800_000_000_000;
const day = 86_400_000;

export const exampleScript: ScriptBody = {
  title: 'Say hello',
  summary: 'Says hello.',
  readme: '',
  tags: [],
  class: 'change',
  timeout: 60,
  runAs: 'system',
  parameters: [
    { name: 'whom', type: 'text', title: 'Whom', required: true, default: null, min: 1, max: 20, choices: [] },
  ],
  exits: { done: [0], notApplicable: [], rebootNeeded: [] },
  check: true,
  undo: false,
  output: 65_536,
  manualMinutes: 1,
  programs: [{ platforms: ['linux'], interpreter: 'sh', body: 'echo "hello $FETTLE_P_WHOM"\n' }],
};

/** The same with a secret. */
export const secretScript: ScriptBody = {
  ...exampleScript,
  parameters: [
    ...exampleScript.parameters,
    { name: 'token', type: 'secret', title: 'Token', required: true, default: null, min: 1, max: 100, choices: [] },
  ],
};

export const exampleDraft = (change: Partial<OrderDraftBody> = {}): OrderDraftBody => ({
  title: 'Hello',
  reason: 'because',
  change: null,
  incident: null,
  what: {
    kind: 'order',
    action: { kind: 'script', steps: [{ script: 'hello', mode: 'run', parameters: { whom: 'world' }, when: null }] },
    targets: { kind: 'selector', selector: '' },
    notBefore: null,
    expiresInMs: day,
    rings: null,
  },
  ...change,
});

/** A device as its own record and its token say. */
export interface ExampleDevice {
  readonly id: string;
  readonly host: string;
  readonly site: string;
  readonly platform: string;
  readonly critical: boolean;
  readonly sealingKey: string;
  readonly record: Envelope;
  readonly token: Envelope;
  /** Raw X25519 private key. */
  readonly unsealing: Uint8Array;
}

type Answer = { readonly status?: number; readonly type?: string; readonly body: unknown; readonly cookie?: string };
export type Route = (request: {
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}) => Answer | Promise<Answer>;

export class World implements AsyncDisposable {
  readonly folder: string;
  readonly root: Root;
  readonly roots: readonly Envelope[];
  readonly people: Readonly<Record<'ann' | 'ben' | 'cleo', Signer>>;
  readonly server: Server;
  /** By `METHOD /path` without its query. */
  readonly routes = new Map<string, Route>();
  /** What was asked, with bodies. */
  readonly asked: { readonly what: string; readonly body: unknown; readonly headers: IncomingMessage['headers'] }[] =
    [];
  url = '';

  private constructor(folder: string, given: Pick<World, 'root' | 'roots' | 'people'>) {
    this.folder = folder;
    this.root = given.root;
    this.roots = given.roots;
    this.people = given.people;
    this.server = createServer((request, response) => void this.#answer(request, response));
  }

  /** Three people, of whom ann's key lies here; `solo`: she decides alone. Sealing takes a second on a busy machine. */
  static async create({ solo = false, publishers = 1, sealed = false } = {}): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'fettle-signing-'));
    const home = homeAt(folder);
    const seal = sealed ? passphrase : null;
    await makeKey(home, null, seal);
    const ann = await openKey(home, null, seal);
    const people = { ann, ben: signer(newKey().seed), cleo: signer(newKey().seed) };
    const lines = Object.entries(people).map(([person, { publicKey }]) => ({ person, key: toBase64(publicKey) }));
    const recovery = newKey();
    const made = rootOfSeveral({
      people: lines,
      recovery: toBase64(recovery.publicKey),
      collectors: [],
      policy: { solo, freshness: 14, bulk: 25 },
      tenant: new Uint8Array(17).fill(7),
      now,
    });
    const root = { ...made, roles: { ...made.roles, publisher: { ...made.roles.publisher, threshold: publishers } } };
    const { envelope } = [ann, people.ben].reduce(cosigned, propose(root));
    await addRoot(home, 1, envelope);
    const world = new World(folder, { root, roots: [envelope], people });
    world.server.listen(0, '127.0.0.1');
    await once(world.server, 'listening');
    world.url = `http://127.0.0.1:${(world.server.address() as AddressInfo).port}`;
    world.json('GET /api/v1/trust/statements', { roots: world.roots, revoke: null, fresh: null });
    world.routes.set('POST /api/v1/trust/statements', () => ({ status: 204, body: null }));
    return world;
  }

  /** Answers always the same. */
  json(what: string, body: unknown): void {
    this.routes.set(what, () => ({ body }));
  }

  device(host: string, change: Partial<ExampleDevice> = {}, enroller: Signer = this.people.ben): ExampleDevice {
    const [key, token, sealing] = [newKey(), newKey(), newSealingKey()];
    const own = signer(key.seed);
    const tokenKey = signer(token.seed);
    const record = {
      v: 1,
      id: deviceId(own.publicKey),
      host,
      publicKey: toBase64(own.publicKey),
      sealingKey: toBase64(sealing.publicKey),
      tokenKey: toBase64(token.publicKey),
      time: now - day,
    };
    const statement = {
      v: 1,
      tenant: this.root.tenant,
      key: toBase64(token.publicKey),
      site: 'berlin',
      labels: {},
      uses: 1,
      notBefore: now - 2 * day,
      notAfter: now,
    };
    return {
      id: record.id,
      host,
      site: 'berlin',
      platform: 'linux',
      critical: false,
      sealingKey: record.sealingKey,
      record: sign(payloadTypes.device, record, [own, tokenKey]),
      token: sign(payloadTypes.token, statement, [enroller]),
      unsealing: sealing.privateKey,
      ...change,
    };
  }

  script(body: ScriptBody = exampleScript, { name = 'hello', version = 1, by = this.people.cleo } = {}) {
    const statement = composeScript(body, { tenant: this.root.tenant, name, version });
    const bodies = Object.fromEntries(body.programs.map(({ body: text }) => [sha256Of(text), text]));
    return { envelope: sign(payloadTypes.script, statement, [by]), bodies };
  }

  kit(change: object = {}, devices: readonly ExampleDevice[] = [this.device('db-1')]) {
    return {
      draft: exampleDraft(),
      envelopes: [],
      rings: [devices.map(({ unsealing: _unsealing, ...device }) => device)],
      scripts: [this.script()],
      roots: this.roots,
      revoke: null,
      rule: null,
      before: null,
      ...change,
    };
  }

  /** Makes a draft `q1` of this kit ready to be signed. */
  serveDraft(kit: object): void {
    this.json('GET /api/v1/orders/drafts/q1/signing', kit);
    this.json('POST /api/v1/orders', { id: 'o1', state: 'running', why: null });
  }

  async desk(): Promise<Desk> {
    const home = homeAt(this.folder);
    const key = await homeKey(home, null);
    if (key === null) throw new Error('no key');
    const collector = collectorAt(placeOf(this.url, null), bearer('t'));
    return { home, collector, key, zone: 'Europe/Berlin', now: () => now };
  }

  /** Bodies of what was posted to a path. */
  posted(path: string): unknown[] {
    return this.asked.filter(({ what }) => what === `POST ${path}`).map(({ body }) => body);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const body: unknown = text === '' ? null : JSON.parse(text);
    const what = `${request.method} ${(request.url ?? '').split('?')[0]}`;
    this.asked.push({ what, body, headers: request.headers });
    const route = this.routes.get(what);
    const missing: Answer = {
      status: 404,
      type: 'application/problem+json',
      body: { code: 'not_found', title: 'Not found', status: 404 },
    };
    const {
      status = 200,
      type = 'application/json',
      body: answer,
      cookie,
    } = (await route?.({ body, headers: request.headers })) ?? missing;
    response.writeHead(status, { 'content-type': type, ...(cookie === undefined ? {} : { 'set-cookie': cookie }) });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await rm(this.folder, { recursive: true, force: true });
  }
}
