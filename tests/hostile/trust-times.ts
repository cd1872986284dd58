/**
 * Roots and time: what a device keeps over a life of roots that are skipped, forked, older, under-signed or withheld, of
 * confirmations that come late or never, and of clocks that are years off. Run by `runSuite`, in the tests and at length.
 */
import { accept, type Held } from '@fettle/shared/trust/accept/accept';
import { fingerprintOf } from '@fettle/shared/trust/chain';
import { type Envelope, payloadTypes } from '@fettle/shared/trust/envelope';
import { signed, signerOf } from '@fettle/shared/trust/example.fixture';
import { keep, type Kept } from '@fettle/shared/trust/keep';
import {
  day,
  device,
  exampleFresh,
  exampleRevoke,
  firstMaintenanceRoot,
  noon,
  zurichGrant,
} from '@fettle/shared/trust/maintenance.fixture';
import type { RootStatement } from '@fettle/shared/trust/statements';
import { examplePlace, heldAt, Random, Scene } from './trust-scene.ts';

const year = 365 * day;

/** What the people have signed so far, and what time it really is. */
interface World {
  readonly random: Random;
  readonly roots: RootStatement[];
  readonly rootEnvelopes: Envelope[];
  rev: number;
  /** Newest revocations and confirmation, as a collector that withholds nothing would send them. */
  revoke: Envelope | null;
  time: number;
  /** How far the device's clock is off, ms. */
  drift: number;
  kept: Kept;
}

export interface SuiteReport {
  /** Things that were tried, or happened. */
  readonly cases: number;
  readonly lives: number;
  readonly rootsTaken: number;
  readonly refused: number;
  readonly ordersRun: number;
  /** In words; empty: all held. */
  readonly broken: readonly string[];
}

export type Keep = typeof keep;

/** At least so many cases, in lives of a few each; the same ones from the same seed. @param keeper what is tried; for the sabotage control another one than the real */
export function runSuite(cases: number, seed: number, keeper: Keep = keep): SuiteReport {
  const report = { cases: 0, lives: 0, rootsTaken: 0, refused: 0, ordersRun: 0, broken: [] as string[] };
  while (report.cases < cases) live(new Random(Math.imul(seed, 1_000_003) + report.lives++), keeper, report);
  return report;
}

type Report = {
  cases: number;
  lives: number;
  rootsTaken: number;
  refused: number;
  ordersRun: number;
  broken: string[];
};

function live(random: Random, keeper: Keep, report: Report): void {
  const world = begin(random);
  for (let left = random.whole(3, 8); left > 0; left--) {
    report.cases++;
    const act = random.of(acts);
    const before = world.kept;
    world.time += random.whole(1, 20) * day;
    world.drift = random.of([0, 0, 0, -10 * year, 10 * year, -year, year, -60_000]);
    for (const { envelope, right } of act(world)) {
      const taken = tryKeep(world, envelope, keeper);
      report[taken ? 'rootsTaken' : 'refused'] += envelope.payloadType === payloadTypes.root || !taken ? 1 : 0;
      if (taken !== right && right !== null) report.broken.push(`${act.name}: ${taken ? 'taken' : 'refused'}`);
    }
    check(world, before, report);
  }
  recover(world, keeper, report);
}

function begin(random: Random): World {
  const root = firstMaintenanceRoot({ expires: noon + 50 * year });
  return {
    random,
    roots: [root],
    rootEnvelopes: [signed('root', root, 'ann', 'ben')],
    rev: 0,
    revoke: null,
    time: noon,
    drift: 0,
    kept: { root, revoke: null, fresh: null, grant: null, floor: 0 },
  };
}

const newest = (world: World) => world.roots.at(-1)!;
const clock = (world: World) => Math.max(0, world.time + world.drift);

/** What the people sign next: another key of somebody, another expiry. */
function nextOf(world: World, change: Partial<RootStatement> = {}): RootStatement {
  const root = newest(world);
  const bulk = world.random.whole(3, 100);
  const policy = { ...root.policy, bulk };
  return { ...root, version: root.version + 1, previous: fingerprintOf(root), policy, ...change };
}

