// pure
import type { AccessStore } from './store.ts';
import type { Attempt } from './throttle.ts';

export type FailureReason = 'name_unknown' | 'password_wrong' | 'person_disabled' | 'too_many_requests';

const windowMs = 15 * 60_000;
/** Rows within the window: the audit log is kept for ever, and whoever tries passwords must not fill it. */
const most = 60;

/** Which failed logins are written into the audit log. */
export class LoginFailures {
  #written: number[] = [];
  /** When a refusal for too many attempts was written last, by attempt. */
  #refusals = new Map<string, number>();
  #leftOut = 0;

  /**
   * @returns how many were left out since the last row; null: this one is left out too. Of those who are told to wait, one
   * a window is written for each name and address.
   */
  due(reason: FailureReason, { name, address = '' }: Attempt, now: number): { readonly leftOut: number } | null {
    const began = now - windowMs;
    this.#written = this.#written.filter((time) => time > began);
    this.#refusals = new Map([...this.#refusals].filter(([, time]) => time > began));
    const who = JSON.stringify([name.normalize('NFKC').toLowerCase(), address]);
    const again = reason === 'too_many_requests' && this.#refusals.has(who);
    if (again || this.#written.length >= most) {
      this.#leftOut++;
      return null;
    }
    if (reason === 'too_many_requests') this.#refusals.set(who, now);
    this.#written.push(now);
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    return { leftOut };
  }
}

const all = new WeakMap<AccessStore, LoginFailures>();

/** Those of a collector: one for its records. */
export function loginFailuresOf(store: AccessStore): LoginFailures {
  const known = all.get(store);
  if (known) return known;
  const made = new LoginFailures();
  all.set(store, made);
  return made;
}
