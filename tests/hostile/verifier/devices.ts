/** What a device may hold, changed at random: times next to those that decide, trust of other shapes, a history. */
import type { Held } from '@fettle/shared/trust/accept/accept';
import { deviceId } from '@fettle/shared/trust/keys';
import { signerOf } from '@fettle/shared/trust/example.fixture';
import { revokedId } from '@fettle/shared/trust/maintenance.fixture';
import { idOf } from '../trust-maker.ts';
import type { Random } from '../trust-scene.ts';

export const names = ['ann', 'ann2', 'ben', 'cleo', 'dora', 'oleg', 'pia', 'late', 'gone', 'bern', 'zoe'] as const;
const hour = 3_600_000;
const platforms = ['linux', 'macos', 'windows', 'freebsd', 'openwrt'] as const;
const roles = ['operator', 'approver', 'publisher'] as const;

/** Of the statement that is asked about, as far as it can be read. */
export interface Asked {
  readonly id: string;
  readonly version: number;
  readonly times: readonly number[];
}

type Change = (held: Held, random: Random, asked: Asked) => Partial<Held>;

const near = (held: Held, random: Random, { times }: Asked): number => {
  const all = [held.now, held.floor, held.root.expires, held.fresh?.until ?? 0, held.revoke?.stop ?? 0, ...times];
  const shift = random.of([-1, 0, 1, 600_000, -600_000, hour, -hour, 90 * 24 * hour]);
  return Math.max(0, random.of(all) + shift);
};
const ofRoot = (held: Held, change: Partial<Held['root']>): Partial<Held> => ({ root: { ...held.root, ...change } });
const ofPolicy = (held: Held, change: Partial<Held['root']['policy']>) =>
  ofRoot(held, { policy: { ...held.root.policy, ...change } });

function ofKey(held: Held, random: Random, change: object): Partial<Held> {
  const keyid = idOf(random.of(names));
  const entry = held.root.keys[keyid];
  return entry === undefined ? {} : ofRoot(held, { keys: { ...held.root.keys, [keyid]: { ...entry, ...change } } });
}

function ofRole(held: Held, random: Random): Partial<Held> {
  const role = random.of(roles);
  const keys = names.filter(() => random.whole(0, 2) > 0).map(idOf) as Held['root']['roles']['operator']['keys'];
  const { threshold } = held.root.roles[role];
  const now = { keys: random.whole(0, 1) === 0 ? keys : held.root.roles[role].keys, threshold };
  const raised = random.whole(0, 2) > 0 ? now : { ...now, threshold: random.whole(1, 3) };
  return ofRoot(held, { roles: { ...held.root.roles, [role]: raised } });
}

function ofHistory(held: Held, random: Random, asked: Asked): Partial<Held> {
  const clock = Math.max(held.now, held.floor);
  const runs = Array.from({ length: random.whole(0, 4) }, () => {
    const started = clock - random.of([hour, hour - 1, hour + 1, 600_000, 2 * hour, 30 * hour]);
    const ended = random.whole(0, 9) === 0 ? null : random.of([started + 1, clock - 600_000, clock - 599_999]);
    return { started, ended, failed: random.whole(0, 1) === 0 };
  });
  const due = random.whole(0, 1) === 0 ? null : near(held, random, asked);
  const history = { version: Math.max(1, asked.version + random.of([-1, 0, 0, 0, 1])), runs, due };
  return { history: () => history };
}

function ofGrant(held: Held, random: Random): Partial<Held> {
  const { grant } = held;
  if (grant === null || random.whole(0, 5) === 0) return { grant: null };
  const labels = random.of<Record<string, string>>([
    { critical: 'true' },
    { critical: 'True', env: 'lab' },
    { site: 'Bern', env: 'lab' },
    { env: 'LAB' },
    { os: 'linux', env: 'lab', x: '' },
    {},
  ]);
  const device = random.whole(0, 5) === 0 ? deviceId(signerOf('neighbour').publicKey) : grant.device;
  return { grant: { ...grant, device, labels, site: random.of(['Zürich', 'Zürich', 'Bern', 'zürich', 'site']) } };
}

function ofRevoke(held: Held, random: Random, asked: Asked): Partial<Held> {
  const { revoke } = held;
  if (revoke === null || random.whole(0, 5) === 0) return { revoke: null };
  const keys = names.filter(() => random.whole(0, 5) === 0).map(idOf);
  const orders = random.of([[], [revokedId], [asked.id]]);
  const stop = near(held, random, asked);
  return { revoke: { ...revoke, ...random.of([{ keys }, { orders }, { stop }, { version: random.whole(1, 3) }]) } };
}

function ofFresh(held: Held, random: Random, asked: Asked): Partial<Held> {
  const until = near(held, random, asked);
  return { fresh: held.fresh === null || random.whole(0, 4) === 0 ? null : { ...held.fresh, until } };
}

const changes: readonly Change[] = [
  (held, random, asked) => ({ now: near(held, random, asked) }),
  (held, random, asked) => ({ floor: near(held, random, asked) }),
  (held, random) => ({ boot: held.now - random.of([899_999, 900_000, 900_001, 0, -1]) }),
  () => ({ locked: true }),
  (held, random) => ({
    begun: Array.from(
      { length: random.whole(118, 124) },
      () => Math.max(held.now, held.floor) - hour + random.of([0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 900_000]),
    ),
  }),
  () => ({ seen: () => true }),
  (held, random) => ({ ...ofPolicy(held, { solo: true }), firstSight: firstSightOf(held, random) }),
  (held, random) => ofPolicy(held, { bulk: random.whole(1, 3) }),
  (held, random, asked) => ofRoot(held, { expires: near(held, random, asked) }),
  (held, random) => ofRoot(held, { version: random.whole(1, 3) }),
  (held, random, asked) => ofKey(held, random, { until: near(held, random, asked) }),
  (held, random) => ofKey(held, random, { sites: random.of([['Bern'], ['Zürich'], ['Bern', 'Zürich'], ['zürich']]) }),
  (held, random) => ofKey(held, random, { person: random.of(names) }),
  ofRole,
  ofRole,
  ofHistory,
  ofHistory,
  ofGrant,
  ofGrant,
  ofRevoke,
  ofFresh,
  (held, random) => ({ device: { ...held.device, platform: random.of(platforms) } }),
  (held, random) => ({ device: { ...held.device, host: random.of(['db-2.example', 'DB-1.example', 'zürich']) } }),
  () => ({ sealingKey: null }),
];

function firstSightOf({ now }: Held, random: Random): Held['firstSight'] {
  const at = random.of([null, now - 600_000, now - 599_999, now, now + 1]);
  return () => at;
}

/** Changed in up to three ways. */
export function otherHeld(held: Held, random: Random, asked: Asked): Held {
  let now = held;
  for (let left = random.whole(0, 3); left > 0; left--) now = { ...now, ...random.of(changes)(now, random, asked) };
  return now;
}
