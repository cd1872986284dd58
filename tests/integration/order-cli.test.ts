/** The whole way by the command line, on a real collector and with a device that has enrolled: folder, publication, draft, signature. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { approveCommand } from '@fettle/collector/commands/approve';
import { orderCommand } from '@fettle/collector/commands/order';
import { freshCommand, revokeCommand, stopCommand } from '@fettle/collector/commands/revoke';
import { runCommand } from '@fettle/collector/commands/run';
import { scriptCommand } from '@fettle/collector/commands/script';
import { standingCommand } from '@fettle/collector/commands/standing';
import { tokenCommand } from '@fettle/collector/commands/token';
import { trustCommand } from '@fettle/collector/commands/trust';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLine, type Ran } from '../support/cli.ts';
import { Fettle } from '../support/fettle.ts';

const program = {
  approve: approveCommand,
  order: orderCommand,
  fresh: freshCommand,
  revoke: revokeCommand,
  stop: stopCommand,
  run: runCommand,
  script: scriptCommand,
  standing: standingCommand,
  token: tokenCommand,
  trust: trustCommand,
};

let fettle: Fettle;
let run: ReturnType<typeof commandLine>;
let folder: string;
const json = ({ out }: Ran) => JSON.parse(out) as Record<string, unknown>;

const manifest = `title: Say hello
class: change
timeout: 30s
check: true
parameters:
  whom: { type: text, title: Whom, required: true, min: 1, max: 20 }
programs:
  - { platforms: [linux], interpreter: sh, file: run.sh }
`;

beforeAll(async () => {
  fettle = await Fettle.create();
  await fettle.startCollector();
  await fettle.enrol();
  run = commandLine(program, fettle.env);
  folder = join(fettle.folder, 'hello');
  await mkdir(folder);
  await writeFile(join(folder, 'manifest.yaml'), manifest);
  await writeFile(join(folder, 'run.sh'), 'echo "hello $FETTLE_P_WHOM"\n');
});
afterAll(() => fettle[Symbol.asyncDispose]());

test('a folder becomes a published script, and a change of it is shown as one', async () => {
  expect(await run('script', 'check', folder)).toMatchObject({
    code: 0,
    out: expect.stringContaining('hello can be read'),
  });
  expect(await run('script', 'draft', folder)).toMatchObject({ code: 0, err: '' });
  const first = await run('script', 'publish', 'hello', '--yes', '--json');
  expect(first.err).toContain('you sign for it for the first time');
  expect(json(first)).toMatchObject({ name: 'hello', version: 1 });
  await writeFile(join(folder, 'run.sh'), 'echo "hello, $FETTLE_P_WHOM"\n');
  const second = await run('script', 'publish', '--from', folder, '--yes', '--json');
  expect(second.err).toContain('-echo "hello $FETTLE_P_WHOM"');
  expect(second.err).toContain('+echo "hello, $FETTLE_P_WHOM"');
  expect(json(second)).toMatchObject({ version: 2 });
  expect((await run('script', 'diff', 'hello', '1', '2')).out).toContain('+echo "hello, $FETTLE_P_WHOM"');
  expect(json(await run('script', 'publish', '--shipped', '--yes', '--if-open', '--json'))['items']).toContainEqual(
    expect.objectContaining({ name: 'disk-top', version: 1 }),
  );
  expect(json(await run('script', 'publish', '--shipped', '--yes', '--json'))).toEqual({ items: [] });
  expect((await run('script', 'list')).out).toMatch(/^hello +2 +change +linux +Say hello$/m);
  // Publishing opened the key: freshness was made with it.
  expect(json(await run('trust', 'show', '--json'))).toMatchObject({ root: { version: 1 } });
});

async function drafted(...more: string[]): Promise<string> {
  const draft = await run(
    'order',
    'draft',
    '--script',
    'hello',
    '--param',
    'whom=world',
    '--all',
    '--reason',
    'a test',
    '--json',
    ...more,
  );
  expect(draft).toMatchObject({ code: 0, err: '' });
  return String(json(draft)['id']);
}

test('an order is drafted, read, signed, listed and stopped', async () => {
  const draft = await drafted('--expires', '1h');
  const shown = await run('order', 'sign', draft, '--show');
  for (const text of [
    'Order for 1 device',
    'Run hello version 2',
    'whom = "world"',
    'home (1):',
    'Begins: at once',
    'a test',
    'With the signature of operator it is complete',
  ])
    expect(shown.out).toContain(text);
  expect(json(await run('order', 'list', '--json'))).toMatchObject({ items: [] });

  const unasked = await run('order', 'sign', draft);
  expect(unasked).toMatchObject({ code: 2, err: expect.stringContaining('--yes') });
  const signed = await run('order', 'sign', draft, '--yes', '--json');
  expect(signed).toMatchObject({ code: 0 });
  const id = String(json(signed)['id']);
  const order = json(await run('order', 'show', id, '--json'));
  expect(order).toMatchObject({ id, class: 'change', targets: 1, signers: ['operator'], reason: 'a test' });
  expect((await run('order', 'list')).out).toContain(id);
  expect((await run('run', 'list')).code).toBe(0);
  expect((await run('order', 'stop', id)).out).toContain('is stopped');
  expect(json(await run('order', 'show', id, '--json'))).toMatchObject({ state: 'stopped' });
  // A draft that was signed is none any more.
  expect(await run('order', 'sign', draft, '--yes')).toMatchObject({
    code: 1,
    err: expect.stringContaining('not_found'),
  });
});

test('what cannot be signed says why, and nothing comes of it', async () => {
  const bad: [string[], RegExp][] = [
    [
      ['order', 'draft', '--script', 'hello', '--all', '--reason', 'x', '--param', 'who=x'],
      /hello has no such parameter\. It has: whom/,
    ],
    [['order', 'draft', '--script', 'none', '--all', '--reason', 'x'], /not_found/],
    [['order', 'draft', '--script', 'hello', '--param', 'whom=x', '--all'], /--reason/],
    [
      ['order', 'draft', '--script', 'hello', '--reason', 'x', '--param', 'whom=x'],
      /--on SELECTOR, --device DEVICE and --all/,
    ],
    [
      ['order', 'draft', '--script', 'hello', '--all', '--reason', 'x', '--param', 'whom=x', '--at', 'soon'],
      /--at soon/,
    ],
    [['order', 'sign', 'q0000000000000000'], /not_found/],
    [['approve', 'o0000000000000000'], /not_found/],
    [['revoke', 'key', 'k1'], /input_invalid|statement_refused|not a/],
  ];
  for (const [args, why] of bad) {
    const { code, err, out } = await run(...args);
    expect([args.join(' '), code]).not.toEqual([args.join(' '), 0]);
    expect(err).toMatch(why);
    expect(err).not.toMatch(/\n\s+at /);
    expect(out).toBe('');
  }
});

test('a standing order is drafted, signed, listed and ended', async () => {
  const draft = await run(
    'standing',
    'draft',
    'nightly hello',
    '--script',
    'hello',
    '--param',
    'whom=night',
    '--cron',
    '30 3 * * *',
    '--on',
    'has site',
    '--reason',
    'a test',
    '--json',
  );
  expect(draft).toMatchObject({ code: 0, err: '' });
  const signed = await run('standing', 'sign', String(json(draft)['id']), '--yes', '--json');
  for (const text of [
    'By the clock: 30 3 * * *',
    'the device’s own time',
    'Every device whose grant fits: has site',
    'At most 2 runs within an hour',
  ])
    expect(signed.err).toContain(text);
  const id = String(json(signed)['id']);
  expect((await run('standing', 'list')).out).toContain('nightly hello');
  const ended = await run('standing', 'end', id, '--reason', 'enough', '--yes');
  expect(ended).toMatchObject({ code: 0, out: 'The standing order “nightly hello” is ended.' });
  expect(json(await run('standing', 'show', id, '--json'))).toMatchObject({ state: 'ended' });
});

test('a rule that the collector has becomes a part of what is signed', async () => {
  const draft = await run(
    'standing',
    'draft',
    'full disks',
    '--script',
    'hello',
    '--param',
    'whom=disk',
    '--rule',
    'filesystem-full',
    '--on',
    'has site',
    '--reason',
    'a test',
    '--json',
  );
  expect(draft).toMatchObject({ code: 0, err: '' });
  const signed = await run('standing', 'sign', String(json(draft)['id']), '--show');
  expect(signed).toMatchObject({ code: 0 });
  expect(signed.out).toMatch(/When rule filesystem-full finds at least critical:\n.*File systems used/);
});

test('revocations and the stop switch count up, and freshness goes with them', async () => {
  const id = String(json(await run('order', 'sign', await drafted(), '--yes', '--json'))['id']);
  expect(json(await run('revoke', 'order', id, '--yes', '--json'))).toMatchObject({ version: 1, stop: 0 });
  const before = Date.now();
  const stopped = await run('stop', '--yes', '--json');
  expect(stopped.err).toContain('Stops everything');
  expect(json(stopped)).toMatchObject({ version: 2 });
  expect(json(stopped)['stop']).toBeGreaterThanOrEqual(before);
  expect(await run('stop', '--until', '2099-01-01T00:00', '--yes')).toMatchObject({
    code: 2,
    err: expect.stringContaining('lies ahead'),
  });
  expect((await run('fresh', '--yes')).code).toBe(0);
  // What is signed after the switch counts again.
  expect((await run('order', 'sign', await drafted(), '--yes')).code).toBe(0);
});

test('from another machine, with a token alone', async () => {
  const { token } = json(await run('token', 'create', '--role', 'operator', '--json')) as { token: string };
  const file = join(fettle.folder, 'token');
  await writeFile(file, token);
  const afar = commandLine(program, {
    ...fettle.env,
    FETTLE_DATA: join(fettle.folder, 'nowhere'),
    FETTLE_COLLECTOR: fettle.url,
    FETTLE_TOKEN_FILE: file,
  });
  expect((await afar('order', 'list')).code).toBe(0);
  expect((await afar('order', 'sign', await drafted(), '--yes')).code).toBe(0);
  expect(await afar('trust', 'root', 'set', '--freshness', '20', '--yes')).toMatchObject({
    code: 1,
    err: expect.stringContaining('A token may not touch trust roots'),
  });
  const without = commandLine(program, { ...fettle.env, FETTLE_COLLECTOR: fettle.url });
  expect(await without('order', 'list')).toMatchObject({ code: 2, err: expect.stringContaining('FETTLE_TOKEN_FILE') });
});

test('a root is changed by its only admin at once', async () => {
  const changed = await run('trust', 'root', 'set', '--freshness', '20', '--yes', '--json');
  expect(changed.err).toContain('Freshness lasts 20 days (so far 14)');
  expect(json(changed)).toMatchObject({ version: 2, published: true });
  expect(json(await run('trust', 'show', '--json'))).toMatchObject({ root: { version: 2, policy: { freshness: 20 } } });
  expect((await run('order', 'sign', await drafted(), '--show')).code).toBe(0);
});
