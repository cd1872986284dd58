/** A tenant, its people and one device with an executor's folder: orders that are right, to be changed by tests. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder, writePin } from '../../agent/src/executor/folder.ts';
import type { Ask } from '../../agent/src/executor/wire.ts';
import { base32 } from '@fettle/shared/ids';
import type { Action, Step } from '@fettle/shared/trust/action';
import { fingerprint, fingerprintOf } from '@fettle/shared/trust/chain';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { seedOf, signed, signerOf, tenant } from '@fettle/shared/trust/example.fixture';
import { deviceId, fromBase64, newSealingKey, toBase64 } from '@fettle/shared/trust/keys';
import type { RevokeStatement } from '@fettle/shared/trust/revoke';
import type { RootStatement } from '@fettle/shared/trust/root';
import type { ScriptStatement } from '@fettle/shared/trust/script';
import { commit, seal } from '@fettle/shared/trust/sealed';
import type { StandingStatement } from '@fettle/shared/trust/standing';
import { pathOf, treeOf } from '@fettle/shared/trust/targets';

export const host = 'db-1.example';
export const device = deviceId(signerOf('device').publicKey);
const day = 86_400_000;
const sealing = newSealingKey();

const role = (...names: string[]) => ({ keys: names.map((name) => signerOf(name).keyId), threshold: 1 });
const person = (name: string) =>
  [signerOf(name).keyId, { key: toBase64(signerOf(name).publicKey), person: name }] as const;

/** ann is admin, operator, enroller and publisher; ben approves. */
export function worldRoot(now: number, change: Partial<RootStatement> = {}): RootStatement {
  return {
    v: 1,
    tenant,
    version: 1,
    previous: null,
    expires: now + 300 * day,
    keys: Object.fromEntries(['ann', 'ben'].map(person)),
    roles: {
      admin: role('ann'),
      approver: role('ben'),
      enroller: role('ann'),
      operator: role('ann'),
      publisher: role('ann'),
    },
    collectors: [],
    policy: { solo: false, freshness: 14, bulk: 25 },
    ...change,
  };
}

export interface ScriptChange {
  readonly statement?: Partial<ScriptStatement>;
  readonly interpreter?: 'sh' | 'bash' | 'python3' | 'powershell';
}

/** A published script and its body. */
export function published(body: string, { statement = {}, interpreter = 'sh' }: ScriptChange = {}) {
  const sha256 = createHash('sha256').update(body).digest('hex');
  const program = { interpreter, sha256, size: Buffer.byteLength(body) };
  const full: ScriptStatement = {
    v: 1,
    tenant,
    name: 'example',
    version: 1,
    title: 'An example',
    class: 'change',
    timeout: 20,
    runAs: 'system',
    programs: { linux: program, macos: program },
    parameters: [],
    exits: { done: [0], notApplicable: [10], rebootNeeded: [20] },
    check: true,
    undo: true,
    output: 65_536,
    ...statement,
  };
  const envelope = signed('script', full, 'ann');
  return { envelope, body, sha256, ref: { name: full.name, version: full.version, statement: hashOf(envelope) } };
}
export type Published = ReturnType<typeof published>;

export const hashOf = ({ payload }: Envelope): string => fingerprint(fromBase64(payload));
export const newId = (): string => base32(randomBytes(17), 26);

export function stepOf(script: Published, change: Partial<Step> = {}): Step {
  return { what: { script: script.ref }, mode: 'run', parameters: {}, secrets: {}, when: null, ...change };
}

/** A secret of a step, as an order commits to it, and what is sealed. */
export function secretOf(name: string, value: string, step = 0) {
  const { salt, commitment } = commit(value);
  const sealed = seal({ secrets: { [`${step}.${name}`]: { salt, value } } }, sealing.publicKey);
  return { secrets: { [name]: commitment }, sealed };
}

export class ExecutorWorld implements Disposable {
  /** The executor's folder. */
  readonly folder: string;
  readonly now: number;
  readonly root: RootStatement;
  readonly rootEnvelope: Envelope;
  #seq = 0;

  constructor(now: number, change: Partial<RootStatement> = {}) {
    this.now = now;
    this.root = worldRoot(now, change);
    this.rootEnvelope = signed('root', this.root, 'ann');
    this.folder = mkdtempSync(join(tmpdir(), 'fettle-executor-'));
    makeFolder(this.folder, process.getuid?.() === 0);
    writePin(this.folder, {
      device,
      host,
      fingerprint: fingerprintOf(this.root),
      seed: toBase64(seedOf('device')),
      sealing: toBase64(sealing.privateKey),
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What a device needs before any order. */
  trust(): Envelope[] {
    const fresh = { v: 1, tenant, root: 1, rev: 0, iat: this.now - 1_000, until: this.now + 13 * day };
    const grant = { v: 1, tenant, device, version: 1, site: 'Zürich', labels: { env: 'lab' } };
    return [this.rootEnvelope, signed('fresh', fresh, 'ann'), signed('grant', grant, 'ann')];
  }

  revoke(change: Partial<RevokeStatement>): Envelope {
    const statement = { v: 1, tenant, version: 1, iat: this.now, keys: [], orders: [], stop: 0, ...change };
    return signed('revoke', statement, 'ann');
  }

  order(
    action: Action,
    scripts: readonly Published[],
    change: Record<string, unknown> = {},
    signers = ['ann'],
  ): AskOrder {
    const tree = treeOf([{ id: device, host }]);
    const statement = {
      v: 1,
      id: newId(),
      tenant,
      root: 1,
      rev: 0,
      op: signerOf('ann').keyId,
      seq: this.#seq++,
      iat: this.now - 500,
      nbf: this.now - 500,
      exp: this.now + day,
      targets: { hash: tree.hash, count: tree.count },
      action,
      class: 'change',
      reason: 'a test',
      ...change,
    };
    return {
      ask: 'order',
      envelope: signed('order', statement, ...signers),
      path: pathOf(tree, device),
      scripts: [...new Set(scripts.map(({ envelope }) => envelope))],
      sealed: null,
      blobs: blobsOf(scripts),
    };
  }

  scriptOrder(script: Published, step: Partial<Step> = {}, change: Record<string, unknown> = {}): AskOrder {
    return this.order({ kind: 'script', steps: [stepOf(script, step)] }, [script], change);
  }

  standing(script: Published, change: Partial<StandingStatement> = {}): Envelope {
    const statement: StandingStatement = {
      v: 1,
      id: newId(),
      version: 1,
      tenant,
      root: 1,
      rev: 0,
      op: signerOf('ann').keyId,
      iat: this.now - 500,
      exp: this.now + 30 * day,
      name: 'Keep it clean',
      trigger: { kind: 'clock', cron: '0 3 * * *', zone: 'device', jitter: 0, missed: 'skip' },
      selector: 'env=lab',
      steps: [stepOf(script)],
      caps: { perHour: 3, coolDown: 0, bootGuard: 900, failures: 2 },
      class: 'change',
      reason: 'a test',
      enabled: true,
      ...change,
    };
    return signed('standing', statement, 'ann', 'ben');
  }
}

export type AskOrder = Extract<Ask, { readonly ask: 'order' }>;
export type AskFire = Extract<Ask, { readonly ask: 'fire' }>;

export const blobsOf = (scripts: readonly Published[]): Record<string, string> =>
  Object.fromEntries(scripts.map(({ sha256, body }) => [sha256, Buffer.from(body).toString('base64')]));

/** What an envelope says, unverified. */
export const read = ({ payload }: Envelope): unknown => JSON.parse(Buffer.from(payload, 'base64').toString());
