import { expect, test } from 'vitest';
import { loginPath, pushPath, routeOf } from './routes.ts';

test('addresses', () => {
  expect(routeOf('/')).toEqual({ page: 'fleet' });
  expect(routeOf('/devices/d0123')).toEqual({ page: 'device', id: 'd0123' });
  expect(routeOf('/devices/../x')).toEqual({ page: 'not-found', path: '/devices/../x' });
  expect(routeOf('/incidents')).toEqual({ page: 'incidents' });
  expect(routeOf('/incidents/')).toEqual({ page: 'incidents' });
  expect(routeOf('/incidents/i0123')).toEqual({ page: 'incident', id: 'i0123' });
  expect(routeOf('/rules/disk-full')).toEqual({ page: 'rule', id: 'disk-full' });
  expect(routeOf('/on-call')).toEqual({ page: 'on-call' });
  expect(routeOf('/people/p1')).toEqual({ page: 'not-found', path: '/people/p1' });
  expect(routeOf('/setup')).toEqual({ page: 'setup' });
  expect(routeOf('/services/order-intake/edit')).toEqual({ page: 'service-edit', id: 'order-intake' });
  expect(routeOf('/services/order-intake')).toEqual({ page: 'service', id: 'order-intake' });
  expect(routeOf('/explore')).toEqual({ page: 'explore' });
  expect(routeOf('/reporting')).toEqual({ page: 'not-found', path: '/reporting' });
});

test('addresses below on call', () => {
  expect(routeOf('/on-call/deliveries')).toEqual({ page: 'on-call-part', part: 'deliveries', id: undefined });
  expect(routeOf('/on-call/routes/night')).toEqual({ page: 'on-call-part', part: 'routes', id: 'night' });
  expect(routeOf('/on-call/elsewhere')).toEqual({ page: 'not-found', path: '/on-call/elsewhere' });
  expect(routeOf('/channels/new')).toEqual({ page: 'channel', id: 'new' });
});

test('after signing in one goes only to a page of ours', () => {
  expect(routeOf('/login', '?next=%2Fdevices%2Fd1')).toEqual({ page: 'login', next: '/devices/d1' });
  for (const evil of ['//evil.example', 'https://evil.example', String.raw`/\evil.example`, 'javascript:1']) {
    expect(routeOf('/login', `?next=${encodeURIComponent(evil)}`)).toEqual({ page: 'login', next: '/' });
  }
  expect(loginPath('/devices/d1?range=6h')).toBe('/login?next=%2Fdevices%2Fd1%3Frange%3D6h');
  expect(loginPath('/')).toBe('/login');
});

test('an invitation carries its code', () => {
  expect(routeOf('/invite', '?code=a-b_c')).toEqual({ page: 'invite', code: 'a-b_c' });
  expect(routeOf('/invite')).toEqual({ page: 'invite', code: '' });
});

test('addresses of maintenance', () => {
  expect(routeOf('/scripts/clear-temp/edit')).toEqual({ page: 'script-edit', id: 'clear-temp' });
  expect(routeOf('/scripts/clear-temp')).toEqual({ page: 'script', id: 'clear-temp' });
  expect(routeOf('/runs/o1.d2')).toEqual({ page: 'run', id: 'o1.d2' });
  expect(routeOf('/standing/new')).toEqual({ page: 'standing-order', id: 'new' });
  expect(routeOf('/changes/c1')).toEqual({ page: 'plan', id: 'c1' });
  expect(routeOf('/trust')).toEqual({ page: 'trust' });
  expect(pushPath({ devices: 'd1,d2', reason: 'a & b' })).toBe('/push?devices=d1%2Cd2&reason=a+%26+b');
});
