/** For tests and recorded vectors only: people, a device, scripts and orders that are right, under the second root of a chain. */
import { createHash } from 'node:crypto';
import type { Held, Question } from './accept/accept.ts';
import type { Step } from './action.ts';
import { fingerprint, fingerprintOf } from './chain.ts';
import { canonicalBytes } from './canonical.ts';
import type { Envelope } from './envelope.ts';
import { exampleRoot, seedOf, signed, signerOf, tenant } from './example.fixture.ts';
import { deviceId, toBase64 } from './keys.ts';
import type { FreshStatement, Grant, OrderStatement, RevokeStatement, RootKey, RootStatement } from './statements.ts';
import type { ScriptStatement, StandingStatement, Target } from './statements.ts';
import { pathOf, treeOf } from './targets.ts';
import { base32 } from '../ids.ts';

/** When everything here takes place. */
export const noon = 1_800_000_000_000;
export const day = 86_400_000;

/** By the name of the key: whose it is, and what bounds it. `ann` may order and approve; `pia` publishes. */
const people: Readonly<Record<string, Omit<RootKey, 'key'>>> = {
  ann: { person: 'ann' },
  ann2: { person: 'ann' },
  ben: { person: 'ben' },
  cleo: { person: 'cleo' },
  dora: { person: 'dora' },
  oleg: { person: 'oleg' },
  pia: { person: 'pia' },
  /** Operator and publisher, until long ago. */
  late: { person: 'late', until: 1_000_000_000_000 },
  /** Operator and publisher; revoked. */
  gone: { person: 'gone' },
  /** Operator, and publisher, of another site. */
  bern: { person: 'bern', sites: ['Bern'] },
  /** Operator of this site for a while yet. */
  zoe: { person: 'zoe', sites: ['Bern', 'Zürich'], until: 1_890_000_000_000 },
};
const role = (threshold: number, ...names: string[]) => ({
  keys: names.map((name) => signerOf(name).keyId),
  threshold,
});

export function firstMaintenanceRoot(change: Partial<RootStatement> = {}): RootStatement {
  const keys = Object.entries(people).map(([name, entry]) => {
    const { keyId, publicKey } = signerOf(name);
    return [keyId, { key: toBase64(publicKey), ...entry }];
  });
  return exampleRoot({
    keys: Object.fromEntries(keys) as RootStatement['keys'],
    roles: {
      admin: role(2, 'ann', 'ben', 'cleo'),
      approver: role(1, 'ben', 'cleo', 'ann', 'ann2'),
      enroller: role(1, 'dora', 'bern'),
      operator: role(1, 'ann', 'ann2', 'oleg', 'late', 'gone', 'bern', 'zoe'),
      publisher: role(1, 'pia', 'bern', 'late', 'gone'),
    },
    policy: { solo: false, freshness: 14, bulk: 3 },
    ...change,
  });
}

/** Version 2: the one in force. */
export function maintenanceRoot(change: Partial<RootStatement> = {}): RootStatement {
  const first = firstMaintenanceRoot();
  return { ...first, version: 2, previous: fingerprintOf(first), ...change };
}

export const device = { id: deviceId(signerOf('device').publicKey), host: 'db-1.example' } as const;
export const neighbour: Target = { id: deviceId(signerOf('neighbour').publicKey), host: 'db-2.example' };
export const sealingSeed = seedOf('sealing');

export const bodies = { list: '#!/bin/sh\nls\n', clear: '#!/bin/sh\nrm -f "$1"\n', wipe: '#!/bin/sh\nmkfs\n' } as const;
export type BodyName = keyof typeof bodies;
export const bytesOf = (text: string) => new TextEncoder().encode(text);
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const hashOf = (statement: object) => fingerprint(canonicalBytes(statement));
const programOf = (body: string, interpreter: 'sh' | 'powershell' = 'sh') => ({
  interpreter,
  sha256: sha256(bytesOf(body)),
  size: bytesOf(body).length,
});

const classOf = { list: 'read', clear: 'change', wipe: 'dangerous' } as const;

export function exampleScript(called: BodyName = 'list', change: Partial<ScriptStatement> = {}): ScriptStatement {
  const text = (name: string) => ({ name, type: 'text', title: name, required: false, default: null }) as const;
  return {
    v: 1,
    tenant,
    name: called,
    version: 4,
    title: `To ${called}`,
    class: classOf[called],
    timeout: 60,
    runAs: 'system',
    programs: { linux: programOf(bodies[called]), windows: programOf('ls', 'powershell') },
    parameters: [
      { ...text('path'), required: true, min: 1, max: 64, choices: [] },
      { ...text('count'), type: 'integer', default: 10, min: 1, max: 100, choices: [] },
      { ...text('force'), type: 'flag', min: 0, max: 0, choices: [] },
      { ...text('level'), type: 'choice', min: 0, max: 0, choices: ['low', 'high'] },
      { ...text('password'), type: 'secret', min: 4, max: 64, choices: [] },
    ],
    exits: { done: [0], notApplicable: [3], rebootNeeded: [4, 5] },
    check: true,
    undo: false,
    output: 65_536,
    ...change,
  };
}

