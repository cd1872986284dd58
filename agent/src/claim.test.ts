import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FettleError } from '@fettle/shared/errors';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimFolder } from './claim.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fettle-claim-'));
  file = join(folder, 'agent.pid');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a second agent is refused while the first runs', () => {
  const letGo = claimFolder(folder);
  expect(() => claimFolder(folder)).toThrow(
    expect.objectContaining({ code: 'data_in_use' } satisfies Partial<FettleError>),
  );
  letGo();
  expect(existsSync(file)).toBe(false);
  claimFolder(folder)();
});

test.each(['999999999 1', `${process.pid} 1`, 'nonsense', ''])('what %j left behind does not hold', (left) => {
  writeFileSync(file, left);
  claimFolder(folder);
  expect(readFileSync(file, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
});

test('letting go leaves the claim of another alone', () => {
  const letGo = claimFolder(folder);
  writeFileSync(file, '1 1');
  letGo();
  expect(readFileSync(file, 'utf8')).toBe('1 1');
});
