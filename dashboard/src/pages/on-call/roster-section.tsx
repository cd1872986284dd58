import type { Roster, Turn } from '@fettle/shared/api/notices';
import { useEffect, useState } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { createOverride, deleteOverride, readTurns } from '../../api/notices.ts';
import { plain } from '../../format/text.ts';
import { day, exact } from '../../format/time.ts';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { tell } from '../../parts/toast.tsx';
import { personName, rosters } from '../../state/notices.ts';
import { useSaving } from '../../state/saving.ts';
import { coming } from '../windows/coming.ts';
import { HandOver } from './hand-over.tsx';
import { Rail } from './rail.tsx';
import { turnWords } from './turn-words.ts';

const ahead = 28 * day;

function useTurns(roster: Roster, time: number) {
  const [turns, setTurns] = useState<readonly Turn[]>();
  const from = Math.floor(time / day) * day;
  useEffect(() => {
    const asking = new AbortController();
    async function ask() {
      try {
        setTurns(await readTurns(roster.id, { from, to: from + ahead }, asking.signal));
      } catch (error) {
        if (asking.signal.aborted) return;
        // The rail is left out; who is on call now and next came with the roster.
        if (!(error instanceof ApiProblem)) throw error;
        setTurns(undefined);
      }
    }
    void ask();
    return () => asking.abort();
  }, [roster, from]);
  return { turns, from };
}

/** One roster: now, next, the turns of four weeks, and what was swapped. */
export function RosterSection({ roster, time }: { roster: Roster; time: number }) {
  const { turns, from } = useTurns(roster, time);
  const [asks, setAsks] = useState(false);
  return (
    <Section
      title={plain(roster.name, 80)}
      note={turnWords(roster)}
      aside={
        <span class="aside acts">
          <button class="b" type="button" onClick={() => setAsks(!asks)} aria-expanded={asks}>
            Swap or hand over…
          </button>
          <a class="b" href={`/on-call/rosters/${roster.id}`}>
            Change
          </a>
        </span>
      }
    >
      <dl class="facts on-call">
        <dt>Now</dt>
        <dd>
          {roster.now ? (
            <>
              <b>{plain(roster.now.person.name, 80)}</b>, until{' '}
              <span title={exact(roster.now.until)}>{coming(roster.now.until, time)}</span>
            </>
          ) : (
            'nobody'
          )}
        </dd>
        <dt>Then</dt>
        <dd>
          {roster.next ? (
            <>
              {plain(roster.next.person.name, 80)}, from{' '}
              <span title={exact(roster.next.from)}>{coming(roster.next.from, time)}</span>
            </>
          ) : (
            'nobody'
          )}
        </dd>
      </dl>
      {turns ? <Rail turns={turns} from={from} to={from + ahead} now={time} name={plain(roster.name, 80)} /> : null}
      {asks ? <HandOver roster={roster} done={() => setAsks(false)} /> : null}
      <Swaps roster={roster} time={time} />
    </Section>
  );
}

function Swaps({ roster, time }: { roster: Roster; time: number }) {
  const saving = useSaving();
  const swaps = roster.overrides.filter(({ to }) => to > time).toSorted((a, b) => a.from - b.from);
  if (swaps.length === 0) return null;
  const remove = (swap: Roster['overrides'][number]) =>
    saving.run(async () => {
      await deleteOverride(roster.id, swap.id);
      await rosters.load();
      tell('The turn is as it was.', async () => {
        const { person, from, to, reason } = swap;
        await createOverride(roster.id, { person, from, to, reason });
        await rosters.load();
      });
    });
  return (
    <>
      <SaidProblem problem={saving.problem} />
      <ul class="rows swaps" aria-label={`Swaps of ${plain(roster.name, 80)}`}>
        {swaps.map((swap) => (
          <li key={swap.id}>
            <div class="top">
              <span>
                <b>{plain(personName(swap.person), 80)}</b> instead,{' '}
                <span title={`${exact(swap.from)} to ${exact(swap.to)}`}>
                  {coming(swap.from, time)} to {coming(swap.to, time)}
                </span>
                {swap.reason === '' ? '' : `: ${plain(swap.reason, 200)}`}
              </span>
              <button class="b" type="button" disabled={saving.busy} onClick={() => void remove(swap)}>
                Take back
              </button>
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
