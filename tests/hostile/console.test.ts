/** The console under attack, over real HTTP: other names, other pages, frames, and a collector that serves pages. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Console, openConsole } from '@fettle/collector/operator/console/console';
import { Jar } from '@fettle/collector/operator/console/jar';
import { open, payloadTypes } from '@fettle/shared/trust/envelope';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleDraft, exampleScript, passphrase, secretScript, World } from '../support/signing/world.ts';

let world: World;
let opened: Console;
let pages: string;
let cookie: string;

beforeAll(async () => {
  world = await World.create({ sealed: true });
  pages = await mkdtemp(join(tmpdir(), 'fettle-pages-'));
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>dash</title>');
  await writeFile(join(pages, 'app.js'), 'let a');
  opened = await openConsole({ desk: await world.desk(), jar: new Jar(), pages, port: 0 });
  const entered = await ask(opened.address);
  expect(entered.status).toBe(303);
  cookie = String(entered.headers['set-cookie']?.[0]).split(';')[0] ?? '';
});
afterAll(async () => {
  await opened.close();
  await rm(pages, { recursive: true });
  await world[Symbol.asyncDispose]();
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** As any program asks: every header is the sender's to choose. */
async function ask(
  url: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = request(url, { method, headers, agent: false }, (answer) => {
    const parts: Buffer[] = [];
    answer.on('data', (part: Buffer) => parts.push(part));
    answer.on('end', () =>
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(parts).toString() }),
    );
  });
  sent.on('error', reject);
  sent.end(body === '' ? undefined : body);
  return promise;
}

const dataOrigin = () => new URL(opened.address).origin;
const data = (path: string, headers: Record<string, string> = {}, more: { method?: string; body?: string } = {}) =>
  ask(`${dataOrigin()}${path}`, { headers: { cookie, ...headers }, ...more });

async function confirmBase(): Promise<string> {
  return (JSON.parse((await data('/console.json')).text) as { confirm: string }).confirm;
}
const form = (origin: string) => ({ origin, 'content-type': 'application/x-www-form-urlencoded' });
const ticketIn = (html: string) => /name="ticket" value="([^"]+)"/.exec(html)?.[1] ?? '';

async function post(
  fields: Record<string, string>,
  headers: Record<string, string> = form(opened.confirm),
): Promise<Answer> {
  return ask(`${await confirmBase()}go`, { method: 'POST', headers, body: new URLSearchParams(fields).toString() });
}

async function page(path = 'sign?draft=q1', headers: Record<string, string> = {}): Promise<Answer> {
  return ask(`${await confirmBase()}${path}`, { headers });
}
const signatures = () => world.posted('/api/v1/orders').length;

describe('as it is meant', () => {
  test('three clicks and a passphrase: what is shown is signed, and nothing else', async () => {
    world.serveDraft(world.kit());
    const before = signatures();
    const shown = await page();
    expect(shown.status).toBe(200);
    for (const text of ['Order for 1 device', 'db-1', 'whom = &quot;world&quot;', 'hello $FETTLE_P_WHOM', opened.mark])
      expect(shown.text).toContain(text);
    const done = await post({ ticket: ticketIn(shown.text), passphrase });
    expect(done.text).toContain('Order o1 is signed');
    expect(done.text).toContain(`${dataOrigin()}/orders/o1`);
    expect(signatures()).toBe(before + 1);
    const { envelopes } = world.posted('/api/v1/orders').at(-1) as { envelopes: unknown[] };
    expect(open(envelopes[0], payloadTypes.order, [world.people.ann.publicKey]).statement).toMatchObject({
      reason: 'because',
    });
  });
  test('a wrong passphrase or a wrong count signs nothing, and may be typed again', async () => {
    world.serveDraft(
      world.kit(
        {},
        Array.from({ length: 12 }, (_, i) => world.device(`web-${i}`)),
      ),
    );
    const before = signatures();
    const shown = await page();
    const wrongCount = await post({ ticket: ticketIn(shown.text), passphrase, count: '11' });
    expect(wrongCount).toMatchObject({ status: 400, text: expect.stringContaining('not the number of targets') });
    const wrong = await post({ ticket: ticketIn(wrongCount.text), passphrase: 'wrong words', count: '12' });
    expect(wrong).toMatchObject({ status: 400, text: expect.stringContaining('The passphrase is wrong') });
    expect(signatures()).toBe(before);
    await post({ ticket: ticketIn(wrong.text), passphrase, count: '12' });
    expect(signatures()).toBe(before + 1);
  });
  test('secrets are asked for first, and come to the collector sealed alone', async () => {
    world.serveDraft(world.kit({ scripts: [world.script(secretScript)] }));
    const asked = await page();
    expect(asked.text).not.toContain('name="passphrase"');
    const shown = await post({ ticket: ticketIn(asked.text), 'secret:0.token': 'hunter2-hunter2' });
    expect(shown.text).toContain('token = a secret, sealed to each device');
    await post({ ticket: ticketIn(shown.text), passphrase });
    const sent = JSON.stringify(world.posted('/api/v1/orders').at(-1));
    expect(sent).toContain('"box"');
    expect(sent).not.toContain('hunter2');
  });
  test('the dashboard’s files and the collector’s data come from the data origin', async () => {
    world.json('GET /api/v1/devices', { items: [] });
    expect((await data('/devices/d1')).text).toContain('<title>dash');
    expect((await data('/app.js')).headers['content-type']).toContain('text/javascript');
    expect(JSON.parse((await data('/api/v1/devices?x=1')).text)).toEqual({ items: [] });
  });
});

