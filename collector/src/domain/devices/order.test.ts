import type { Device } from '@fettle/shared/api/devices';
import { describe, expect, test } from 'vitest';
import { type Order, orderKey, page } from './order.ts';
import { searches } from './search.ts';

type Part = Pick<Device, 'name' | 'state' | 'lastSeen' | 'troubles'>;
function device(name: string, fields: Partial<Part> = {}): Device {
  return { id: `d-${name}`, name, state: 'online', lastSeen: null, troubles: [], ...fields } as Device;
}
const trouble = (severity: 'warning' | 'critical') => ({ severity, metric: '', attributes: {}, value: 0, words: '' });

const entries = (devices: readonly Device[], sort: Order) =>
  devices.map((one) => ({ item: one.name, key: orderKey(sort, one) }));
const sorted = (devices: readonly Device[], sort: Order) => page(entries(devices, sort), { sort, limit: 100 }).items;

test('names in the order in which people count', () => {
  const names = ['web10', 'Web2', 'web1', 'äpfel', 'zebra', 'WEB2'];
  expect(
    sorted(
      names.map((name) => device(name)),
      'name',
    ),
  ).toEqual(['äpfel', 'web1', 'WEB2', 'Web2', 'web10', 'zebra']);
});

test('what hurts comes first: critical and lost, then warnings and late, then the rest, retired last', () => {
  const devices = [
    device('fine'),
    device('stopped', { state: 'stopped' }),
    device('retired', { state: 'retired', troubles: [trouble('critical')] }),
    device('late', { state: 'late' }),
    device('warned', { troubles: [trouble('warning')] }),
    device('offline', { state: 'offline' }),
    device('critical', { troubles: [trouble('critical'), trouble('warning')] }),
    device('late and critical', { state: 'late', troubles: [trouble('critical')] }),
  ];
  expect(sorted(devices, 'hurts')).toEqual([
    'critical',
    'late and critical',
    'offline',
    'late',
    'warned',
    'fine',
    'stopped',
    'retired',
  ]);
});

test('seen last comes first, never seen last', () => {
  const devices = [device('never'), device('old', { lastSeen: 5 }), device('new', { lastSeen: 9 })];
  expect(sorted(devices, 'lastSeen')).toEqual(['new', 'old', 'never']);
});

describe('pages', () => {
  const many = Array.from({ length: 25 }, (_, i) => device(`same name ${i % 3}`, { lastSeen: i % 4 }));
  const named = many.map((one, i) => ({ ...one, id: `d${i}` }));

  test.each<Order>(['hurts', 'name', 'lastSeen'])('by %s give every device once', (sort) => {
    const all = named.map((one) => ({ item: one.id, key: orderKey(sort, one) }));
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const { items, next } = page(all, { sort, limit: 7, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...items);
      cursor = next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(page(all, { sort, limit: 100 }).items);
    expect(new Set(seen).size).toBe(25);
  });

  test('go on behind the place of the cursor, whatever came or went meanwhile', () => {
    const of = (...names: string[]) =>
      entries(
        names.map((name) => device(name)),
        'name',
      );
    const { next } = page(of('a', 'c', 'e', 'g'), { sort: 'name', limit: 2 });
    expect(page(of('a', 'b', 'd', 'e', 'g'), { sort: 'name', limit: 2, cursor: next ?? '' }).items).toEqual(['d', 'e']);
    expect(page(of('a'), { sort: 'name', limit: 2, cursor: next ?? '' })).toEqual({ items: [], next: null });
  });

  test.each(['', 'x', '!!', 'bnVsbA', 'W10', 'WyJuYW1lIiwxLDJd', 'WyJodXJ0cyIsMCwiYSIsImIiXQ'])(
    'the cursor “%s” is refused',
    (cursor) => {
      expect(() => page([], { sort: 'name', limit: 1, cursor })).toThrow(
        expect.objectContaining({ code: 'input_invalid' }),
      );
    },
  );
});

describe('search', () => {
  const one = {
    name: 'web-01',
    site: 'Köln',
    os: 'Debian GNU/Linux 12',
    labels: { role: 'front end', owner: 'Zoë' },
    troubles: [],
  };
  test.each(['', '  ', 'WEB', 'web köln', 'koln', 'debian 12', 'role=front', 'zoe', 'OWNER=ZOË web-0'])(
    '“%s” finds it',
    (text) => expect(searches(text)(one)).toBe(true),
  );
  test.each(['web02', 'web berlin', 'role=back', '.*', 'köln-web'])('“%s” does not', (text) =>
    expect(searches(text)(one)).toBe(false),
  );
});
