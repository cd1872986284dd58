/** What every hostile suite is to `npm run hostile` and to the tests: `export const runSuite: RunSuite`, bounded, the same cases from the same seed. */

export interface SuiteAsk {
  readonly cases: number;
  readonly seed: number;
  /** How far it is, for people who wait; goes to stderr. */
  readonly progress?: (done: number) => void;
}

export interface SuiteResult {
  /** Things that were tried, the positive controls among them. */
  readonly cases: number;
  /** Of these, validly signed with the wrong meaning; 0 where the suite signs nothing. */
  readonly validSigned: number;
  /** What happened and must not have: runs, 2xx without right, scripts in a page, lost samples. */
  readonly executed: number;
  /** Crashes, uncaught errors, 5xx. */
  readonly crashes: number;
  /** The suite on something broken on purpose: how many of these it noticed. A green run that misses one is void. */
  readonly sabotageCaught: number;
  readonly sabotageTotal: number;
  /** Positive controls that failed, and whatever else fell, in words; empty: all held. At most some dozens. */
  readonly fell: readonly string[];
  /** More figures of the suite’s own. */
  readonly figures?: Readonly<Record<string, number | string>>;
}

export type RunSuite = (ask: SuiteAsk) => Promise<SuiteResult>;

/** Whether all of it held. */
export function held({ cases, executed, crashes, sabotageCaught, sabotageTotal, fell }: SuiteResult): boolean {
  return cases > 0 && executed === 0 && crashes === 0 && sabotageCaught === sabotageTotal && fell.length === 0;
}
