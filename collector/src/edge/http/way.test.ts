import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import { trustsOf, wayOf } from './way.ts';

const trusts = trustsOf(['10.0.0.2', '192.168.7.0/24', 'fd00::/8']);
const request = (remoteAddress: string, headers: IncomingMessage['headers'] = {}, encrypted = false) =>
  ({ socket: { remoteAddress, encrypted }, headers }) as unknown as IncomingMessage;
const https = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' };

test('exactly the named proxies are believed', () => {
  for (const yes of ['10.0.0.2', '::ffff:10.0.0.2', '192.168.7.200', 'fd12::1']) expect(trusts(yes), yes).toBe(true);
  for (const no of ['10.0.0.3', '192.168.8.1', '127.0.0.1', '::1', 'fe80::1', '', 'proxy']) {
    expect(trusts(no), no).toBe(false);
  }
});

describe('a request’s way', () => {
  test.each<[string, ReturnType<typeof request>, string]>([
    ['TLS to us', request('203.0.113.9', {}, true), 'tls'],
    ['TLS at a named proxy', request('10.0.0.2', https), 'tls'],
    ['TLS at a chain of proxies', request('10.0.0.2', { ...https, 'x-forwarded-proto': 'http, https' }), 'tls'],
    ['this machine', request('127.0.0.1'), 'local'],
    ['this machine, by IPv6', request('::1'), 'local'],
    ['another machine', request('203.0.113.9'), 'open'],
    ['another machine that claims TLS', request('203.0.113.9', https), 'open'],
    ['plain HTTP at a named proxy', request('10.0.0.2', { ...https, 'x-forwarded-proto': 'http' }), 'open'],
    ['a claim before the proxy’s word', request('10.0.0.2', { 'x-forwarded-proto': 'https, http' }), 'open'],
    ['a named proxy that says nothing', request('10.0.0.2'), 'open'],
    ['a proxy on this machine that is not named', request('127.0.0.1', https), 'open'],
    ['such a proxy with the newer header', request('127.0.0.1', { forwarded: 'for=1.2.3.4' }), 'open'],
    ['a socket that is gone', { socket: {}, headers: {} } as IncomingMessage, 'open'],
  ])('%s', (_name, asked, way) => {
    expect(wayOf(asked, trusts)).toBe(way);
  });
});
