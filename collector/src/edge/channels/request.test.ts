import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { ask, isForbidden } from './request.ts';

test.each([
  ['169.254.169.254', true],
  ['0.0.0.0', true],
  ['fe80::1', true],
  ['::', true],
  ['fd00:ec2::254', true],
  ['::ffff:169.254.169.254', true],
  ['::ffff:a9fe:a9fe', true],
  ['100.100.100.200', true],
  ['224.0.0.1', true],
  ['10.0.0.5', false],
  ['127.0.0.1', false],
  ['fd00::1', false],
  ['93.184.216.34', false],
  ['example.org', false],
])('%s: %s', (address, forbidden) => {
  expect(isForbidden(address)).toBe(forbidden);
});

const post = (url: string) => ask({ url, method: 'POST', headers: {}, body: '{}' }, 2_000);

test.each([
  'http://169.254.169.254/x',
  'http://[fe80::1]/x',
  'http://2852039166/x',
  'http://[::ffff:169.254.169.254]/',
  'file:///etc/passwd',
  'no address',
])('%s is not asked', async (url) => {
  expect(await post(url)).toMatchObject({ ok: false, again: false });
});

test('only the beginning of an endless answer is read', async () => {
  const server = createServer((_request, response) => {
    const more = setInterval(() => response.write('x'.repeat(10_000)), 5);
    response.on('close', () => clearInterval(more));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const answer = await post(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  server.closeAllConnections();
  server.close();
  expect(answer.ok).toBe(true);
  expect(answer.answer.length).toBeLessThan(600);
});

test('a name that is nobody’s may be somebody’s later', async () => {
  expect(await post('http://nobody.invalid/')).toMatchObject({ ok: false, again: true });
});
