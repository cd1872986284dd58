import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import type { BackTest } from '@fettle/shared/api/rules';
import type { RuleBody } from '@fettle/shared/rules/rule';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { backTest } from '../../api/rules.ts';
import { date, day } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { clockNow } from '../../state/clock.ts';
import { Firings } from './firings.tsx';
import { reckoning } from './reckoning.ts';

/** A rule tried on what was. */
export interface Test {
  /** When the one under way began. */
  readonly since: number | undefined;
  readonly problem: ApiProblem | undefined;
  readonly result: BackTest | undefined;
  /** The rule that the result is of. */
  readonly of: RuleBody | undefined;
  readonly run: (rule: RuleBody) => void;
  readonly cancel: () => void;
}

const spanMs = 30 * day;

/** Tries rules on the last 30 days, one at a time; a second try ends the first. */
export function useBackTest(id: string | undefined): Test {
  const [since, setSince] = useState<number>();
  const [problem, setProblem] = useState<ApiProblem>();
  const [found, setFound] = useState<{ result: BackTest; of: RuleBody }>();
  const asking = useRef<AbortController | undefined>(undefined);
  useEffect(() => () => asking.current?.abort(), []);
  async function run(rule: RuleBody): Promise<void> {
    asking.current?.abort();
    const mine = new AbortController();
    asking.current = mine;
    setSince(Date.now());
    setProblem(undefined);
    try {
      const to = clockNow();
      const asked = { ...(id === undefined ? {} : { id }), rule, from: to - spanMs, to };
      const result = await backTest(asked as Parameters<typeof backTest>[0], mine.signal);
      if (asking.current === mine) setFound({ result, of: rule });
    } catch (error) {
      if (mine.signal.aborted) return;
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    } finally {
      if (asking.current === mine) setSince(undefined);
    }
  }
  const cancel = () => {
    asking.current?.abort();
    setSince(undefined);
  };
  return { since, problem, result: found?.result, of: found?.of, run: (rule) => void run(rule), cancel };
}

/** Every time that the rule would have fired. */
export function BackTestSection({ test, metric }: { test: Test; metric: CatalogueMetric | undefined }) {
  const { result } = test;
  if (!result) return null;
  return (
    <Section
      title="Back-test"
      note={`${date(result.from)} to ${date(result.to)}`}
      aside={<span class="aside">{reckoning(result)}</span>}
      class="back-test"
    >
      {result.notes.length === 0 ? null : (
        <ul class="note unknown">
          {result.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <Firings result={result} metric={metric} />
    </Section>
  );
}
