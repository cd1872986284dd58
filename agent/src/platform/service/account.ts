import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FettleError } from '@fettle/shared/errors';
import type { Host } from '../../samplers/sampler.ts';

const withinMs = 20_000;

/** A user of this system. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** @throws FettleError `input_invalid` for a name that no service may have */
export function checkUserName(name: string): void {
  if (!/^[a-z_][a-z0-9_-]{0,30}$/.test(name)) {
    throw new FettleError(
      'input_invalid',
      `${JSON.stringify(name)} is no name for a user. It is like fettle: a-z, 0-9, - and _.`,
    );
  }
  if (name === 'root') throw new FettleError('input_invalid', 'The agent does not run as root. Choose another user.');
}

/** Undefined: there is no such user. */
export function accountOf(name: string, root = '/'): Account | undefined {
  for (const line of readFileSync(join(root, 'etc/passwd'), 'utf8').split('\n')) {
    const [user, , uid, gid, , home = ''] = line.split(':');
    if (user === name) return { uid: Number(uid), gid: Number(gid), home };
  }
  return undefined;
}

/** Makes a system user without password, shell and home folder of its own. @throws Error */
export async function makeAccount(host: Host, name: string, folder: string): Promise<Account> {
  const shell = '/usr/sbin/nologin';
  await host.run(
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--home-dir', folder, '--shell', shell, name],
    withinMs,
  );
  const account = accountOf(name);
  if (account === undefined) throw new FettleError('service_failed', `useradd made no user ${name}.`);
  return account;
}

/** Whether it is one that `makeAccount` made for this folder: others are not ours to remove. */
export function isMade({ uid, home }: Account, folder: string): boolean {
  return uid > 0 && uid < 1_000 && home === folder;
}

export async function removeAccount(host: Host, name: string): Promise<void> {
  await host.run('userdel', [name], withinMs);
}