describe('other names (DNS rebinding)', () => {
  test.each(['evil.example', '127.0.0.1', 'localhost', '127.0.0.1:1'])(
    'the data origin does not answer as %s',
    async (host) => {
      expect((await data('/console.json', { host })).status).toBe(403);
      expect((await data('/api/v1/devices', { host })).status).toBe(403);
    },
  );
  test('the confirmation origin does not either, nor as the other port', async () => {
    for (const host of ['evil.example', new URL(dataOrigin()).host])
      expect((await page('sign?draft=q1', { host })).status).toBe(403);
  });
});

describe('without the token', () => {
  test('nothing is answered: no file, no data, no confirmation', async () => {
    for (const path of ['/', '/app.js', '/console.json', '/api/v1/devices']) {
      expect((await ask(`${dataOrigin()}${path}`)).status).toBe(403);
      expect((await ask(`${dataOrigin()}${path}`, { headers: { cookie: `${cookie}x` } })).status).toBe(403);
    }
    for (const path of ['/', '/sign?draft=q1', '/x/sign?draft=q1'])
      expect((await ask(`${opened.confirm}${path}`)).status).toBe(404);
  });
  test('the entrance of one console is none of another', async () => {
    const other = await openConsole({ desk: await world.desk(), jar: new Jar(), pages, port: 0 });
    const path = new URL(opened.address).pathname;
    expect((await ask(`${new URL(other.address).origin}${path}`)).status).toBe(403);
    expect((await ask(`${new URL(other.address).origin}/`, { headers: { cookie } })).status).toBe(403);
    await other.close();
  });
});

