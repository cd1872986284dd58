/** Programs on Linux, macOS and FreeBSD. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync, rmdirSync, rmSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeCgroup } from './cgroup.ts';
import type { Account, Command, Tree } from './platform.ts';

/** Joins the group before anything of the script runs, then becomes it. Both kinds of output go one way, in their order. */
const begin = 'umask 077; ulimit -c 0; [ -z "$1" ] || echo $$ > "$1"; shift; exec "$@" 2>&1';
/** It shall not be noticed by who works at the machine. */
const niceness = 10;
const path = '/usr/sbin:/usr/bin:/sbin:/bin';
const isRoot = () => process.getuid?.() === 0;

/** From passwd(5). Null also for another account than its own where this process is not root. */
export function posixAccount(name: string, passwd = '/etc/passwd'): Account | null {
  for (const line of readFileSync(passwd, 'utf8').split('\n')) {
    const [user, , uid, gid, , home = '/'] = line.split(':');
    if (user !== name) continue;
    const account = { name, uid: Number(uid), gid: Number(gid), home };
    return isRoot() || account.uid === process.getuid?.() ? account : null;
  }
  return null;
}

export function posixEnvironment(account: Account | null): Record<string, string> {
  const { name = isRoot() ? 'root' : '', home = isRoot() ? '/root' : '/' } = account ?? {};
  return { PATH: path, LANG: 'C.UTF-8', SHELL: '/bin/sh', HOME: home, ...(name && { USER: name, LOGNAME: name }) };
}

/** @param linux whether there are control groups and /proc */
export function startPosix({ argv, env, cwd, account, cookie }: Command, linux: boolean): Tree {
  const change = account !== null && isRoot();
  const setpriv = change && linux ? becoming(account) : null;
  // Without setpriv the change is Node's own, before the wrapper: then it may not enter the group.
  const group = linux && (!change || setpriv !== null) ? makeCgroup(cookie) : null;
  const line = ['-c', begin, 'fettle', group?.entrance ?? '', ...(setpriv ?? []), ...argv];
  const child = spawn('/bin/sh', line, {
    env,
    cwd,
    detached: true,
    shell: false,
    stdio: ['ignore', 'pipe', 'ignore'],
    ...(change && setpriv === null && { uid: account.uid, gid: account.gid }),
  });
  if (child.pid !== undefined) lower(child.pid);
  let ending: Promise<void> | undefined;
  return {
    child,
    terminate: () => signal(child, 'SIGTERM'),
    kill: () => (ending ??= killTree(child, linux ? cookie : null)),
  };
}

/** With the account's groups; null: there is no such program, or one that cannot do it. */
function becoming({ uid, gid }: Account): string[] | null {
  const program = '/usr/bin/setpriv';
  if (!existsSync(program) || realpathSync(program).includes('busybox')) return null;
  return [program, '--reuid', String(uid), '--regid', String(gid), '--init-groups', '--'];
}

async function killTree(child: ChildProcess, cookie: string | null): Promise<void> {
  signal(child, 'SIGKILL');
  if (cookie !== null) await sweepProcesses(cookie);
}

/**
 * Ends the control group of a run, and every process whose environment bears its cookie, until none is left: what they start
 * while it looks comes next.
 */
export async function sweepProcesses(cookie: string): Promise<void> {
  await makeCgroup(cookie)?.kill();
  for (let round = 0; round < 50; round++) {
    const found = bearers(cookie);
    if (found.length === 0) return;
    for (const pid of found) signalOne(pid, 'SIGKILL');
    await sleep(10);
  }
}

function bearers(cookie: string): number[] {
  const wanted = `FETTLE_RUN=${cookie}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => environmentOf(name).split('\0').includes(wanted))
    .map(Number);
}

/** Empty for one that has ended, or is not ours to look into. */
function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error) return '';
    throw error;
  }
}

/** To the whole process group. */
function signal({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid !== undefined) signalOne(-pid, name);
}

function signalOne(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It ended by itself, or (macOS) is about to.
    if (!['ESRCH', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function lower(pid: number): void {
  try {
    setPriority(pid, niceness);
  } catch (error) {
    // It ended already.
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SYSTEM_ERROR') throw error;
  }
}

/** As its owner: root would follow a folder that becomes a link on the way. */
export function removePosix(folder: string): void {
  const { uid, gid } = lstatSync(folder);
  if (uid === process.getuid?.()) return rmSync(folder, { recursive: true, force: true });
  // It may not remove the folder itself, which lies in root's: so this fails, and says nothing.
  spawnSync('/bin/rm', ['-rf', '--', folder], { uid, gid, env: {}, stdio: 'ignore', timeout: 30_000 });
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}
