/** Services over HTTP, and their pages for people without a login, as strangers meet them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cookieOf, testApp } from '../support/app.ts';
import { type Published, published } from '../support/published.ts';

/** One in which everything is wrong that can be, and one in which nothing is; no test changes them. */
let place: Published;
let sound: Published;
beforeAll(async () => {
  [place, sound] = await Promise.all([published(), published([])]);
});
afterAll(() => Promise.all([place, sound].map((one) => one[Symbol.asyncDispose]())));

const get = ({ app }: Published, url: string, remoteAddress = '127.0.0.1') =>
  app.http.inject({ method: 'GET', url, remoteAddress });

describe('the status page', () => {
  test('tells what is wrong, each service and what is planned, and no device', async () => {
    const page = await get(place, place.status);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('<strong>Web shop</strong> is down since 12:49 UTC.');
    expect(page.body).toContain('<strong>Mail &amp; calendar and Printing</strong> are not quite in order.');
    expect(page.body).toContain('<strong>Files</strong> is out for planned work');
    // A day of 24 h and two of the next, 95 s, and what lasts.
    expect(page.body).toContain('an outage on 4 days, 1 d 4 h in all, known for 71 days');
    expect(page.body).toContain('Patching of all servers');
    expect(page.body).toContain('&quot;orders&quot; &lt;b&gt;and&lt;/b&gt; returns');
    for (const host of place.hosts) expect(page.body).not.toContain(host);
    expect(page.body).not.toMatch(/ style=|<script|<style|\son[a-z]+=/);
    expect(page.body.match(/<rect class="d-/g)).toHaveLength(4 * 90 + 5);
  });

  test('when nothing is wrong it says so', async () => {
    const page = await get(sound, sound.status);
    expect(page.body).toContain('<h1>Everything is in order.</h1>');
    expect(page.body).toContain('<title>Services of Example &amp; Co.: everything is in order</title>');
  });

  test('as JSON it says the same, and both are kept by nobody', async () => {
    const json = await get(place, `${place.status}.json`);
    expect(json.json()).toMatchObject({
      name: 'Services of Example & Co.',
      services: [
        { name: 'Mail & calendar', state: 'degraded' },
        { state: 'down' },
        { state: 'window' },
        { state: 'degraded' },
      ],
    });
    for (const host of place.hosts) expect(json.body).not.toContain(host);
    for (const url of [place.status, `${place.status}.json`, place.calendar]) {
      const { headers } = await get(place, url);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['x-robots-tag']).toBe('noindex, nofollow');
      expect(headers['set-cookie']).toBeUndefined();
      expect(headers['content-security-policy']).toContain("default-src 'none'");
      expect(headers['referrer-policy']).toBe('no-referrer');
    }
  });

  test.each([
    '/status/',
    '/status/none',
    `/status/${'a'.repeat(26)}`,
    `/status/${'a'.repeat(26)}.json`,
    `/calendar/${'a'.repeat(26)}.ics`,
  ])('%s is not found, and nobody learns more', async (url) => {
    const answer = await get(sound, url);
    expect(answer.statusCode).toBe(404);
    expect(answer.body).not.toContain('Example');
  });

  test('the token of one kind is not that of the other, and one that was taken back shows nothing', async () => {
    await using own = await published([]);
    const token = own.status.slice('/status/'.length);
    expect((await get(own, `/calendar/${token}.ics`)).statusCode).toBe(404);
    const link = (await own.app.stores.services.links()).find(({ kind }) => kind === 'status');
    expect((await get(own, `/status/${link?.hash}`)).statusCode).toBe(404);
    await own.app.stores.services.removeLink(link?.id ?? '', 1, { events: [], audit: [] });
    expect((await get(own, own.status)).statusCode).toBe(404);
  });

  test('who asks too often waits, and others do not wait for him', async () => {
    let last = 200;
    for (let i = 0; i < 61; i++) last = (await get(sound, `/status/${'a'.repeat(26)}`, '127.0.0.9')).statusCode;
    expect(last).toBe(429);
    expect((await get(sound, '/status.css', '127.0.0.9')).statusCode).toBe(200);
    const other = await get(sound, sound.status);
    expect(other.statusCode).not.toBe(429);
  });
});

describe('the calendar', () => {
  test('is RFC 5545: lines end in CRLF and are folded, texts are escaped, times are of UTC, ids stay', async () => {
    const first = await get(place, place.calendar);
    expect(first.headers['content-type']).toBe('text/calendar; charset=utf-8');
    expect(first.body.endsWith('END:VCALENDAR\r\n')).toBe(true);
    const raw = first.body.split('\r\n');
    expect(raw.every((line) => Buffer.byteLength(line) <= 75 && !/[\r\n]/.test(line))).toBe(true);
    const lines = first.body.replaceAll('\r\n ', '').split('\r\n');
    expect(lines.slice(0, 3)).toEqual(['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Fettle//Planned work//EN']);
    expect(lines).toContain('X-WR-CALNAME:Services of Example & Co.');
    // Sundays at 20:00 of Berlin: 18:00 of UTC in summer, 19:00 in winter.
    expect(lines).toContain('DTSTART:20250622T180000Z');
    expect(lines).toContain('DTSTART:20251102T190000Z');
    expect(lines).toContain('DTEND:20251102T230000Z');
    expect(lines).toContain('SUMMARY:Planned maintenance');
    for (const host of place.hosts) expect(first.body).not.toContain(host);
    const uids = lines.filter((line) => line.startsWith('UID:'));
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.length).toBeGreaterThan(55);
    place.app.clock.pass(3_600_000);
    const later = (await get(place, place.calendar)).body.replaceAll('\r\n ', '').split('\r\n');
    expect(later.filter((line) => line.startsWith('UID:'))).toEqual(uids);
  });
});

