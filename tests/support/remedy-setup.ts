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
import { type SmallDisk, startBesideDisk } from './small-disk.ts';

const day = 86_400_000;

export interface Maintained extends AsyncDisposable {
  readonly fettle: Fettle;
  readonly disk: SmallDisk;
  readonly device: DeviceId;
  /** The API as an administrator's token uses it. @throws Error with what was answered */
  ask<Answer>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<Answer>;
  /** Ends everything and removes it. */
  [Symbol.asyncDispose](): Promise<void>;
}

export interface Remedy {
  /** What the standing order runs, POSIX sh; the disk is at `mountpoint`. */
  readonly body: (mountpoint: string) => string;
}

/** The agent asks file systems once a minute: whether it helped is seen after that. */
const settle = 65;

/**
 * Starts all of it: the disk is empty, the rule `small-disk` and the standing order “Make room” are in force, and the device holds
 * them. Takes some 15 s.
 */
export async function maintained({ body }: Remedy): Promise<Maintained> {
  const fettle = await Fettle.create();
  const dispose = () => fettle[Symbol.asyncDispose]();
  try {
    await fettle.startCollector();
    await fettle.enrol();
    const { items } = await fettle.api<{ items: { id: DeviceId }[] }>('/api/v1/devices');
    const device = items[0]?.id;
    if (device === undefined) throw new Error('no device is enrolled');
    // Without its site and labels, signed, no standing order is for it.
    await fettle.cli('device', 'grant', device, '--json');
    const disk = await startBesideDisk(fettle, '1s');
    const ask = asker(fettle);
    const rule = ruleOf(disk.mountpoint);
    await ask('PUT', '/api/v1/rules/small-disk', { ...rule, version: 0 });
    await signAndBring(fettle, ask, { rule, body: body(disk.mountpoint) });
    return { fettle, disk, device, ask, [Symbol.asyncDispose]: dispose };
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

/** Freshness, the script and the standing order, signed by the operator's key where it lies, and brought by the API. */
async function signAndBring(fettle: Fettle, ask: Ask, { rule, body }: { rule: RuleBody; body: string }): Promise<void> {
  const home = homeAt(homeOf(fettle));
  const [key, chain] = [await openOperatorKey(home, null), await readChain(home)];
  if (chain === null) throw new Error('there is no root');
  const { root } = chain;
  const now = Date.now();
  const fresh = { v: 1, tenant: root.tenant, root: root.version, rev: 0, iat: now - 1_000, until: now + 13 * day };
  await ask('POST', '/api/v1/trust/statements', { envelope: sign(payloadTypes.fresh, fresh, [key]) });
  const script = scriptOf(body);
  const statement = composeScript(script, { tenant: root.tenant, name: 'make-room', version: 1 });
  const envelope = sign(payloadTypes.script, statement, [key]);
  await ask('POST', '/api/v1/scripts/make-room/publish', { envelope, body: script });
  const standing = standingOf(root, key, { rule, statement, now });
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
  { rule, statement, now }: { rule: RuleBody; statement: ScriptStatement; now: number },
): StandingStatement {
  const ref = { name: 'make-room', version: 1, statement: fingerprint(canonicalBytes(statement)) };
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
    name: 'Make room',
    trigger: { kind: 'rule', rule: signedRule('small-disk', rule), severity: 'critical', settle },
    selector: 'has site',
    steps: [{ what: { script: ref }, mode: 'run', parameters: {}, secrets: {}, when: null }],
    caps: { perHour: 2, coolDown: 0, bootGuard: 0, failures: 3 },
    class: 'change',
    reason: 'The disk must not be full.',
    enabled: true,
  };
}
