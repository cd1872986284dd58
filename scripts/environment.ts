/** The one reader of the environment for `npm start`, `npm test` and the tools. */
import { resolve } from 'node:path';

const { env } = process;

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