test('over the API: made, read, its history, changed by version, taken away', async () => {
  await using app = await testApp({ jobs: 'driven' });
  const setup = { code: await app.setupCode(), name: 'ida', password: 'correct horse battery' };
  const cookie = cookieOf(await app.http.inject({ method: 'POST', url: '/api/v1/setup', payload: setup }));
  const ask = async (method: 'GET' | 'PUT' | 'POST' | 'DELETE', url: string, payload?: object) => {
    const answer = await app.http.inject({ method, url, headers: { cookie }, ...(payload && { payload }) });
    return { status: answer.statusCode, body: answer.json() };
  };
  const body = {
    name: 'Mail',
    description: '',
    owner: null,
    pointPerson: null,
    criticality: 'vital',
    calendar: null,
    costPerHour: 1_000_00,
    site: null,
    parts: [
      { name: 'all', of: { kind: 'devices', selector: '', counts: 'away' }, need: { kind: 'all' }, impact: 'down' },
    ],
    version: 0,
  };
  const made = await ask('PUT', '/api/v1/services/mail', body);
  expect(made).toMatchObject({ status: 200, body: { id: 'mail', state: 'unknown', version: 1, devices: 0 } });
  expect((await ask('PUT', '/api/v1/services/mail', body)).body.code).toBe('changed_meanwhile');
  const circle = { ...body, parts: [{ ...body.parts[0], of: { kind: 'service', ids: ['mail'] } }], version: 1 };
  const refused = await ask('PUT', '/api/v1/services/mail', circle);
  expect([refused.status, refused.body.code]).toEqual([409, 'service_cycle']);
  expect((await ask('GET', '/api/v1/services')).body.items).toHaveLength(1);
  expect((await ask('GET', '/api/v1/services/none')).status).toBe(404);
  const now = app.clock.now();
  app.clock.pass(10_000);
  const history = await ask('GET', `/api/v1/services/mail/history?from=${now - 5_000}&to=${now + 20_000}`);
  expect(history.body).toMatchObject({ service: 'mail', totals: { unknown: 15_000 } });
  expect((await ask('GET', '/api/v1/services/map')).body).toMatchObject({ nodes: [{ id: 'service:mail' }], edges: [] });
  const link = await ask('POST', '/api/v1/public-links', {
    kind: 'status',
    name: 'All',
    services: ['mail'],
    site: null,
  });
  expect(link.body.address).toMatch(/^\/status\/[0-9a-z]{26}$/);
  expect((await ask('GET', '/api/v1/services/mail')).body.published).toBe(true);
  const kept = (await ask('GET', '/api/v1/public-links')).body.items;
  expect(kept).toEqual([link.body.link]);
  expect((await ask('DELETE', `/api/v1/public-links/${link.body.link.id}?version=1`)).status).toBe(200);
  expect((await ask('DELETE', '/api/v1/services/mail?version=1')).status).toBe(200);
  expect((await ask('GET', '/api/v1/services')).body.items).toEqual([]);
});
