/**
 * Tests that need something of the machine. Where it is absent they are skipped and counted; with `CI=true` that makes
 * the run red, except where a feature of the kernel is absent and named.
 */
import { describe, test } from 'vitest';
import packages from './packages.json' with { type: 'json' };

declare module 'vitest' {
  interface TaskMeta {
    absentKernelFeature?: string;
  }
}

type Body = () => void | Promise<void>;

export interface Variants {
  readonly present: boolean;
  describe(name: string, body: () => void): void;
  test(name: string, body: Body, timeoutMs?: number): void;
}

export interface Program extends Variants {
  /** Full path, empty where the program is absent. */
  readonly path: string;
}

/** A program of tests/support/packages.json. vitest.config.ts says where it is. */
export function requires(name: 'busybox' | 'chromium' | 'pdftotext' | 'postgres' | 'shellcheck' | 'systemd'): Program {
  const entry = packages.find((one) => one.name === name);
  const path = (entry && process.env[entry.override]) ?? '';
  return { path, ...variants(path !== '', `without ${name}`) };
}

/** A feature of the kernel, named as people would look for it: `cgroup v2`, `network namespaces`. */
requires.kernel = (feature: string, present: boolean): Variants =>
  variants(present, `the kernel has no ${feature}`, { absentKernelFeature: feature });

function variants(present: boolean, reason: string, meta = {}): Variants {
  const options = present ? {} : { skip: true, meta };
  const title = (name: string) => (present ? name : `${name} (skipped: ${reason})`);
  return {
    present,
    describe: (name, body) => describe(title(name), options, body),
    test: (name, body, timeoutMs) =>
      test(title(name), timeoutMs === undefined ? options : { ...options, timeout: timeoutMs }, body),
  };
}
