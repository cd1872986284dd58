import { expect, test } from 'vitest';
import { lists, routeOf } from '../routes.ts';
import { deeds, foundIn, mostFound, pages } from './finder-model.ts';

test('begun names first, every word must be there, never more than fit', () => {
  const all = [
    ...pages,
    { name: 'ber-db-01', kind: 'device', href: '/devices/d1', about: 'Berlin' },
    { name: 'Order intake', kind: 'service', href: '/services/order-intake' },
  ];
  expect(foundIn(all, 'order').map(({ name }) => name)).toEqual(['Orders', 'Order intake', 'Standing orders']);
  expect(foundIn(all, 'berlin device').map(({ name }) => name)).toEqual(['ber-db-01']);
  expect(foundIn(all, 'nothing at all')).toEqual([]);
  expect(foundIn(all, '')).toHaveLength(mostFound);
});

test('every page of the dashboard is found', () => {
  const found = new Set(pages.map(({ href }) => href.split('?')[0]));
  expect(lists.filter((list) => !found.has(`/${list}`))).toEqual([]);
});

test('every place is a page that there is', () => {
  for (const { href } of [...pages, ...deeds]) {
    const [path = '', search = ''] = href.split('?');
    expect(routeOf(path, search).page, href).not.toBe('not-found');
  }
});

test('every page that stands alone is found', () => {
  const found = new Set(pages.map(({ href }) => href.split('?')[0]));
  expect(lists.map((name) => `/${name}`).filter((path) => !found.has(path))).toEqual([]);
});
