// Runs before `npm start`, `npm test` and the bins, on any Node >= 20, with no dependency of its own. Installs the
// workspace with the pinned pnpm (and with it the pinned Node that runs everything else), with --test the system's
// packages as well. Does nothing when nothing changed. --quiet: nothing on stdout.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureSystemPackages } from './system-packages.mjs';

const PNPM = '12.21.0';
export const root = fileURLToPath(new URL('..', import.meta.url));
/** The pinned Node, once the packages are installed. */
export const pinnedNode = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.exe' : 'node');
const stampFile = join(root, 'node_modules', '.bootstrap-stamp');

function fingerprint() {
  const hash = createHash('sha256').update(`${PNPM} ${process.platform} ${process.arch}\n`);
  const files = ['package.json', 'pnpm-lock.yaml', 'pnpm-workspace.yaml', '.pnpmfile.cjs'];
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const file = `${entry.name}/package.json`;
    if (entry.isDirectory() && entry.name !== 'node_modules' && existsSync(join(root, file))) files.push(file);
  }
  for (const file of files.toSorted()) hash.update(`${file}\n`).update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

/**
 * Installs the packages if they are not those of the lockfile. Ends the process with the installer's code if that fails.
 * @param {{ quiet?: boolean }} [options]
 */
export function installPackages({ quiet = false } = {}) {
  const want = fingerprint();
  const have = existsSync(stampFile) ? readFileSync(stampFile, 'utf8') : '';
  if (have === want && existsSync(pinnedNode)) return;
  console.error('Installing packages (once per change of package.json or pnpm-lock.yaml) ...');
  // npm's own cli.js and the Node that runs it: no shell, no .cmd files, same on every system.
  const npm = process.env.npm_execpath;
  const node = process.env.npm_node_execpath ?? process.execPath;
  const args = ['exec', '--yes', `--package=pnpm@${PNPM}`, '--', 'pnpm', 'install', '--frozen-lockfile'];
  const stdio = ['ignore', quiet ? process.stderr.fd : 'inherit', 'inherit'];
  const { status, error } = npm?.endsWith('npm-cli.js')
    ? spawnSync(node, [npm, ...args], { cwd: root, stdio })
    : spawnSync('npm', args, { cwd: root, stdio, shell: process.platform === 'win32' });
  if (error) console.error(`npm could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stampFile, want);
}

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(`Node 20 or newer is needed to set this project up; this is ${process.version}.`);
  process.exit(1);
}
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  installPackages({ quiet: process.argv.includes('--quiet') });
  if (process.argv.includes('--test')) ensureSystemPackages();
}
