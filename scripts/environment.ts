/** The one reader of the environment for `npm start`, `npm test` and the tools. */
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const { env } = process;

/** Where Node keeps what it made of the sources: the next start need not read their types again. */
export const compiledFolder = join(fileURLToPath(new URL('..', import.meta.url)), 'node_modules/.cache/compiled');

export const environment = {
  /** Handed on to the programs that are started. */
  all: env,
  port: env['FETTLE_PORT'] ?? '8420',
  /** Full path of the data folder. */
  data: resolve(env['FETTLE_DATA'] ?? '.fettle'),
  /** True when npm runs the script, which may be ended without us hearing of it. */
  underNpm: env['npm_lifecycle_event'] !== undefined,
  /** Set by every build server. */
  onBuildServer: env['CI'] === 'true',
  /** Where the reporter leaves the totals for `npm test`. */
  totalsFile: env['FETTLE_TEST_TOTALS'],
} as const;
