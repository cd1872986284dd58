/** Every branch of shared/trust is taken by its unit tests: what nobody tried is not what decides over a device. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const project = fileURLToPath(new URL('../..', import.meta.url));
const vitest = join(project, 'node_modules/vitest/vitest.mjs');

interface Covered {
  readonly branches: { readonly total: number; readonly covered: number };
  readonly functions: { readonly total: number; readonly covered: number };
}

test('all branches and functions of shared/trust', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-coverage-'));
  const coverage = {
    enabled: 'true',
    include: 'shared/src/trust/**/*.ts',
    exclude: '**/*.{fixture,test}.ts',
    reporter: 'json-summary',
    reportsDirectory: folder,
  };
  const options = Object.entries(coverage).map(([name, value]) => `--coverage.${name}=${value}`);
  try {
    const args = [vitest, 'run', '--project', 'unit', '--reporter=dot', ...options, 'shared/src/trust'];
    await promisify(execFile)(process.execPath, args, { cwd: project });
    const files = JSON.parse(readFileSync(join(folder, 'coverage-summary.json'), 'utf8')) as Record<string, Covered>;
    const short = Object.entries(files).filter(
      ([, { branches, functions }]) => branches.covered < branches.total || functions.covered < functions.total,
    );
    expect(short.map(([file]) => file.replace(project, ''))).toEqual([]);
    expect(files['total']?.branches.total).toBeGreaterThan(300);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
