import type { Incident } from '@fettle/shared/api/incidents';
import type { Problem } from '@fettle/shared/api/problems';
import { useMemo } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { readLinked } from '../../api/problems.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { date as dateWords } from '../../format/time.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { people } from '../../state/notices.ts';
import { problems } from '../../state/problems.ts';
import { resource } from '../../state/resource.ts';
import { useSaving } from '../../state/saving.ts';
import { putInto } from './change.ts';
import { KnownForm } from './known-form.tsx';
import { Linked } from './linked.tsx';
import { shapes, ways, words } from './standing.ts';

const gone = new ApiProblem('not_found', 404, 'There is no problem at this address.');

function headOf(problem: Problem | undefined, time: number): Piece[] {
  if (!problem) return [{ text: 'Reading this problem.', lesser: true }];
  const { title, incidents, devices, firstAt, state, workaround } = problem;
  const since = firstAt === null ? '' : ` since ${dateWords(firstAt, time)}`;
  return [
    { text: plain(title, 200), shape: shapes[state] },
    { text: ` stands behind ${counted(incidents, 'incident')} on ${counted(devices, 'device')}${since}. ` },
    ...(workaround === '' ? [] : [{ text: `Workaround: ${plain(workaround, 200)}`, lesser: true }]),
  ];
}

/** One problem: why it is one, what is behind it, and how one lives with it meanwhile. */
export function ProblemPage({ id }: { id: string }) {
  const problem = problems.value.value?.find((one) => one.id === id);
  const linked = useMemo(() => resource<readonly Incident[]>((signal) => readLinked(id, signal)), [id]);
  const saving = useSaving();
  const read = () => {
    problems.renew();
    people.renew();
    linked.renew();
  };
  const missing = problems.problem.value ?? (problems.value.value && !problem ? gone : undefined);
  return (
    <Page
      name={`problem ${id}`}
      crumb={
        <>
          <a href="/problems">Problems</a>
          <span class="sep">/</span>
          <b>{problem ? words[problem.state] : id}</b>
          {problem?.owner ? (
            <>
              <span class="sep">·</span>owner {plain(problem.owner.name, 60)}
            </>
          ) : null}
        </>
      }
      pieces={headOf(problem, now.value)}
      acts={problem ? <Ways problem={problem} saving={saving} /> : null}
      read={read}
      heeds={['problem.', 'incident.']}
      keys={{ Escape: () => go('/problems') }}
      told={[[['Esc'], 'problems']]}
    >
      <SaidProblem problem={saving.problem} readAgain={read} />
      {problem ? (
        <div class="split">
          <div>
            <p class="why-line">
              <b>Why it is one:</b>{' '}
              {problem.why === '' ? 'somebody put these incidents together.' : plain(problem.why, 400)}
            </p>
            <Linked linked={linked} />
          </div>
          <div>
            <KnownForm key={`${problem.id} ${problem.version}`} problem={problem} />
          </div>
        </div>
      ) : missing ? (
        <Failed what="This problem" problem={missing} again={read}>
          <a class="b main" href="/problems">
            To the problems
          </a>
        </Failed>
      ) : (
        <Waiting what="this problem" rows={8} cancel={problems.cancel} />
      )}
    </Page>
  );
}

function Ways({ problem, saving }: { problem: Problem; saving: ReturnType<typeof useSaving> }) {
  return (
    <>
      {ways[problem.state].map(({ to, deed }, index) => (
        <button
          key={to}
          class={index === 0 ? 'b main' : 'b'}
          type="button"
          disabled={saving.busy}
          onClick={() => void saving.run(() => putInto(problem, to))}
        >
          {deed}
        </button>
      ))}
    </>
  );
}
