import { type ReadonlySignal, signal } from '@preact/signals';
import { ApiProblem } from '../api/problem.ts';

/** Something read from the API: the last answer stays while it is read anew, and when reading fails. */
export interface Resource<Value> {
  readonly value: ReadonlySignal<Value | undefined>;
  readonly problem: ReadonlySignal<ApiProblem | undefined>;
  /** True while the first answer is awaited. */
  readonly loading: ReadonlySignal<boolean>;
  /** Reads it (again). An answer that was overtaken by a later call is dropped. */
  readonly load: () => Promise<void>;
  /** Reads it anew; while it is being read, once more after that: however often it is asked for, answers come through. */
  readonly renew: () => void;
  /**
   * Changes what is shown, by what came live. An answer that is awaited may be older than that, so the change is made to
   * it too: making it twice must be the same as once.
   */
  readonly update: (change: (value: Value) => Value) => void;
  /** Gives up waiting. */
  readonly cancel: () => void;
}

const cancelled = () => new ApiProblem('cancelled', 0, 'Reading was cancelled.');

/** A resource that is read by `read`. */
export function resource<Value>(read: (signal: AbortSignal) => Promise<Value>): Resource<Value> {
  const value = signal<Value | undefined>(undefined);
  const problem = signal<ApiProblem | undefined>(undefined);
  const loading = signal(false);
  let current: AbortController | undefined;
  /** What came live since the answer that is awaited was asked for. */
  let meanwhile: ((before: Value) => Value)[] = [];
  /** What is awaited may be too old already. */
  let again = false;

  async function load(): Promise<void> {
    current?.abort();
    const mine = new AbortController();
    current = mine;
    [meanwhile, again] = [[], false];
    if (value.peek() === undefined) loading.value = true;
    try {
      const answer = await read(mine.signal);
      if (current !== mine) return;
      value.value = meanwhile.reduce<Value>((known, change) => change(known), answer);
      problem.value = undefined;
    } catch (error) {
      if (current !== mine) return;
      if (!(error instanceof ApiProblem)) throw error;
      problem.value = error;
    } finally {
      if (current === mine) ended();
    }
  }

  function ended(): void {
    current = undefined;
    meanwhile = [];
    loading.value = false;
    if (again) void load();
  }

  return {
    value,
    problem,
    loading,
    load,
    renew() {
      if (current) again = true;
      else void load();
    },
    update(change) {
      if (current) meanwhile.push(change);
      const before = value.peek();
      if (before !== undefined) value.value = change(before);
    },
    cancel() {
      const waited = loading.peek();
      current?.abort();
      again = false;
      ended();
      if (waited) problem.value = cancelled();
    },
  };
}
