/** A collector in an attacker's hands, with every secret of the server, against the agent's own code: what would be started is noted. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { limits } from '@fettle/shared/protocol/limits';
import { payloadTypes } from '@fettle/shared/trust/envelope';
import { signed } from '@fettle/shared/trust/example.fixture';
import { allBodies, bodies, bytesOf } from '@fettle/shared/trust/maintenance.fixture';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { longPatience } from '../support/patience.ts';
import { sealed } from '../support/trust/envelopes.ts';
import { Resident } from './collector/resident.ts';
import { Rig } from './collector/rig.ts';
import { runSuite } from './collector/suite.ts';
import { unlisted } from './collector/wrong-orders.ts';
import { examplePlace, Random, Scene } from './trust-scene.ts';

test(
  '20,000 cases, most of them validly signed with the wrong meaning: nothing that is not right is started',
  { timeout: longPatience },
  async () => {
    const { validSigned, figures, ...result } = await runSuite({ cases: 20_000, seed: 1 });
    expect(result).toEqual({ cases: 20_000, executed: 0, crashes: 0, sabotageCaught: 6, sabotageTotal: 6, fell: [] });
    expect(validSigned).toBeGreaterThan(500);
    // Half of it over the resident agent; and what was right ran.
    expect(figures?.['byResident']).toBeGreaterThan(400);
    expect(figures?.['ran']).toBeGreaterThan(80);
  },
);

describe('whatever else it says', () => {
  let rig: Rig;
  let resident: Resident;
  const scene = new Scene(examplePlace, new Random(7));
  const messageOf = (order: ReturnType<Scene['order']>) => {
    const { envelope, path, scripts } = order;
    return { type: 'statement', envelope, path, scripts };
  };

  beforeEach(async () => {
    rig = new Rig();
    await rig.start();
    await rig.trust();
    resident = new Resident(rig);
  });

  /** And after all of it, what is right runs. */
  afterEach(async () => {
    const before = rig.spawned.length;
    resident.bodies = (hash) => allBodies.get(hash) ?? new Uint8Array();
    await resident.hear(messageOf(scene.order()));
    expect(rig.spawned.length).toBe(before + 1);
    expect([resident.crashes, rig.broke]).toEqual([[], 0]);
    resident[Symbol.dispose]();
    rig[Symbol.dispose]();
  });

  test('a message that is not in the closed list is counted, and ignored', async () => {
    const all = unlisted(join(rig.folder, 'ran'));
    await resident.hear(...all);
    expect(resident.unknown).toBe(all.length);
    expect([resident.sessions, rig.spawned.length]).toEqual([1, 0]);
  });

  test('statements of other types are kept by nobody, whoever signed them', async () => {
    const order = scene.orderStatement();
    const types = Object.keys(payloadTypes).filter((type) => type !== 'order') as (keyof typeof payloadTypes)[];
    for (const type of types) await resident.hear({ type: 'statement', envelope: signed(type, order, 'ann', 'ben') });
    const unknown = { ...signed('order', order, 'ann'), payloadType: 'application/vnd.fettle.exec.v1+json' };
    await resident.hear({ ...messageOf(scene.order()), envelope: unknown });
    expect(rig.spawned).toEqual([]);
    expect(readdirSync(join(rig.folder, 'state/standing'))).toEqual([]);
  });

  test('bytes of another hash are never run, and not kept', async () => {
    resident.bodies = () => bytesOf(bodies.list.replace('ls', 'rm'));
    await resident.hear(messageOf(scene.order()));
    expect(rig.spawned).toEqual([]);
    expect(readdirSync(join(resident.data, 'runs/bodies'))).toEqual([]);
    // It asks again later, and not at once.
    expect(resident.said['want']).toBe(1);
    resident.bodies = (hash) => allBodies.get(hash) ?? new Uint8Array();
    await resident.pass(310_000);
    expect(rig.spawned).toHaveLength(1);
  });

  test('bodies that nobody asked for are not kept, in whatever number', async () => {
    const data = Buffer.alloc(96_000, 'x').toString('base64');
    for (let i = 0; i < 500; i++) {
      const hash = createHash('sha256').update(String(i)).digest('hex');
      await resident.hear({ type: 'blob', sha256: hash, offset: 0, total: 96_000, data });
    }
    expect(resident.disk.files).toBe(readdirSync(join(resident.data, 'runs')).includes('held.json') ? 1 : 0);
  });

  test.each([
    '../../../../../../tmp/fettle-hostile-name',
    '/tmp/fettle-hostile-name',
    '..\\..\\fettle-hostile-name',
    '__proto__',
    'con',
    'a\0b',
    '',
  ])('%j is the name of no file', async (name) => {
    for (const type of ['order', 'standing'] as const) {
      const statement = type === 'order' ? scene.orderStatement() : scene.standingStatement();
      const envelope = signed(type, { ...statement, id: name }, 'ann', 'ben');
      await resident.hear({ ...messageOf(scene.order()), envelope });
    }
    await resident.hear({ type: 'blob', sha256: name, offset: 0, total: 1, data: 'eA==' });
    const all = [rig.folder, resident.data].flatMap((folder) => readdirSync(folder, { recursive: true }).map(String));
    expect(all.filter((one) => one.includes('hostile-name') || one.includes('proto'))).toEqual([]);
    expect(existsSync('/tmp/fettle-hostile-name')).toBe(false);
    expect(rig.spawned).toEqual([]);
  });

  test('a lease beyond what is allowed ends the connection', async () => {
    await resident.hear({ type: 'watch', interval: limits.intervalMs.min, lease: limits.watchLeaseMs });
    await resident.hear({ type: 'watch', interval: limits.intervalMs.min, lease: limits.watchLeaseMs + 1 });
    expect(resident.live).toBe(false);
    await resident.hear({ type: 'watch', interval: limits.intervalMs.min - 1, lease: 1 });
    expect(resident.watched).toEqual([{ interval: limits.intervalMs.min, lease: limits.watchLeaseMs }]);
  });

  test('200 large orders of nobody leave nothing on the disk and little in memory', async () => {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < 200; i++) {
      const order = { ...scene.orderStatement(), reason: 'x'.repeat(40_000) };
      await resident.hear({
        ...messageOf(scene.order()),
        envelope: sealed('order', bytesOf(JSON.stringify(order)), 'mallory'),
      });
      if (i % 100 === 0) expect(resident.disk.bytes).toBeLessThan(8_000_000);
    }
    expect(readdirSync(join(resident.data, 'runs/orders'))).toEqual([]);
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(128_000_000);
  });

  test('orders that wait for bodies that never come are 64 at most', async () => {
    resident.bodies = () => new Uint8Array();
    for (let i = 0; i < 100; i++) await resident.hear(messageOf(scene.order()));
    expect(readdirSync(join(resident.data, 'runs/orders'))).toHaveLength(64);
    expect(rig.spawned).toEqual([]);
    // Each of the three bodies was asked for once, and not without end.
    expect(resident.said['want']).toBe(3);
    // Then comes their time: they are refused, and there is room again.
    rig.now += 40 * 86_400_000;
    resident.clock.set(rig.now);
    await resident.pass(120_000);
    expect(readdirSync(join(resident.data, 'runs/orders'))).toEqual([]);
    expect(rig.spawned).toEqual([]);
    rig.now = examplePlace.now;
    resident.clock.set(rig.now);
  });

  test('results that it never says to be kept are bounded on the disk', async () => {
    for (let i = 0; i < 520; i++) await resident.hear(messageOf(scene.order({ root: 1 })));
    expect(readdirSync(join(rig.folder, 'state/receipts'))).toHaveLength(500);
    expect(readdirSync(join(resident.data, 'runs/results'))).toHaveLength(500);
  });
});