describe('other pages (CSRF)', () => {
  const foreign = ['https://evil.example', 'http://127.0.0.1:1', 'null'];
  test.each(foreign)('a form or a script of %s reaches neither data nor signature', async (origin) => {
    const before = world.asked.length;
    expect(
      (await data('/api/v1/orders', { origin, 'content-type': 'application/json' }, { method: 'POST', body: '{}' }))
        .status,
    ).toBe(403);
    expect((await data('/api/v1/devices', { origin })).status).toBe(403);
    expect(world.asked.length).toBe(before);
    world.serveDraft(world.kit());
    const ticket = ticketIn((await page()).text);
    const signed = signatures();
    expect((await post({ ticket, passphrase }, form(origin))).status).toBe(403);
    expect(signatures()).toBe(signed);
  });
  test('the data origin itself, taken over, cannot send the confirmation', async () => {
    world.serveDraft(world.kit());
    const ticket = ticketIn((await page()).text);
    const signed = signatures();
    expect((await post({ ticket, passphrase }, form(dataOrigin()))).status).toBe(403);
    expect(
      (
        await post(
          { ticket, passphrase },
          {
            ...form(opened.confirm),
            'sec-fetch-site': 'same-site',
            'sec-fetch-mode': 'navigate',
            'sec-fetch-dest': 'document',
          },
        )
      ).status,
    ).toBe(403);
    expect((await post({ ticket, passphrase }, { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(
      403,
    );
    expect(signatures()).toBe(signed);
  });
  test('nor can it read it: only a link that a person follows shows it', async () => {
    const link = { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await page('sign?draft=q1', link)).status).toBe(200);
    for (const change of [
      { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
      { 'sec-fetch-dest': 'iframe' },
      { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' },
      { 'sec-fetch-site': 'cross-site' },
    ])
      expect((await page('sign?draft=q1', { ...link, ...change })).status).toBe(403);
  });
  test('a ticket is good once', async () => {
    world.serveDraft(world.kit());
    const ticket = ticketIn((await page()).text);
    await post({ ticket, passphrase });
    const signed = signatures();
    expect((await post({ ticket, passphrase })).status).toBe(400);
    expect((await post({ ticket: 'x', passphrase })).status).toBe(400);
    expect(signatures()).toBe(signed);
  });
});

describe('frames and what browsers keep (clickjacking)', () => {
  test('no page of either origin may be framed, opened with a handle, or kept', async () => {
    for (const answer of [await data('/'), await data('/console.json'), await page(), await page('nothing')]) {
      expect(answer.headers).toMatchObject({
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'cross-origin-opener-policy': 'same-origin',
      });
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    }
  });
  test('confirmation pages run no script, load nothing and post to themselves alone', async () => {
    const { headers, text } = await page();
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(policy).not.toContain('script-src');
    expect(policy).not.toContain('allow-scripts');
    expect(text).not.toMatch(/<script|\son\w+=|javascript:/i);
  });
});

describe('a hostile collector', () => {
  const evil = '<img src=x onerror=alert(1)>"\'><script>alert(1)</script>';
  test('a page that it serves as data is never a page of the data origin', async () => {
    for (const type of [
      'text/html',
      'text/html; charset=utf-7',
      'image/svg+xml',
      'application/xhtml+xml',
      'text/javascript',
      'text/css',
    ]) {
      world.routes.set('GET /api/v1/devices', () => ({ type, body: '<script>alert(1)</script>' }));
      const answer = await data('/api/v1/devices');
      expect(answer.headers).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': 'attachment',
      });
      expect(answer.headers['content-security-policy']).toContain('sandbox');
    }
  });
  test('its cookies stay here, and none of the browser’s goes to it', async () => {
    world.routes.set('POST /api/v1/session', () => ({ body: {}, cookie: 'fettle=s3ss; Path=/; HttpOnly' }));
    const signIn = await data(
      '/api/v1/session',
      { origin: dataOrigin(), 'content-type': 'application/json' },
      { method: 'POST', body: '{}' },
    );
    expect(signIn.headers['set-cookie']).toBeUndefined();
    world.json('GET /api/v1/me', {});
    await data('/api/v1/me', { authorization: 'Bearer mine', referer: 'x' });
    const headers = world.asked.at(-1)?.headers ?? {};
    expect(headers.cookie).toBe('fettle=s3ss');
    expect(headers).not.toHaveProperty('authorization');
    expect(headers).not.toHaveProperty('referer');
    expect(JSON.stringify(headers)).not.toContain('fettle_console');
  });
  test('it cannot send the browser elsewhere, nor set headers of ours', async () => {
    world.routes.set('GET /api/v1/devices', () => ({ status: 302, body: {} }));
    expect((await data('/api/v1/devices')).headers.location).toBeUndefined();
  });
  test('nothing in its texts becomes a part of a confirmation page', async () => {
    world.serveDraft(
      world.kit({ draft: exampleDraft({ reason: `${evil}\u202e`.slice(0, 120) }) }, [
        world.device('db-1', { site: evil, platform: evil }),
      ]),
    );
    const { text, status } = await page();
    expect(status).toBe(400);
    expect(text).not.toContain('<script>alert');
    world.serveDraft(world.kit({ draft: exampleDraft({ reason: evil }) }, [world.device('db-1', { site: evil })]));
    const shown = await page();
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(shown.text).not.toContain('<script');
    expect(shown.text).not.toContain('<img');
  });
  test.each<[string, () => object]>([
    [
      'a script that no publisher signed',
      () => ({
        scripts: [world.script(exampleScript, { by: world.people.ann })].map((one) => ({
          ...one,
          envelope: { ...one.envelope, signatures: [] },
        })),
      }),
    ],
    [
      'another body than was signed',
      () => ({
        scripts: [
          {
            ...world.script(),
            bodies: Object.fromEntries(Object.keys(world.script().bodies).map((hash) => [hash, 'rm -rf /\n'])),
          },
        ],
      }),
    ],
    [
      'another name than the device’s own record has',
      () => ({ rings: [[{ ...world.device('db-1'), host: 'web-1', unsealing: undefined }]] }),
    ],
    ['no device at all', () => ({ rings: [[]] })],
  ])('%s is refused before a passphrase is asked for', async (_name, change) => {
    world.serveDraft(JSON.parse(JSON.stringify(world.kit(change()))) as object);
    const { status, text } = await page();
    expect(status).toBe(400);
    expect(text).not.toContain('passphrase"');
  });
  test('paths that lead out of the API lead nowhere', async () => {
    for (const path of [
      '/api/v1/../../agent/v1',
      '/api/v1/%2e%2e/x',
      '/api/v2/x',
      '/../package.json',
      '/..%2fpackage.json',
    ]) {
      const before = world.asked.length;
      const { port } = new URL(dataOrigin());
      const { promise, resolve } = Promise.withResolvers<number>();
      request({ port, host: '127.0.0.1', path, headers: { cookie }, agent: false }, (answer) =>
        resolve(answer.resume().statusCode ?? 0),
      ).end();
      expect(await promise).toBe(404);
      expect(world.asked.length).toBe(before);
    }
  });
});
