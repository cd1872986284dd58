import type { Log } from '../log.ts';

export interface Job {
  readonly name: string;
  readonly everyMs: number;
  /** Until the first run by a timer, where that is not `everyMs`. */
  readonly firstMs?: number;
  run(): Promise<void>;
}

/** A job that is run over and over. */
export interface Repetition {
  readonly failures: number;
  /** From now on by a timer: each time `everyMs` after it ended, so that it never overlaps itself. */
  start(): void;
  /** Runs it if `everyMs` have passed since it was due last, or since it was first asked; however late, once. */
  runDue(now: number): Promise<void>;
  /** Waits for a run that is under way. */
  stop(): Promise<void>;
}

/** A failure is logged and counted; the next run comes as usual. */
export function repeat(job: Job, log: Log): Repetition {
  let failures = 0;
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let due: number | undefined;
  const run = async () => {
    try {
      await job.run();
    } catch (error) {
      failures++;
      log.error({ err: error, job: job.name }, 'a job failed');
    }
  };
  const plan = (afterMs: number) => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = run().then(() => plan(job.everyMs));
    }, afterMs);
  };
  return {
    get failures() {
      return failures;
    },
    start: () => plan(job.firstMs ?? job.everyMs),
    async runDue(now) {
      due ??= now + job.everyMs;
      if (stopped || now < due) return;
      due = now + job.everyMs;
      running = run();
      await running;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
