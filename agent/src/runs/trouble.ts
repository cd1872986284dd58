/** What went wrong beside a run and is not the run's own end: told to whoever asks for the status, until it goes well again. */
import type { Log } from '../log.ts';

export interface Trouble {
  /** Null in good order. */
  readonly problem: string | null;
  tell(error: unknown, what: string): void;
  over(): void;
}

export function createTrouble(log: Log): Trouble {
  let problem: string | null = null;
  return {
    get problem() {
      return problem;
    },
    tell(error, what) {
      problem = `${what}: ${error instanceof Error ? error.message : String(error)}`;
      log.error({ err: error }, what);
    },
    over() {
      problem = null;
    },
  };
}
