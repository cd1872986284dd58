import { useEffect, useState } from 'preact/hooks';
import { ApiProblem } from '../api/problem.ts';
import { readFleet } from '../api/read.ts';

/** Whom a selector fits now. */
export interface Reach {
  readonly names: readonly string[];
  readonly total: number;
}

const soonMs = 150;

/** Asks the collector whom a selector fits, shortly after it was last changed. What was found before stays meanwhile. */
export function useReach(selector: string): { reach: Reach | undefined; problem: ApiProblem | undefined } {
  const [reach, setReach] = useState<Reach>();
  const [problem, setProblem] = useState<ApiProblem>();
  useEffect(() => {
    const asking = new AbortController();
    async function ask() {
      try {
        const text = selector.trim();
        const { cells, total } = await readFleet(text === '' ? {} : { selector: text }, asking.signal);
        setReach({ names: cells.map(([, name]) => name), total });
        setProblem(undefined);
      } catch (error) {
        if (asking.signal.aborted) return;
        if (!(error instanceof ApiProblem)) throw error;
        setProblem(error);
      }
    }
    const soon = setTimeout(() => void ask(), soonMs);
    return () => {
      clearTimeout(soon);
      asking.abort();
    };
  }, [selector]);
  return { reach, problem };
}
