import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule, TestRunEndReason, TestSuite } from 'vitest/node';
import { environment } from './environment.ts';
import { closingLine, type Totals } from './test-totals.ts';

interface Share extends Totals {
  readonly seconds: number;
}

/**
 * Prints each project's share of a run and, as the last line, `12 passed, 0 failed` with `, 3 skipped` when some were.
 * On a build server a skipped test counts as failed, unless it names a kernel feature that is absent
 * (tests/support/requires). A test that passed only at its second try is named. `npm test` reads the totals from a file instead and prints the last line itself.
 */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[], reason: TestRunEndReason): void {
    const shares = [...Map.groupBy(modules, ({ project }) => project.name)].map(
      ([name, group]) => [name, shareOf(group)] as const,
    );
    const sum = (figure: keyof Totals) => shares.reduce((total, [, share]) => total + share[figure], 0);
    const totals = { passed: sum('passed'), failed: sum('failed') + errors.length, skipped: sum('skipped') };
    // Vitest knows of a failure that no test shows, an unmet coverage threshold for one.
    if (reason !== 'passed' && totals.failed === 0) totals.failed = 1;
    if (totals.failed > 0) process.exitCode = 1;
    const lines = shares.map(
      ([name, share]) => `  ${name.padEnd(14)} ${closingLine(share)} (${share.seconds.toFixed(1)} s of work)`,
    );
    lines.push(...secondTries(modules));
    if (environment.totalsFile === undefined) lines.push(closingLine(totals));
    else writeFileSync(environment.totalsFile, JSON.stringify(totals));
    process.once('exit', () => process.stdout.write(`${lines.join('\n')}\n`));
  }
}

function shareOf(modules: readonly TestModule[]): Share {
  const share = { passed: 0, failed: 0, skipped: 0, seconds: 0 };
  for (const module of modules) {
    const { collectDuration, duration, prepareDuration, setupDuration } = module.diagnostic();
    share.seconds += (collectDuration + duration + prepareDuration + setupDuration) / 1000;
    // A file that could not be loaded, or a suite hook that threw, has no failed test of its own.
    share.failed += module.errors().length;
    for (const suite of module.children.allSuites()) share.failed += suite.errors().length;
    for (const test of module.children.allTests()) share[standing(test)]++;
  }
  return share;
}

/** Names each test which failed at first, and why: it is counted as passed, and should be mended. */
function secondTries(modules: readonly TestModule[]): string[] {
  const tests = modules.flatMap((module) =>
    [...module.children.allTests('passed')]
      .filter((test) => (test.diagnostic()?.retryCount ?? 0) > 0)
      .map((test) => ({ name: `${module.relativeModuleId} > ${test.fullName}`, why: firstErrorOf(test) })),
  );
  if (tests.length === 0) return [];
  const names = tests.map(({ name }) => name).join('; ');
  return [
    `${tests.length} passed only at the second try: ${names}`,
    ...tests.map(({ name, why }) => `  ${name}: ${why}`),
  ];
}

/** The first three lines of what it failed with. */
function firstErrorOf(test: TestCase): string {
  const [error] = test.result().errors ?? [];
  return (error?.stack ?? error?.message ?? 'no error was told').split('\n').slice(0, 3).join(' ');
}

function standing(test: TestCase): keyof Totals {
  const { state } = test.result();
  if (state === 'passed' || state === 'failed') return state;
  if (!environment.onBuildServer || absentFeature(test) !== undefined) return 'skipped';
  process.stdout.write(`Skipped on a build server, which counts as failed: ${test.fullName}\n`);
  return 'failed';
}

/** The kernel feature that a test, or a suite around it, names as absent. */
function absentFeature(test: TestCase): string | undefined {
  let task: TestCase | TestSuite | TestModule = test;
  while (task.type !== 'module') {
    const { absentKernelFeature: feature } = task.meta() as { absentKernelFeature?: string };
    if (feature !== undefined) return feature;
    task = task.parent;
  }
  return undefined;
}
