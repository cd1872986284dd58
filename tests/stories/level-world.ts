/** Where the stories of levels happen: a service of two devices, a clock, and the desk that looks at budgets. */
import { everywhere } from '@fettle/collector/domain/access/index';
import { applyFindings } from '@fettle/collector/domain/incidents/index';
import { levelsAt, putObjective } from '@fettle/collector/domain/levels/index';
import { burnRule } from '@fettle/collector/domain/rules/index';
import { hearSpells, putService } from '@fettle/collector/domain/services/index';
import { createLevelDesk } from '@fettle/collector/levels-wiring';
import type { ObjectiveBody } from '@fettle/shared/api/levels';
import type { Part } from '@fettle/shared/api/services';
import { cli, id, minute } from './device-world.ts';
import { incidentWorld } from './incident-world.ts';

const [a, b] = [id('a'), id('b')];

export const objective = (fields: Partial<ObjectiveBody> = {}): ObjectiveBody => ({
  service: 'mail',
  name: 'Mail works',
  kind: 'availability',
  targetPpm: 999_000,
  calendar: null,
  zone: 'UTC',
  period: 'month',
  windows: 'leave-out',
  degraded: 'up',
  withinMs: null,
  burnRules: true,
  ...fields,
});

export async function levelWorld() {
  const world = await incidentWorld();
  await world.with('berlin', 'a', 'b');
  const clock = { now: () => world.now };
  const desk = () =>
    createLevelDesk({
      stores: world,
      clock,
      sink: async (findings) => {
        await applyFindings(world.ports(), findings);
      },
    });
  let own = desk();
  const ports = () => ({ ...world, now: world.now });
  const hear = async () => {
    while ((await hearSpells(ports())).events > 0);
  };
  const part: Part = {
    name: 'servers',
    of: { kind: 'device', ids: [a, b], counts: 'any' },
    need: { kind: 'all' },
    impact: 'down',
  };
  const people = { owner: null, pointPerson: null, criticality: 'vital', calendar: null, site: null } as const;
  const body = { name: 'Mail', description: '', ...people, costPerHour: 12_000, parts: [part], version: 0 };
  await putService(ports(), cli, { id: 'mail', ...body });
  return {
    ...world,
    levelPorts: ports,
    get now() {
      return world.now;
    },
    get desk() {
      return own;
    },
    restart() {
      own = desk();
    },
    hear,
    put: (name: string, fields: Partial<ObjectiveBody> = {}, version = 0) =>
      putObjective(ports(), cli, { id: name, body: objective(fields), version }),
    /** Minutes pass, and each minute budgets are looked at. */
    async minutes(count: number) {
      for (let i = 0; i < count; i++) {
        world.jump(minute);
        await hear();
        await own.tend();
      }
    },
    async burning() {
      const found = (await world.all()).filter(({ rule }) => rule === burnRule);
      return found.map(({ state, severity, device, instance }) => ({ state, severity, device, instance }));
    },
    async toldOf(kind: string) {
      const found = await world.events.list(everywhere, { kind, limit: 100 });
      return found.toReversed().map(({ detail }) => detail);
    },
    asked: (query = {}) => levelsAt(ports(), cli, query),
  };
}
