import { everywhere } from '@fettle/collector/domain/access/index';
import type { Deed, Incident } from '@fettle/collector/domain/incidents/index';
import { moves } from '@fettle/collector/domain/incidents/transitions';
import { expect, test } from 'vitest';
import { id, minute } from './device-world.ts';
import { incidentWorld } from './incident-world.ts';

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const devices = [id('a'), id('b')];
const allowed = new Set(Object.values(moves).flatMap(({ from, to }) => from.map((state) => `${state} ${to}`)));

/** What may happen next to an incident, or to nothing yet. */
const deeds = (now: number): Deed[] => [
  { kind: 'acknowledge' },
  { kind: 'unacknowledge' },
  { kind: 'resolve' },
  { kind: 'reopen' },
  { kind: 'close' },
  { kind: 'own', owner: 'me' },
  { kind: 'snooze', until: now + 5 * minute },
  { kind: 'unsnooze' },
  { kind: 'pause', why: 'x' },
  { kind: 'resume' },
];

test.each([
  ...[1, 2, 3, 4, 5, 6].map((seed) => [seed, 20] as const),
  // As finely as the jobs run when incidents rest.
  ...[7, 8].map((seed) => [seed, 1] as const),
])(
  'whatever happens, in whatever order, no incident leaves its table: seed %i, a look every %i min',
  async (seed, everyMinutes) => {
    await using world = await incidentWorld();
    await world.fleet('berlin', ...devices);
    const random = randomOf(seed);
    const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
    let before = new Map<string, Incident>();

    for (let step = 0; step < 60; step++) {
      const chance = random();
      if (chance < 0.45) {
        const severity = one(['warning', 'critical', null] as const);
        await world.find(
          world.finding(one(devices), { severity, reason: one(['value', 'rule_gone', 'device'] as const) }),
        );
      } else if (chance < 0.85) {
        const all = await world.all();
        if (all.length > 0) await world.act(one(deeds(world.now)), one(all), one(all));
      } else await world.pass(one([1, 20, 45, 1_441]) * minute, everyMinutes * minute);
      before = check(before, await world.all());
    }
    for (const { id: incident, state, reopened } of before.values()) {
      const lines = await world.incidents.timeline(everywhere, incident);
      expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, i) => i + 1));
      expect(lines.filter(({ kind }) => kind === 'reopened')).toHaveLength(reopened);
      expect(lines.some(({ kind }) => kind === 'closed')).toBe(state === 'closed');
    }
  },
  120_000,
);

/** Several steps may lie between two looks: a way through the table must lead from one to the other. */
function check(before: ReadonlyMap<string, Incident>, found: readonly Incident[]): Map<string, Incident> {
  const live = found.filter(({ state }) => state !== 'closed');
  expect(new Set(live.map(({ rule, device, instance }) => `${rule} ${device} ${instance}`)).size).toBe(live.length);
  for (const now of found) {
    const was = before.get(now.id);
    if (was && was.state !== now.state) expect(reaches(was.state, now.state), `${was.state} ${now.state}`).toBe(true);
    expect(now.acknowledgedAt !== null || now.state !== 'acknowledged').toBe(true);
    expect(now.resolvedAt !== null).toBe(now.state === 'resolved' || now.state === 'closed');
    expect(now.closedAt !== null).toBe(now.state === 'closed');
    expect(was === undefined || now.version >= was.version).toBe(true);
    if (was?.state === 'closed') expect(now).toEqual(was);
    expect(now.clocks.pauses.filter(({ to }) => to === null).length).toBeLessThanOrEqual(1);
  }
  return new Map(found.map((incident) => [incident.id as string, incident]));
}

function reaches(from: string, to: string, seen = new Set<string>()): boolean {
  if (allowed.has(`${from} ${to}`)) return true;
  seen.add(from);
  return [...allowed].some((move) => {
    const [begin = '', end = ''] = move.split(' ');
    return begin === from && !seen.has(end) && reaches(end, to, seen);
  });
}
