// pure
import { FettleError } from '@fettle/shared/errors';
import type { AccessStore } from './store.ts';

const windowMs = 15 * 60_000;
/** Failures within the window before the next attempt is refused. */
const most = { pair: 5, address: 30, name: 50 };
const keysKept = 10_000;

export interface Attempt {
  readonly name: string;
  readonly address?: string;
}

/**
 * Counts failed logins by name and address. Few for one name from one address; many more for a name alone, so that a
 * stranger cannot lock somebody out.
 */
export class LoginThrottle {
  readonly #failures = new Map<string, number[]>();

  /**
   * Counts the attempt as failed until `succeeded` says otherwise, so that many at once are counted too.
   * @throws FettleError `too_many_requests` with `retryAfter` in seconds
   */
  begin(attempt: Attempt, now: number): void {
    const keys = keysOf(attempt);
    for (const [key, limit] of keys) {
      const recent = this.#recent(key, now);
      const oldest = recent.at(-limit);
      if (oldest !== undefined) {
        const retryAfter = Math.ceil((oldest + windowMs - now) / 1000);
        throw new FettleError('too_many_requests', `Too many failed logins. Wait ${retryAfter} s, then try again.`, {
          retryAfter,
        });
      }
    }
    for (const [key] of keys) this.#add(key, now);
  }

  succeeded(attempt: Attempt): void {
    const [pair] = keysOf(attempt)[0] ?? [];
    if (pair !== undefined) this.#failures.delete(pair);
    for (const [key] of keysOf(attempt).slice(1)) this.#failures.get(key)?.pop();
  }

  #recent(key: string, now: number): number[] {
    const recent = (this.#failures.get(key) ?? []).filter((time) => time > now - windowMs);
    if (recent.length === 0) this.#failures.delete(key);
    else this.#failures.set(key, recent);
    return recent;
  }

  #add(key: string, now: number): void {
    const times = this.#failures.get(key) ?? [];
    this.#failures.delete(key);
    this.#failures.set(key, [...times, now]);
    const oldest = this.#failures.keys().next().value;
    if (this.#failures.size > keysKept && oldest !== undefined) this.#failures.delete(oldest);
  }
}

function keysOf({ name, address = '' }: Attempt): [key: string, limit: number][] {
  const who = name.normalize('NFKC').toLowerCase();
  const keys: [string, number][] = [
    [JSON.stringify(['pair', who, address]), most.pair],
    [JSON.stringify(['name', who]), most.name],
  ];
  return address === '' ? keys : [...keys, [JSON.stringify(['address', address]), most.address]];
}

const throttles = new WeakMap<AccessStore, LoginThrottle>();

/** The throttle of a collector: one for its records. */
export function throttleOf(store: AccessStore): LoginThrottle {
  const known = throttles.get(store);
  if (known) return known;
  const made = new LoginThrottle();
  throttles.set(store, made);
  return made;
}
