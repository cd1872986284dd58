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
  /** Changes what is shown, by what came live. */
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

  async function load(): Promise<void> {
    current?.abort();
    const mine = new AbortController();
    current = mine;
    if (value.peek() === undefined) loading.value = true;
    try {
      const answer = await read(mine.signal);
      if (current !== mine) return;
      value.value = answer;
      problem.value = undefined;
    } catch (error) {
      if (current !== mine) return;
      if (!(error instanceof ApiProblem)) throw error;
      problem.value = error;
    } finally {
      if (current === mine) loading.value = false;
    }
  }

  return {
    value,
    problem,
    loading,
    load,
    update(change) {
      const before = value.peek();
      if (before !== undefined) value.value = change(before);
    },
    cancel() {
      const waited = loading.peek();
      current?.abort();
      current = undefined;
      loading.value = false;
      if (waited) problem.value = cancelled();
    },
  };
}
