import type { Session } from '@fettle/shared/api/session';
import type { StorageItem } from '@fettle/shared/api/storage';
import { signal } from '@preact/signals';
import { ApiProblem } from '../api/problem.ts';
import { readSession, signOut } from '../api/session.ts';
import { loginPath } from '../routes.ts';

/** Who is signed in; undefined until the collector has answered for the first time. */
export const session = signal<Session | undefined>(undefined);
/** Why that is not known. */
export const sessionProblem = signal<ApiProblem | undefined>(undefined);

/** To the sign-in page by a new load, so that nothing of what this person could see stays in memory. */
function leave(to: string): void {
  location.assign(to);
}

const here = () => location.pathname + location.search;

/** The stream tells sooner than the next question how the collector's disk stands. */
export function storageTold(storage: StorageItem): void {
  const known = session.peek();
  if (known && known.storage.state !== storage.state) session.value = { ...known, storage };
}

/** Asks the collector who asks. */
export async function checkSession(): Promise<void> {
  try {
    const found = await readSession();
    if (session.peek()?.person && !found.person) leave(loginPath(here()));
    else session.value = found;
    sessionProblem.value = undefined;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    sessionProblem.value = error;
  }
}

/** The collector said that nobody is signed in. */
export function forgetPerson(): void {
  if (session.peek()?.person) leave(loginPath(here()));
}

export async function endSession(): Promise<void> {
  await signOut();
  leave('/login');
}
