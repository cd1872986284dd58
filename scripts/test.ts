/**
 * `npm test`: types, lint, format, the dashboard's build, then every test. Each step runs, whatever became of those
 * before it; a step that failed counts as one failed in the last line. Arguments go to vitest.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment } from './environment.ts';
import { addTotals, closingLine, type Totals } from './test-totals.ts';

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

/** Vitest with these arguments; its totals, and everything it printed once it is over where that is asked for. */
async function vitest(args: readonly string[], { quiet, nice }: { quiet: boolean; nice: number }): Promise<Totals> {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-test-'));
  const file = join(folder, 'totals.json');
  const start = performance.now();
  try {
    const child = spawn('vitest', ['run', ...args], {
      stdio: ['inherit', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
      shell: process.platform === 'win32',
      env: { ...environment.all, FETTLE_TEST_TOTALS: file },
    });
    if (child.pid !== undefined && nice > 0) setPriority(child.pid, nice);
    const said: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => said.push(chunk));
    const status = await new Promise<number>((resolve) => {
      child.once('error', (error) => {
        console.error(`vitest could not be started: ${error.message}`);
        resolve(1);
      });
      child.once('close', (code) => resolve(code ?? 1));
    });
    process.stdout.write(Buffer.concat(said));
    console.log(
      `vitest ${args.join(' ')}, ${((performance.now() - start) / 1000).toFixed(1)} s${status === 0 ? '' : ': failed'}`,
    );
    if (!existsSync(file)) return { passed: 0, failed: status === 0 ? 0 : 1, skipped: 0 };
    const totals = JSON.parse(readFileSync(file, 'utf8')) as Totals;
    return status !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Browsers one at a time beside all else, which gives way to them: a key that is pressed faster than a busy machine draws is
 * pressed for nobody. What they say comes at the end.
 */
async function runTests(args: readonly string[]): Promise<Totals> {
  if (args.length > 0) return vitest(args, { quiet: false, nice: 0 });
  const [others, browsers] = await Promise.all([
    vitest(['--project', '!e2e'], { quiet: false, nice: 10 }),
    vitest(['--project', 'e2e'], { quiet: true, nice: 0 }),
  ]);
  return addTotals(others, browsers);
}

const failedSteps = steps.filter(([command, args]) => !run(command, args)).map(([command]) => command);
const totals = await runTests(process.argv.slice(2));
if (failedSteps.length > 0) console.log(`Failed before the tests: ${failedSteps.join(', ')}`);
totals.failed += failedSteps.length;
process.exitCode = totals.failed > 0 ? 1 : 0;
console.log(closingLine(totals));
