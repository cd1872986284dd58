import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs vitest on one test file; gives its code and all it printed. */
function output(file: string, ci = false): { code: number | null; lines: readonly string[] } {
  folder = mkdtempSync(join(root, '.fettle-reporter-'));
  writeFileSync(join(folder, 'a.test.ts'), `import { afterAll, describe, expect, test } from 'vitest';\n${file}`);
  const config = `export default { test: { reporters: ['../scripts/closing-line-reporter.ts'], passWithNoTests: false } };`;
  writeFileSync(join(folder, 'vitest.config.mjs'), config);
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { status, stdout } = spawnSync(process.execPath, [vitest, 'run', '--root', folder], {
    encoding: 'utf8',
    env: ci ? { CI: 'true' } : {},
  });
  return { code: status, lines: stdout.trimEnd().split('\n') };
}

/** The same; only the last line. */
function run(file: string, ci = false): { code: number | null; last: string } {
  const { code, lines } = output(file, ci);
  return { code, last: lines.at(-1) ?? '' };
}

const fine = `test('fine', () => { expect(1).toBe(1); });`;

test('a green run', () => {
  expect(run(fine)).toEqual({ code: 0, last: '1 passed, 0 failed' });
});

test('a test that passed only at its second try is named before the last line', () => {
  const moody = `let tries = 0; test('moody', { retry: 1 }, () => { expect(++tries).toBe(2); });`;
  const { code, lines } = output(`${fine} describe('here', () => { ${moody} });`);
  expect(code).toBe(0);
  expect(lines.at(-3)).toBe('1 passed only at the second try: a.test.ts > here > moody');
  expect(lines.at(-2)).toMatch(/^ {2}a\.test\.ts > here > moody: AssertionError: expected 1 to be 2 .*a\.test\.ts:2:/);
  expect(lines.at(-1)).toBe('2 passed, 0 failed');
});

test('failed tests, broken hooks and skipped tests are counted', () => {
  const broken = `test('no', () => { expect(1).toBe(2); }); describe('d', () => { afterAll(() => { throw new Error('x'); }); ${fine} });`;
  expect(run(`${fine} ${broken} test.skip('later', () => {});`)).toEqual({
    code: 1,
    last: '2 passed, 2 failed, 1 skipped',
  });
});

test('a file that cannot be loaded is a failure', () => {
  expect(run(`throw new Error('not loadable');`)).toEqual({ code: 1, last: '0 passed, 1 failed' });
});

test('on a build server a skipped test is a failure', () => {
  expect(run(`${fine} test.skip('later', () => {});`, true)).toEqual({ code: 1, last: '1 passed, 1 failed' });
});

test('on a build server an absent kernel feature that is named is no failure, on a suite as on a test', () => {
  const absent = `{ skip: true, meta: { absentKernelFeature: 'cgroup v2' } }`;
  const file = `${fine} test('a', ${absent}, () => {}); describe('d', ${absent}, () => { test('b', () => {}); });`;
  expect(run(file, true)).toEqual({ code: 0, last: '1 passed, 0 failed, 2 skipped' });
});
