import type { OrderDetail, RunCounts, RunItem } from '@fettle/shared/api/orders';
import { useEffect, useState } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { readOrderRuns } from '../../api/orders.ts';
import { number } from '../../format/count.ts';
import { Section } from '../../parts/section.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { Failed } from '../../parts/waiting.tsx';
import type { OrderPageState } from './order-state.ts';
import { RunTable } from '../runs/table.tsx';
import { tallyOf } from './states.ts';

interface TroublesProps {
  readonly state: OrderPageState;
  readonly order: OrderDetail;
  readonly counts: RunCounts;
}

const drawnFirst = 15;

/** The runs: those that failed first, then, when somebody wants them, all. */
export function Troubles({ state, order, counts }: TroublesProps) {
  const found = state.troubles.value.value;
  const problem = state.troubles.problem.value;
  const { bad, well } = tallyOf(counts);
  const [most, setMost] = useState(drawnFirst);
  return (
    <>
      {problem && !found ? <Failed what="What failed" problem={problem} again={state.read} /> : null}
      {found && found.length > 0 ? (
        <Section title="Look at these" note={`${number(found.length)}, the worst first`}>
          <RunTable runs={found.slice(0, most)} column="device" />
          {found.length > most ? (
            <p>
              <button class="b bare" type="button" onClick={() => setMost(most + 200)}>
                {number(found.length - most)} more
              </button>
            </p>
          ) : null}
        </Section>
      ) : null}
      {bad === 0 && well > 0 ? (
        <p class="dense">
          <span class="st right">
            <Icon name="right" />
          </span>{' '}
          Nothing failed.
        </p>
      ) : null}
      <AllRuns order={order} turned={JSON.stringify(counts)} />
    </>
  );
}

function useRuns(order: string) {
  const [runs, setRuns] = useState<readonly RunItem[]>([]);
  const [next, setNext] = useState<string | null | undefined>(undefined);
  const [problem, setProblem] = useState<ApiProblem>();
  async function read(cursor: string | null | undefined) {
    try {
      const found = await readOrderRuns(order, { limit: 200, ...(cursor ? { cursor } : {}) });
      setRuns([...(cursor ? runs : []), ...found.items]);
      setNext(found.next);
      setProblem(undefined);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error);
    }
  }
  return { runs, next, problem, more: () => read(next), again: () => read(undefined) };
}

/** So few are listed by themselves, and anew when one of them turns. */
const fewRuns = 60;

/** `turned` differs when a run stands otherwise than before. */
function AllRuns({ order: { id, targets }, turned }: { order: OrderDetail; turned: string }) {
  const { runs, next, problem, more, again } = useRuns(id);
  useEffect(() => {
    if (targets > fewRuns) return undefined;
    const soon = setTimeout(() => void again(), 300);
    return () => clearTimeout(soon);
  }, [id, targets, turned]);
  return (
    <Section title="All runs" note={runs.length === 0 ? '' : `${number(runs.length)} of ${number(targets)}`}>
      {problem ? <Failed what="The runs" problem={problem} again={() => void more()} /> : null}
      {runs.length > 0 ? <RunTable runs={runs} column="device" /> : null}
      {next === null || targets <= fewRuns ? null : (
        <p>
          <button class="b bare" type="button" onClick={() => void more()}>
            {runs.length === 0 ? 'List them, with how each ended' : 'More'}
          </button>
        </p>
      )}
    </Section>
  );
}
