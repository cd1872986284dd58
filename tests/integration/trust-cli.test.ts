/** Two of three by the command line: three people on three machines, one collector, files that go round. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import type { Ran } from '../support/cli.ts';

// Keys are opened some twenty times here. What it costs to guess a passphrase is the business of key-file.test.ts.
vi.mock(import('node:crypto'), async (original) => {
  const real = await original();
  const cheap: typeof real.argon2 = (name, given, done) =>
    real.argon2(name, { ...given, memory: 64, passes: 1, parallelism: 1 }, done);
  return { ...real, argon2: cheap };
});

// Other files of this worker have the real ones, before and after.
vi.resetModules();
afterAll(() => vi.resetModules());
const { keyCommand } = await import('@fettle/collector/commands/key');
const { setupCommand } = await import('@fettle/collector/commands/setup');
const { trustCommand } = await import('@fettle/collector/commands/trust');
const { commandLine } = await import('../support/cli.ts');

const folder = await mkdtemp(join(tmpdir(), 'fettle-trust-cli-'));
afterAll(() => rm(folder, { recursive: true }));
const passphraseFile = join(folder, 'passphrase');
await writeFile(passphraseFile, 'correct horse battery\n');
const program = { key: keyCommand, trust: trustCommand, setup: setupCommand };
const at = (person: string, data = join(folder, 'data')) =>
  commandLine(program, {
    FETTLE_DATA: data,
    FETTLE_HOME: join(folder, person),
    FETTLE_KEY_PASSPHRASE_FILE: passphraseFile,
  });
const json = ({ out }: Ran) => JSON.parse(out) as Record<string, unknown>;

test('three make keys, one proposes, two sign, and then it is in force', async () => {
  const people = { ann: at('ann'), ben: at('ben'), cleo: at('cleo') };
  const lines: string[] = [];
  for (const [person, run] of Object.entries(people)) {
    const made = await run('key', 'new', '--person', person, '--json');
    expect(made).toMatchObject({ code: 0, err: '' });
    lines.push(String(json(made)['line']));
  }
  expect(await people.ann('key', 'new')).toMatchObject({ code: 1, err: expect.stringContaining('trust_exists') });
  expect(await people.ann('key', 'show')).toMatchObject({
    out: expect.stringMatching(/operator +k\w{26} +sealed +nobody in the root/),
  });

  const first = join(folder, 'root-1.json');
  const made = await people.ann(
    'trust',
    'init',
    '--two-of-three',
    ...lines,
    '--freshness',
    '7',
    '--out',
    first,
    '--json',
  );
  expect(json(made)).toMatchObject({ version: 1, published: false, file: first });
  expect(String(json(made)['recoveryKey'])).toMatch(/^(\w{4}-){15}\w{4}$/);
  expect(await people.ann('trust', 'publish', first)).toMatchObject({
    code: 1,
    err: expect.stringContaining('0 of 2 signed'),
  });
  expect(json(await people.ann('trust', 'sign', first, '--yes', '--json'))).toMatchObject({ signedBy: ['ann'] });
  const second = await people.ben('trust', 'sign', first, '--yes', '--json');
  expect(second.err).toMatch(/operator: 1 of ann, ben, cleo[^]*Freshness lasts 7 days/);
  expect(json(second)).toMatchObject({ missing: [] });
  expect(json(await people.ann('trust', 'publish', first, '--json'))).toMatchObject({ version: 1, published: true });
  expect(json(await people.ann('trust', 'show', '--json'))).toMatchObject({
    root: { version: 1, policy: { solo: false } },
  });

  // One admin is not enough for the next.
  const dora = String(json(await at('dora')('key', 'new', '--person', 'dora', '--json'))['line']);
  const next = join(folder, 'root-2.json');
  const proposed = await people.ann(
    'trust',
    'root',
    'add',
    dora,
    '--role',
    'operator',
    '--site',
    'berlin',
    '--until',
    '2099-01-31',
    '--yes',
    '--out',
    next,
    '--json',
  );
  expect(proposed.err).toMatch(/Adds the key k\w+ of dora \(only at berlin; until/);
  expect(json(proposed)).toMatchObject({ version: 2, published: false });
  expect(await people.ann('trust', 'publish', next)).toMatchObject({
    code: 1,
    err: expect.stringContaining('1 of 2 signed'),
  });
  // Ben took the first root home with him: his home has it from the file's chain only once he joins.
  expect(await people.ben('trust', 'sign', next, '--yes')).toMatchObject({
    code: 1,
    err: expect.stringContaining('trust join'),
  });
  expect(await at('dora')('trust', 'sign', first, '--yes')).toMatchObject({
    code: 1,
    err: expect.stringContaining('is no admin'),
  });
});

test('what is asked wrongly is said, and makes nothing', async () => {
  const run = at('zoe', join(folder, 'other'));
  for (const [args, why] of [
    [['trust', 'init'], 'either --solo or --two-of-three'],
    [['trust', 'init', '--two-of-three', 'a=b'], 'three people'],
    [['trust', 'init', '--solo', '--freshness', '91'], '--freshness must be a whole number from 1 to 90'],
    [['trust', 'root', 'add', 'x', '--role', 'operator'], 'no public line'],
    [['trust', 'root', 'set', '--threshold', 'king=2'], '--threshold king=2'],
    [['trust', 'root', 'set'], 'Say what shall be different'],
    [['trust', 'publish', join(folder, 'none.json')], 'cannot be read'],
    [['key', 'new', '--key', '../x'], 'small letters, digits and hyphens'],
  ] as const) {
    const { code, err } = await run(...args);
    expect([args.join(' '), code === 0]).toEqual([args.join(' '), false]);
    expect(err).toContain(why);
    expect(err).not.toMatch(/\n\s+at /);
  }
});

test('one person decides alone, with a policy of their own', async () => {
  const run = at('solo', join(folder, 'third'));
  expect(json(await run('trust', 'init', '--solo', '--bulk', '5', '--json'))).toMatchObject({
    version: 1,
    published: true,
  });
  expect(json(await run('trust', 'show', '--json'))).toMatchObject({
    root: { policy: { solo: true, bulk: 5, freshness: 14 } },
  });
  expect(await run('trust', 'init', '--solo')).toMatchObject({ code: 1, err: expect.stringContaining('trust_exists') });
  const changed = await run('trust', 'root', 'set', '--bulk', '9', '--yes', '--json');
  expect(json(changed)).toMatchObject({ version: 2, published: true });
});
