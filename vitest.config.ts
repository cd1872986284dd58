import { defineConfig } from 'vitest/config';
import { findProgram } from './scripts/find-program.mjs';

const slow = { testTimeout: 60_000, hookTimeout: 60_000 };

/** One project per kind of test, in the order of the README's list; `npm test -- --project story` runs one. */
export default defineConfig({
  test: {
    env: {
      CHROMIUM_PATH: findProgram('chromium') ?? '',
      POSTGRES_PATH: findProgram('postgres') ?? '',
      SYSTEMD_PATH: findProgram('systemd') ?? '',
    },
    // Stories mostly wait for processes and clocks: one more than the two cores makes a run 6.6 in place of 11.3 min.
    maxWorkers: 3,
    reporters: ['default', './scripts/closing-line-reporter.ts'],
    coverage: {
      provider: 'v8',
      include: ['agent/src/**', 'collector/src/**', 'shared/src/**'],
      reporter: ['text', 'json-summary'],
    },
    projects: [
      { test: { name: 'architecture', include: ['tests/architecture/**/*.test.ts'], testTimeout: 30_000 } },
      { test: { name: 'unit', include: ['{agent,collector,shared,dashboard,scripts}/**/*.test.ts?(x)'] } },
      { test: { name: 'contract', include: ['tests/contract/**/*.test.ts'], ...slow } },
      { test: { name: 'story', include: ['tests/stories/**/*.test.ts'], ...slow } },
      { test: { name: 'hostile', include: ['tests/{hostile,fuzz}/**/*.test.ts'], ...slow } },
      { test: { name: 'integration', include: ['tests/integration/**/*.test.ts'], ...slow } },
      { test: { name: 'e2e', include: ['tests/e2e/**/*.test.ts'], ...slow, fileParallelism: false } },
    ],
  },
});
