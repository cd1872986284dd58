/** A real collector and agent with a small disk, and a standing order by rule on it that a person's key signed. */
import { join } from 'node:path';
import { composeScript } from '@fettle/collector/operator/compose/script';
import { homeAt } from '@fettle/collector/operator/home';
import { readChain } from '@fettle/collector/operator/roots';
import { openOperatorKey } from '@fettle/collector/operator/solo';
import type { OrderSigned } from '@fettle/shared/api/orders';
import type { ScriptBody } from '@fettle/shared/api/scripts';
import { base32, type DeviceId } from '@fettle/shared/ids';
import { signedRule } from '@fettle/shared/rules/signed';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { fingerprint } from '@fettle/shared/trust/chain';
import { canonicalBytes } from '@fettle/shared/trust/canonical';
import { payloadTypes, sign } from '@fettle/shared/trust/envelope';
import type { Signer } from '@fettle/shared/trust/keys';
import type { RootStatement, ScriptStatement, StandingStatement } from '@fettle/shared/trust/statements';
import { randomBytes } from 'node:crypto';
import { Fettle } from './fettle.ts';
import { type SmallDisk, startBesideDisks } from './small-disk.ts';

const day = 86_400_000;

/** A small disk, its rule, and the standing order on it. */
export interface Remedied {
  readonly disk: SmallDisk;
  /** The rule's id, and the name of the disk's folder. */
  readonly rule: string;
}

export interface Maintained extends AsyncDisposable {
  readonly fettle: Fettle;
  readonly device: DeviceId;
  readonly remedied: readonly Remedied[];
  /** The API as an administrator's token uses it. @throws Error with what was answered */
  ask<Answer>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Answer>;
  /** Ends everything and removes it. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Remedy {
  /** Of rule, disk and script. */
  readonly id: string;
  /** Of the standing order, as people call it. */
  readonly name: string;
  /** What the standing order runs, POSIX sh; the disk is at `mountpoint`. */
  readonly body: (mountpoint: string) => string;
}

/** In seconds: in this time the agent measures four times what it asked anew after the run. */
const settle = 5;

/**
 * Starts all of it: each remedy has its disk, which is empty, its rule and its standing order, and the device holds them.
 * Takes some 15 s.
 */
export async function maintained(remedies: readonly Remedy[]): Promise<Maintained> {
  const fettle = await Fettle.create();
  const dispose = () => fettle[Symbol.asyncDispose]();
  try {
    await fettle.startCollector();
    await fettle.enrol();
    const ask = asker(fettle);
    const { items } = await ask<{ items: { id: DeviceId }[] }>('GET', '/api/v1/devices');
    const device = items[0]?.id;
    if (device === undefined) throw new Error('no device is enrolled');
    const names = remedies.map(({ id }) => id);
    // Without its site and labels, signed, no standing order is for it.
    const [disks] = await Promise.all([
      startBesideDisks(fettle, '1s', names),
      fettle.cli('device', 'grant', device, '--json'),
    ]);
    const signer = await freshSigner(fettle, ask);
    const remedied: Remedied[] = [];
    for (const [at, { id, name, body }] of remedies.entries()) {
      const disk = disks[at] as SmallDisk;
      const rule = ruleOf(disk.mountpoint);
      await ask('PUT', `/api/v1/rules/${id}`, { ...rule, version: 0 });
      await signAndBring(ask, signer, { id, name, rule, body: body(disk.mountpoint) });
      remedied.push({ disk, rule: id });
    }
    return { fettle, device, remedied, ask, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

type Ask = Maintained['ask'];

function asker(fettle: Fettle): Ask {
  let token: Promise<string> | undefined;
  return async (method, path, body) => {
    token ??= fettle
      .cli('token', 'create', '--role', 'admin', '--json')
      .then((text) => (JSON.parse(text) as { token: string }).token);
    const answer = await fetch(fettle.url + path, {
      method,
      headers: { authorization: `Bearer ${await token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
}

export const homeOf = ({ folder }: Fettle) => join(folder, 'home');

function ruleOf(mountpoint: string): RuleBody {
  return {
    name: 'Small disk full',
    selector: '',
    when: {
      kind: 'value',
      metric: 'system.filesystem.utilization',
      where: { 'system.filesystem.mountpoint': mountpoint },
      is: 'above',
      levels: { critical: { limit: 0.9, clear: 0.5 } },
    },
    forMs: 0,
    clearForMs: 0,
    enabled: true,
    runbook: 'Remove what nobody needs.',
    overrides: [],
  };
}

const scriptOf = (body: string): ScriptBody => ({
  title: 'Make room',
  summary: 'Removes what fills a small disk.',
  readme: '',
  tags: [],
  class: 'change',
  timeout: 30,
  runAs: 'system',
  parameters: [],
  exits: { done: [0], notApplicable: [10], rebootNeeded: [] },
  check: false,
  undo: false,
  output: 65_536,
  manualMinutes: 10,
  programs: [{ platforms: ['linux'], interpreter: 'sh', body }],
});

interface Standpoint {
  readonly key: Signer;
  readonly root: RootStatement;
  readonly now: number;
}

/** The operator's key where it lies; trust is fresh by it. */
async function freshSigner(fettle: Fettle, ask: Ask): Promise<Standpoint> {
  const home = homeAt(homeOf(fettle));
  const [key, chain] = [await openOperatorKey(home, null), await readChain(home)];
  if (chain === null) throw new Error('there is no root');
  const { root } = chain;
  const now = Date.now();
  const fresh = { v: 1, tenant: root.tenant, root: root.version, rev: 0, iat: now - 1_000, until: now + 13 * day };
  await ask('POST', '/api/v1/trust/statements', { envelope: sign(payloadTypes.fresh, fresh, [key]) });
  return { key, root, now };
}

interface Brought {
  readonly id: string;
  readonly name: string;
  readonly rule: RuleBody;
  readonly body: string;
}

/** The script and the standing order, signed and brought by the API. */
async function signAndBring(
  ask: Ask,
  { key, root, now }: Standpoint,
  { id, name, rule, body }: Brought,
): Promise<void> {
  const script = scriptOf(body);
  const statement = composeScript(script, { tenant: root.tenant, name: id, version: 1 });
  const envelope = sign(payloadTypes.script, statement, [key]);
  await ask('POST', `/api/v1/scripts/${id}/publish`, { envelope, body: script });
  const standing = standingOf(root, key, { id, name, rule, statement, now });
  const signed: OrderSigned = {
    draft: null,
    envelopes: [sign(payloadTypes.standing, standing, [key])],
    rings: [],
    sealed: {},
    blobs: {},
    fresh: null,
  };
  await ask('POST', '/api/v1/orders', signed);
}

function standingOf(
  { tenant, version }: RootStatement,
  { keyId }: Signer,
  { id, name, rule, statement, now }: Omit<Brought, 'body'> & { statement: ScriptStatement; now: number },
): StandingStatement {
  const ref = { name: id, version: 1, statement: fingerprint(canonicalBytes(statement)) };
  return {
    v: 1,
    id: base32(randomBytes(17), 26),
    version: 1,
    tenant,
    root: version,
    rev: 0,
    op: keyId,
    iat: now,
    exp: now + 30 * day,
    name,
    trigger: { kind: 'rule', rule: signedRule(id, rule), severity: 'critical', settle },
    selector: 'has site',
    steps: [{ what: { script: ref }, mode: 'run', parameters: {}, secrets: {}, when: null }],
    caps: { perHour: 2, coolDown: 0, bootGuard: 0, failures: 3 },
    class: 'change',
    reason: 'The disk must not be full.',
    enabled: true,
  };
}
