import { agentActor, createApiToken, everywhere } from '@fettle/collector/domain/access/index';
import { recordFacts } from '@fettle/collector/domain/inventory/index';
import type { ChangeItem } from '@fettle/shared/api/changes';
import { expect, test } from 'vitest';
import { cli, id, minute, second } from './device-world.ts';
import { orderBook, runTeller } from './remedy-world.ts';
import { world } from './rules-world.ts';

type Page = { items: ChangeItem[]; next: string | null; code?: string };

async function story() {
  const own = await world(['a', 'b']);
  const ports = { store: own.stores.access, now: own.clock.now() };
  const asked = { name: 'reader', role: 'viewer', sites: 'all', expiresAt: null } as const;
  const { secret } = await createApiToken(ports, cli, asked);
  return {
    own,
    facts: async (letter: string, facts: Record<string, string>) => {
      const { inventory: store, devices } = own.stores;
      const device = id(letter);
      const now = own.clock.now();
      await recordFacts({ store, devices, now }, agentActor(device), { device, time: now, facts });
    },
    changes: async (query = ''): Promise<Page> => {
      const headers = { authorization: `Bearer ${secret}` };
      const answer = await own.app().http.inject({ method: 'GET', url: `/api/v1/changes${query}`, headers });
      return answer.json<Page>();
    },
  };
}
const told = ({ items }: Page) => items.map(({ kind, deviceName, words }) => `${kind} ${deviceName}: ${words}`);

test('what altered devices is listed newest first: facts, restarts, another agent, runs', async () => {
  const { own, facts, changes } = await story();
  await using _ = own;
  await orderBook(own.stores, own.clock.now());
  await facts('a', { 'os.kernel': '6.1', 'host.boot.id': 'x' });
  await own.pass(minute);
  await facts('a', { 'os.kernel': '6.8', 'host.boot.id': 'y', 'host.model': 'T1' });
  await own.pass(minute);
  own.app().agents.presence.connected(id('b'), own.clock.now(), { version: '0.2.0', interval: 10_000 });
  await own.pass(minute);
  const teller = runTeller(own.stores, () => own.clock.now());
  const began = own.clock.now();
  await own.pass(minute);
  await teller.ended({ device: id('b'), startedAt: began, endedAt: began + second, rule: null });
  await own.pass(10 * second);
  const all = await changes();
  expect(told(all)).toEqual([
    'run host-b: The standing order “Clear temp” ran: done, exit 0.',
    'agent host-b: The agent is another: 0.1.0 → 0.2.0.',
    'facts host-a: host.model: nothing → T1; os.kernel: 6.1 → 6.8',
    'restart host-a: It was restarted.',
  ]);
  // A run stands where it altered the device, not where it was heard of.
  expect(all.items[0]).toMatchObject({ time: began, by: 'Ada and Bert', link: '/runs/rone', outcome: 'done' });
  expect(told(await changes('?kind=restart'))).toHaveLength(1);
  expect(told(await changes(`?device=${id('b')}`))).toHaveLength(2);
  expect(told(await changes('?site=porto'))).toEqual([]);
  expect(told(await changes(`?from=${began}`))).toHaveLength(1);
  const first = await changes('?limit=3');
  expect(told(await changes(`?limit=3&cursor=${encodeURIComponent(first.next ?? '')}`))).toEqual(told(all).slice(3));
  expect((await changes('?cursor=nonsense')).code).toBe('input_invalid');
});

test('heard by another process from the beginning, there is each once, and the same', async () => {
  const { own, facts, changes } = await story();
  await using _ = own;
  await facts('a', { 'os.kernel': '6.1' });
  await own.pass(minute);
  await facts('a', { 'os.kernel': '6.8' });
  await own.pass(20 * second);
  const before = await changes();
  expect(before.items).toHaveLength(1);
  await own.stores.changes.heard((await own.stores.changes.cursor()) ?? 0, 0);
  await own.restart(minute);
  await own.pass(20 * second);
  expect(await changes()).toEqual(before);
  expect(await own.stores.changes.cursor()).toBe((await own.stores.events.bounds()).newest);
  expect((await own.stores.events.list(everywhere, { kind: 'device.agent', limit: 5 })).length).toBe(0);
});
