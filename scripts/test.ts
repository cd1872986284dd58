/**
 * `npm test`: types, lint, format, the dashboard's build, then every test. Each step runs, whatever became of those
 * before it; a step that failed counts as one failed in the last line. Arguments go to vitest.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from './environment.ts';
import { closingLine, type Totals } from './test-totals.ts';

const steps: readonly (readonly [command: string, args: readonly string[]])[] = [
  ['tsc', ['-b']],
  ['oxlint', ['--type-aware']],
  ['oxfmt', ['--check', '.']],
  ['vite', ['build', 'dashboard', '--logLevel', 'warn']],
];

/** Runs a step, says how long it took, and answers whether it succeeded. */
function run(command: string, args: readonly string[], env = environment.all): boolean {
  const start = performance.now();
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32', env });
  const outcome = status === 0 ? '' : `: failed${error ? ` (${error.message})` : ''}`;
  console.log(`${command}, ${((performance.now() - start) / 1000).toFixed(1)} s${outcome}`);
  return status === 0;
}

function runTests(): Totals {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-test-'));
  const file = join(folder, 'totals.json');
  try {
    const succeeded = run('vitest', ['run', ...process.argv.slice(2)], {
      ...environment.all,
      FETTLE_TEST_TOTALS: file,
    });
    if (!existsSync(file)) return { passed: 0, failed: succeeded ? 0 : 1, skipped: 0 };
    const totals = JSON.parse(readFileSync(file, 'utf8')) as Totals;
    if (!succeeded && totals.failed === 0) totals.failed = 1;
    return totals;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const failedSteps = steps.filter(([command, args]) => !run(command, args)).map(([command]) => command);
const totals = runTests();
if (failedSteps.length > 0) console.log(`Failed before the tests: ${failedSteps.join(', ')}`);
totals.failed += failedSteps.length;
process.exitCode = totals.failed > 0 ? 1 : 0;
console.log(closingLine(totals));
