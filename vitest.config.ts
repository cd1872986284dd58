import { defineConfig } from 'vitest/config';
import { compiledFolder } from './scripts/environment.ts';
import { findProgram } from './scripts/find-program.mjs';
import { SlowFirst } from './scripts/slow-first.ts';

/** Ten times `patience`, and itself for what is polled (tests/support/patience.ts): a slow machine makes no test fail. */
const patience = { testTimeout: 600_000, hookTimeout: 600_000, expect: { poll: { timeout: 60_000 } } };
/** A worker keeps the modules that it has: to load a collector anew for each file takes longer than most files' tests. */
const patient = { ...patience, isolate: false };
/** Real processes, clocks and browsers: what passed only at the second try is named at the end of a run. */
const twice = { ...patient, retry: 1 };

/** One project per kind of test, in the order of the README's list; `npm test -- --project story` runs one. */
export default defineConfig({
  test: {
    env: {
      NODE_COMPILE_CACHE: compiledFolder,
      BUSYBOX_PATH: findProgram('busybox') ?? '',
      CHROMIUM_PATH: findProgram('chromium') ?? '',
      PDFTOTEXT_PATH: findProgram('pdftotext') ?? '',
      POSTGRES_PATH: findProgram('postgres') ?? '',
      SHELLCHECK_PATH: findProgram('shellcheck') ?? '',
      SYSTEMD_PATH: findProgram('systemd') ?? '',
    },
    // Stories mostly wait for processes and clocks: more of them at once than there are cores.
    maxWorkers: 4,
    sequence: { sequencer: SlowFirst },
    reporters: ['default', './scripts/closing-line-reporter.ts'],
    coverage: {
      provider: 'v8',
      include: ['agent/src/**', 'collector/src/**', 'shared/src/**'],
      reporter: ['text', 'json-summary'],
    },
    projects: [
      { test: { name: 'architecture', include: ['tests/architecture/**/*.test.ts'], ...patient } },
      { test: { name: 'unit', include: ['{agent,collector,shared,dashboard,scripts}/**/*.test.ts?(x)'], ...patient } },
      { test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], ...twice } },
      { test: { name: 'story', include: ['tests/stories/**/*.test.ts'], ...twice } },
      { test: { name: 'hostile', include: ['tests/{hostile,fuzz}/**/*.test.ts'], ...twice } },
      { test: { name: 'integration', include: ['tests/integration/**/*.test.ts'], ...twice } },
      // One browser at a time; `npm test` runs this project beside all the others.
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], ...twice, fileParallelism: false } },
    ],
  },
});