interface Try {
  readonly envelope: Envelope;
  /** Whether it has to be taken; null: either is right. */
  readonly right: boolean | null;
}
const wrong = (envelope: Envelope): Try[] => [{ envelope, right: false }];
const sign = (root: RootStatement, ...names: string[]) =>
  signed('root', root, ...(names.length > 0 ? names : ['ann', 'ben']));

/** Named, so that a life that broke can be told. */
const acts: readonly ((world: World) => Try[])[] = [
  function rotate(world) {
    const root = nextOf(world);
    const [one, other] = world.random.of([
      ['ann', 'ben'],
      ['ben', 'cleo'],
      ['cleo', 'ann'],
    ] as const);
    return publish(world, root, sign(root, one, other));
  },
  function replaceAdmins(world) {
    const { roles } = newest(world);
    const admin = { keys: ['ann', 'ben', 'cleo'].map((name) => signerOf(name).keyId).toReversed(), threshold: 2 };
    const root = nextOf(world, { roles: { ...roles, admin } });
    return publish(world, root, sign(root));
  },
  function withhold(world) {
    // Signed, and kept back: the device has to follow two at once when it comes.
    const root = nextOf(world);
    world.roots.push(root);
    world.rootEnvelopes.push(sign(root));
    return [];
  },
  function skip(world) {
    return wrong(
      sign(
        nextOf(world, {
          version: world.kept.root.version + world.random.whole(2, 9),
          previous: fingerprintOf(world.kept.root),
        }),
      ),
    );
  },
  function fork(world) {
    const { random, kept } = world;
    const other = firstMaintenanceRoot({ expires: random.whole(1, noon) });
    return wrong(sign({ ...nextOf(world), version: kept.root.version + 1, previous: fingerprintOf(other) }));
  },
  function rollBack(world) {
    const { version } = world.kept.root;
    return world.rootEnvelopes.slice(0, version).flatMap(wrong);
  },
  function underSigned(world) {
    const root = { ...nextOf(world), version: world.kept.root.version + 1, previous: fingerprintOf(world.kept.root) };
    return [...wrong(sign(root, 'ann')), ...wrong(sign(root, 'ann', 'ann2')), ...wrong(sign(root, 'ann', 'oleg'))];
  },
  function lowerThreshold(world) {
    const { roles } = world.kept.root;
    const admin = { keys: [signerOf('ann').keyId], threshold: 1 };
    const root = { ...nextOf(world), version: world.kept.root.version + 1, previous: fingerprintOf(world.kept.root) };
    return wrong(sign({ ...root, roles: { ...roles, admin } }, 'ann'));
  },
  function otherTenant(world) {
    const root = { ...nextOf(world), version: world.kept.root.version + 1, previous: fingerprintOf(world.kept.root) };
    return wrong(sign({ ...root, tenant: world.random.id() }));
  },
  function revoke(world) {
    const orders = Array.from({ length: ++world.rev }, (_, i) => String(i).padStart(26, '0'));
    const { tenant } = newest(world);
    world.revoke = signed(
      'revoke',
      exampleRevoke({ tenant, version: world.rev, iat: world.time, orders, stop: 0 }),
      'cleo',
    );
    return [{ envelope: world.revoke, right: world.rev > (world.kept.revoke?.version ?? 0) }];
  },
  function unrevoke(world) {
    if (world.kept.revoke === null) return [];
    const { version } = world.kept.revoke;
    const forgetful = exampleRevoke({ version: version + 1, iat: world.time, orders: [], keys: [], stop: 0 });
    return [...wrong(signed('revoke', forgetful, 'cleo')), ...wrong(signed('revoke', { ...world.kept.revoke }, 'ann'))];
  },
  function freeze(world) {
    // The confirmation of some time ago again and again: the newest that is kept stays.
    if (world.kept.fresh === null) return [];
    const { statement } = world.kept.fresh;
    return [
      ...wrong(signed('fresh', statement, 'oleg')),
      ...wrong(signed('fresh', { ...statement, iat: statement.iat - 1 }, 'oleg')),
    ];
  },
  function confirmMore(world) {
    const { root, revoke } = world.kept;
    return [
      ...wrong(confirmation(world, { root: root.version + 1 })),
      ...wrong(confirmation(world, { rev: (revoke?.version ?? 0) + 1 })),
      ...wrong(confirmation(world, { until: world.time + 91 * day })),
    ];
  },
  function confirm(world) {
    return [{ envelope: confirmation(world), right: world.time > (world.kept.fresh?.statement.iat ?? -1) }];
  },
];

