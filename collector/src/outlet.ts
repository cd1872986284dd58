/** Findings on their way to what makes them durable: in order, none lost, and none that holds back the others for ever. */
import type { Finding } from './domain/rules/index.ts';
import type { Log } from './edge/log.ts';

/** Findings that are made durable together. */
const together = 500;
/** So often they are tried together; then it is looked for the ones that are refused. */
const tries = 5;
/** Calls in one such search: enough to find one of 500, and few when nothing can be kept at all. */
const mostCalls = 40;

export interface Outlet {
  add(findings: readonly Finding[]): void;
  /** How many are not durable yet. */
  readonly waiting: number;
  /** How many were given up: they were refused again and again while others were not. */
  readonly setAside: number;
  /** One try after the other; one with nothing to do is nothing. */
  settle(): Promise<void>;
}

/** @param sink makes findings durable; what fails is tried again with the next call of `settle` */
export function createOutlet(sink: (findings: readonly Finding[]) => Promise<unknown>, log: Log): Outlet {
  let waiting: Finding[] = [];
  let running: Promise<void> = Promise.resolve();
  let failed = 0;
  let setAside = 0;

  async function run(): Promise<void> {
    try {
      while (waiting.length > 0) {
        const batch = waiting.slice(0, together);
        await sink(batch);
        waiting = waiting.slice(batch.length);
      }
      failed = 0;
    } catch (error) {
      // They stay and are tried again with the next tick; it is said once.
      if (failed === 0) log.error({ err: error, findings: waiting.length }, 'findings could not be kept');
      failed++;
      if (failed % tries === 0 && waiting.length > 1) await search(waiting.slice(0, together));
    }
  }

  /** Keeps those that can be kept. One that cannot is given up only if another one could: else the store is to blame. */
  async function search(batch: readonly Finding[]): Promise<void> {
    const kept = new Set<Finding>();
    const refused = new Map<Finding, unknown>();
    let calls = 0;
    const halves = async (some: readonly Finding[]): Promise<void> => {
      const middle = Math.ceil(some.length / 2);
      for (const half of [some.slice(0, middle), some.slice(middle)]) {
        if (half.length === 0 || calls++ >= mostCalls) continue;
        try {
          await sink(half);
          for (const one of half) kept.add(one);
        } catch (error) {
          if (half.length === 1) for (const one of half) refused.set(one, error);
          else await halves(half);
        }
      }
    };
    await halves(batch);
    if (kept.size === 0) return;
    for (const [{ rule, device, instance }, err] of refused) {
      log.error({ err, rule, device, instance }, 'a finding is refused again and again, and is given up');
    }
    setAside += refused.size;
    waiting = waiting.filter((one) => !kept.has(one) && !refused.has(one));
  }

  const settle = () => (running = running.then(run));
  return {
    add(findings) {
      if (findings.length === 0) return;
      waiting.push(...findings);
      void settle();
    },
    get waiting() {
      return waiting.length;
    },
    get setAside() {
      return setAside;
    },
    settle,
  };
}