export function exampleStep(script: ScriptStatement = exampleScript(), change: Partial<Step> = {}): Step {
  const { name, version } = script;
  return {
    what: { script: { name, version, statement: hashOf(script) } },
    mode: 'run',
    parameters: { path: '/tmp' },
    secrets: {},
    when: null,
    ...change,
  };
}

export const rawStep: Step = {
  what: { raw: { ...programOf(bodies.wipe), timeout: 30, runAs: 'nobody' } },
  mode: 'run',
  parameters: {},
  secrets: {},
  when: null,
};

/** An order and a standing order of this id are revoked. */
export const revokedId = base32(seedOf('a revoked order'), 26);
export const tree = treeOf([device, neighbour]);
export const orderId = base32(seedOf('an order'), 26);
export const standingId = base32(seedOf('a standing order'), 26);

export function exampleOrder(change: Partial<OrderStatement> = {}): OrderStatement {
  return {
    v: 1,
    id: orderId,
    tenant,
    root: 2,
    rev: 1,
    op: signerOf('ann').keyId,
    seq: 7,
    iat: noon - 60_000,
    nbf: noon - 60_000,
    exp: noon + day,
    targets: { hash: tree.hash, count: tree.count },
    action: { kind: 'script', steps: [exampleStep()] },
    class: 'read',
    reason: 'To see what lies there',
    ...change,
  };
}

export function exampleStanding(change: Partial<StandingStatement> = {}): StandingStatement {
  return {
    v: 1,
    id: standingId,
    version: 2,
    tenant,
    root: 1,
    rev: 1,
    op: signerOf('ann').keyId,
    iat: noon - day,
    exp: noon + 30 * day,
    name: 'Clear when full',
    trigger: {
      kind: 'rule',
      rule: { id: 'disk-full', when: { above: 90 }, for: 60_000, clearFor: 60_000 },
      severity: 'warning',
      settle: 60,
    },
    selector: 'site="Zürich", env=lab',
    steps: [exampleStep(exampleScript('clear'))],
    caps: { perHour: 3, coolDown: 600, bootGuard: 900, failures: 2 },
    class: 'change',
    reason: 'So that nobody has to get up',
    enabled: true,
    ...change,
  };
}

export function exampleRevoke(change: Partial<RevokeStatement> = {}): RevokeStatement {
  const iat = noon - 2 * day;
  const keys = [signerOf('gone').keyId];
  return { v: 1, tenant, version: 1, iat, keys, orders: [revokedId], stop: iat - 28 * day, ...change };
}

export function exampleFresh(change: Partial<FreshStatement> = {}): FreshStatement {
  return { v: 1, tenant, root: 2, rev: 1, iat: noon - day, until: noon + 13 * day, ...change };
}

export function zurichGrant(change: Partial<Grant> = {}): Grant {
  return { v: 1, tenant, device: device.id, version: 3, site: 'Zürich', labels: { env: 'lab' }, ...change };
}

export function exampleHeld(change: Partial<Held> = {}): Held {
  return {
    root: maintenanceRoot(),
    revoke: exampleRevoke(),
    fresh: exampleFresh(),
    grant: zurichGrant(),
    device: { ...device, platform: 'linux' },
    sealingKey: sealingSeed,
    locked: false,
    floor: noon - 3_600_000,
    now: noon,
    boot: noon - day,
    begun: [],
    seen: () => false,
    firstSight: () => null,
    history: () => null,
    ...change,
  };
}

export const allScripts = (['list', 'clear', 'wipe'] as const).map((name) => exampleScript(name));
export const publishedScripts: readonly Envelope[] = allScripts.map((script) => signed('script', script, 'pia'));
export const allBodies: ReadonlyMap<string, Uint8Array> = new Map(
  Object.values(bodies).map((body) => [sha256(bytesOf(body)), bytesOf(body)]),
);
export const beside = { scripts: publishedScripts, sealed: null, bodies: allBodies } as const;

/** Signed by ann, where nobody else is named. */
export function orderQuestion(change: Partial<OrderStatement> = {}, ...names: string[]): Question & { kind: 'order' } {
  const envelope = signed('order', exampleOrder(change), ...(names.length > 0 ? names : ['ann']));
  return { kind: 'order', envelope, path: pathOf(tree, device.id), ...beside };
}

/** Signed by ann and ben, where nobody else is named. */
export function standingQuestion(
  change: Partial<StandingStatement> = {},
  ...names: string[]
): Question & { kind: 'standing' } {
  const all = names.length > 0 ? names : ['ann', 'ben'];
  return { kind: 'standing', envelope: signed('standing', exampleStanding(change), ...all) };
}

export const ruleFiring = {
  kind: 'rule',
  rule: 'disk-full',
  instance: '/',
  severity: 'critical',
  since: noon - 120_000,
} as const;

export function firingQuestion(
  change: Partial<StandingStatement> = {},
  ...names: string[]
): Question & { kind: 'firing' } {
  return { ...standingQuestion(change, ...names), kind: 'firing', firing: ruleFiring, ...beside };
}
