// Pages for people without a login (adversaries A2, A3): who guesses tokens, and what services and work are called to harm who looks.
import { calendarText } from '@fettle/collector/edge/http/routes/calendar-text';
import { statusPage } from '@fettle/collector/edge/http/routes/status-page';
import type { ServerLog } from '@fettle/collector/edge/http/server';
import { deleteLink } from '@fettle/collector/domain/services/index';
import { personActor } from '@fettle/collector/domain/access/index';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostileTexts } from '../support/hostile-texts.ts';
import { type Published, published } from '../support/published.ts';
import { wrongInCalendar, wrongInPage } from './business/judges.ts';

const told: string[] = [];
const note = (...parts: unknown[]) => void told.push(parts.map((part) => String(JSON.stringify(part))).join(' '));
const log: ServerLog = {
  level: 'trace',
  ...{ fatal: note, error: note, warn: note, info: note, debug: note, trace: note },
  silent: () => undefined,
  child: () => log,
};

let place: Published;
beforeAll(async () => {
  place = await published({ log });
});
afterAll(() => place[Symbol.asyncDispose]());

const ask = (url: string, method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' = 'GET', remoteAddress = '127.0.0.1') =>
  place.app.http.inject({ method, url, remoteAddress });

/** What an answer lets somebody tell one wrong token from another by. */
const shape = (answer: Awaited<ReturnType<typeof ask>>) => {
  const { date: _date, 'x-ratelimit-remaining': _left, 'x-ratelimit-reset': _reset, ...headers } = answer.headers;
  return { status: answer.statusCode, body: answer.body, headers };
};

describe('a token', () => {
  test('that is wrong is answered the same, whatever is wrong with it: unknown, taken for another kind, a hash, or none at all', async () => {
    const links = await place.app.stores.services.links();
    const hash = links[0]?.hash ?? '';
    const calendar = /calendar\/(\w+)/.exec(place.calendar)?.[1] ?? '';
    const wrong = ['a'.repeat(26), calendar, hash, 'none', '__proto__', `${'a'.repeat(25)}%00`, "'%20or%201=1--"];
    const pages = await Promise.all(wrong.map(async (one) => shape(await ask(`/status/${one}`))));
    expect(new Set(pages.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(pages[0]?.status).toBe(404);
    const feeds = await Promise.all(wrong.filter((one) => one !== calendar).map((one) => ask(`/calendar/${one}.ics`)));
    expect(new Set(feeds.map((one) => JSON.stringify(shape(one)))).size).toBe(1);
    // The positive control.
    expect((await ask(place.status)).statusCode).toBe(200);
  });

  test('stands in no line of the log and leaves no page by a link or a Referer', async () => {
    for (const url of [place.status, `${place.status}.json`, place.calendar, `${place.status}x`]) await ask(url);
    await place.app.http.inject({
      method: 'GET',
      url: place.status,
      headers: { cookie: 'fettle=x', accept: '\u0000' },
    });
    const token = /status\/(\w+)/.exec(place.status)?.[1] ?? '-';
    expect(token).toHaveLength(26);
    expect(told.join('\n')).not.toContain(token);
    const page = await ask(place.status);
    expect(page.body).not.toContain(token);
    expect(page.headers['referrer-policy']).toBe('no-referrer');
    // Nothing is loaded from elsewhere, and no link leads there.
    expect(page.body.match(/(?:src|href|action)="(?!\/[a-z])/g)).toBeNull();
    const kept = JSON.stringify([
      await place.app.stores.events.audit(0, 10_000),
      await place.app.stores.events.after({ sites: 'all' }, 0, 10_000),
      await place.app.stores.services.links(),
    ]);
    expect(kept).toContain('public.create');
    expect(kept).not.toContain(token);
  });

  test('reads, and does nothing else', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'] as const) {
      expect((await ask(place.status, method)).statusCode, method).toBe(404);
    }
    expect((await ask(place.status, 'HEAD')).body).toBe('');
    expect((await ask('/api/v1/services', 'GET')).statusCode).toBe(401);
  });

  test('is guessed sixty times a minute from one address at most', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 64; i++)
      answers.push((await ask(`/calendar/${'b'.repeat(26)}.ics`, 'GET', '127.0.0.77')).statusCode);
    expect(answers.filter((status) => status === 404)).toHaveLength(60);
    expect(answers.slice(60)).toEqual([429, 429, 429, 429]);
    expect((await ask(place.calendar)).statusCode).toBe(200);
  });
});

describe('hostile names', () => {
  const entries = Object.entries(hostileTexts);
  const days = [{ day: '2026-01-01', state: 'down' as const, downSeconds: 5 }];

  test.each(entries)('%s: of a service, its page, or its work is text on the page', (_name, text) => {
    const service = { name: text, description: text, state: 'down' as const, since: 1, days };
    const page = statusPage({ name: text, madeAt: 2, services: [service], planned: [{ name: text, from: 1, to: 2 }] });
    expect(wrongInPage(page)).toEqual([]);
  });

  test.each(entries)('%s: makes no line of its own in a calendar', (_name, text) => {
    const work = [{ uid: 'u', kind: 'window' as const, name: text, from: 1_750_000_000_000, to: 1_750_000_360_000 }];
    expect(wrongInCalendar(calendarText({ name: text, work }, 1_750_000_000_000), 1)).toEqual([]);
  });

  test('an entry that tells of another one is one', () => {
    const evil = 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nATTACH:http://evil.example\r\nSUMMARY:y';
    const work = [{ uid: 'u', kind: 'change' as const, name: evil, from: 1_750_000_000_000, to: 1_750_000_360_000 }];
    const text = calendarText({ name: evil, work }, 1_750_000_000_000);
    expect(wrongInCalendar(text, 1)).toEqual([]);
    // The sabotage control: the same without escaping.
    expect(wrongInCalendar(text.replaceAll('\r\n ', '').replaceAll('\\n', '\r\n'), 1)).not.toEqual([]);
    expect(wrongInPage('<p><img src=x onerror=alert(1)></p>')).not.toEqual([]);
  });
});

test('an address that was taken back shows nothing from the next request on, also while its page is kept for a moment', async () => {
  const manager = personActor({ id: 'pmanager' as never, role: 'manager', sites: 'all' });
  const ports = { ...place.app.stores, now: place.app.clock.now() };
  for (const [kind, url] of [
    ['status', place.status],
    ['calendar', place.calendar],
  ] as const) {
    expect((await ask(url)).statusCode).toBe(200);
    const link = (await place.app.stores.services.links()).find((one) => one.kind === kind);
    await deleteLink(ports, manager, { id: link?.id ?? '', version: 1 });
    expect((await ask(url)).statusCode, kind).toBe(404);
    expect((await ask(`${url}.json`)).statusCode, kind).toBe(404);
  }
});
