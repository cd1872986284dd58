// Which file is the agent's program: the bundle where it is current, else the sources. Runs before anything is installed.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What `npm run build:agent` writes. */
export const agentBundle = join(root, 'dist', 'agent.mjs');
export const agentSource = join(root, 'agent', 'src', 'main.ts');
/** What the bundle is made of. */
const madeOf = ['agent/package.json', 'agent/src', 'shared/src', 'pnpm-lock.yaml', 'scripts/build-agent.ts'];

/** Full path of the program that users run. */
export function agentProgram() {
  return bundleIsCurrent() ? agentBundle : agentSource;
}

/** Whether the bundle is there and nothing that it is made of was changed, added or removed since. */
export function bundleIsCurrent() {
  if (!existsSync(agentBundle)) return false;
  const built = statSync(agentBundle).mtimeMs;
  return madeOf.every((path) => newest(join(root, path)) <= built);
}

/**
 * @param {string} path
 * @returns {number} when the file, or anything in the folder, was changed last; Infinity where there is none
 */
function newest(path) {
  const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Infinity };
  if (!existsSync(path) || !statSync(path).isDirectory()) return mtimeMs;
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.endsWith('.test.ts'))
    .reduce((latest, { name }) => Math.max(latest, newest(join(path, name))), mtimeMs);
}