function confirmation({ kept, time }: World, change: object = {}): Envelope {
  const { root, revoke } = kept;
  const fresh = { root: root.version, rev: revoke?.version ?? 0, iat: time, until: time + 14 * day, ...change };
  const { until } = fresh;
  return signed(
    'fresh',
    exampleFresh(until > time + 90 * day ? { ...fresh, until: time + 14 * day + 1 } : fresh),
    'oleg',
  );
}

/** Given out at once, with whatever was withheld before it. */
function publish(world: World, root: RootStatement, envelope: Envelope): Try[] {
  world.roots.push(root);
  world.rootEnvelopes.push(envelope);
  return world.rootEnvelopes.slice(world.kept.root.version).map((one) => ({ envelope: one, right: true }));
}

function tryKeep(world: World, envelope: Envelope, keeper: Keep): boolean {
  try {
    world.kept = keeper(world.kept, envelope, device.id, clock(world));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'TrustError') return false;
    throw error;
  }
}

/** The root is one of those that the people signed, and nothing went back. */
function check({ roots, kept }: World, before: Kept, report: Report): void {
  const own = roots[kept.root.version - 1];
  const told = (what: string) => report.broken.push(what);
  if (own === undefined || fingerprintOf(own) !== fingerprintOf(kept.root)) told('the root left the chain');
  if (kept.root.version < before.root.version) told('the root went back');
  if ((kept.revoke?.version ?? 0) < (before.revoke?.version ?? 0)) told('revocations went back');
  if ((kept.fresh?.statement.iat ?? 0) < (before.fresh?.statement.iat ?? 0)) told('freshness went back');
}

/** Whatever was done to it: once the people's newest statements arrive and its clock is not ahead, it obeys again. */
function recover(world: World, keeper: Keep, report: Report): void {
  world.time += day;
  world.drift = world.random.of([0, -10 * year, -year, -60_000]);
  for (const envelope of world.rootEnvelopes.slice(world.kept.root.version)) tryKeep(world, envelope, keeper);
  if (world.revoke !== null) tryKeep(world, world.revoke, keeper);
  tryKeep(world, confirmation(world), keeper);
  const scene = new Scene({ ...examplePlace, now: world.time }, world.random);
  const { kept } = world;
  const names = { root: kept.root.version, rev: kept.revoke?.version ?? 0 };
  const verdict = accept(scene.order({ ...names, iat: world.time, nbf: world.time }), heldIn(world));
  if (verdict.verdict !== 'accepted') return void report.broken.push(`bricked: ${JSON.stringify(verdict)}`);
  report.ordersRun++;
  world.kept = { ...world.kept, floor: verdict.floor };
  old(world, scene, names, report);
}

/** And what was signed for long ago stays refused, even where the clock says that it is long ago. */
function old(world: World, scene: Scene, names: { root: number; rev: number }, report: Report): void {
  const exp = world.time - world.random.whole(1, 1_000) * 60_000;
  const order = scene.order({ ...names, iat: exp - day, nbf: exp - day, exp });
  const verdict = accept(order, { ...heldIn(world), now: Math.max(0, exp - day / 2) });
  if (verdict.verdict !== 'refused' || verdict.code !== 'exp') report.broken.push('an old order came back');
}

function heldIn(world: World): Held {
  const { root, revoke, fresh, floor } = world.kept;
  const now = clock(world);
  return {
    ...heldAt({ ...examplePlace, now }),
    root,
    revoke,
    fresh: fresh?.statement ?? null,
    grant: zurichGrant(),
    floor,
  };
}
