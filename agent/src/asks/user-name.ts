import { readIfThere } from '../durable-file.ts';

/** What the system calls a user; its number where the list of users on this machine does not have it (as of a directory service). */
export function userName(uid: number, passwd = '/etc/passwd'): string {
  const line = (readIfThere(passwd) ?? '').split('\n').find((one) => one.split(':')[2] === String(uid));
  return line?.split(':')[0]?.slice(0, 64) ?? `user ${uid}`;
}
