// Installs what tests need of the system (tests/support/packages.json), or says how to.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findProgram, needed } from './find-program.mjs';

// Debian starts a freshly installed server unless this file says no; it is taken away again when we put it there.
const quietly = `
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 130' INT TERM
  printf '#!/bin/sh\\nexit 101\\n' > "$policy" && chmod 755 "$policy" || exit 1
fi
install() { apt-get install -y -q --no-install-recommends "$@"; }
install "$@" || { apt-get update -q && install "$@"; }
`;

/** True where packages may be installed without asking: as root in a container-like place, or when told so. */
function mayInstall() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get')) return false;
  if (process.env.FETTLE_TEST_INSTALL === '1') return true;
  return process.getuid?.() === 0 && !existsSync('/run/systemd/system');
}

/** Makes sure of every program in the list; what cannot be had is named, with the command that installs it. */
export function ensureSystemPackages() {
  const missing = () => needed.filter(({ name }) => findProgram(name) === undefined);
  const before = missing();
  if (before.length === 0) return;
  if (mayInstall()) install(before.flatMap(({ apt }) => apt));
  const after = missing();
  for (const { name, for: tests } of after) console.warn(`No ${name} on this machine: the ${tests} will be skipped.`);
  if (after.length === 0) return;
  const packages = after.flatMap(({ apt }) => apt).join(' ');
  console.warn(`  On Debian: sudo apt-get install --no-install-recommends ${packages}`);
  console.warn(`  Or let npm test do it: FETTLE_TEST_INSTALL=1 npm test. Programs of your own: see CONTRIBUTING.md.`);
}

/** @param {string[]} packages */
function install(packages) {
  console.log(`Installing ${packages.join(', ')} for the tests ...`);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const [program = 'sh', ...args] = [...sudo, 'sh', '-c', quietly, 'sh', ...packages];
  const { status, error, stderr } = spawnSync(program, args, {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error || status !== 0) console.warn(`apt-get did not succeed:\n${error?.message ?? stderr}`);
}
