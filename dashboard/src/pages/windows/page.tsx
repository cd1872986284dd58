import type { Window, WindowSpan } from '@fettle/shared/api/windows';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { readSpans } from '../../api/windows.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { date as dateWords } from '../../format/time.ts';
import { ownZone } from '../../format/zones.ts';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { Segment } from '../../parts/segment.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go } from '../../routes.ts';
import { clockNow, now } from '../../state/clock.ts';
import { windows } from '../../state/windows.ts';
import { dateOf, daysOf, moved, type View } from './calendar.ts';
import { coming, toCome } from './coming.ts';
import { WindowList } from './list.tsx';
import { Month } from './month.tsx';
import { Week } from './week.tsx';

/** What is open now, and what comes next. Pure. */
export function windowsSentence(all: readonly Window[], time: number): Piece[] {
  const open = all.filter(({ open: is }) => is);
  const next = all
    .flatMap((one) => {
      const opening = toCome(one, time);
      return opening ? [{ name: one.name, from: opening.from }] : [];
    })
    .toSorted((a, b) => a.from - b.from)[0];
  const later: Piece[] = next
    ? [{ text: `${plain(next.name, 60)} comes next, ${coming(next.from, time)}.`, lesser: true }]
    : [{ text: 'None is planned.', lesser: true }];
  if (open.length === 0) return [{ text: 'No window is open. ' }, ...later];
  return [
    ...open.flatMap((one, index): Piece[] => [
      { text: plain(one.name, 60), shape: 'window', href: `/windows/${one.id}` },
      { text: index === open.length - 1 ? '' : ', ' },
    ]),
    { text: ` ${open.length === 1 ? 'is' : 'are'} open: nobody is told of ` },
    { text: open.length === 1 ? counted(open[0]?.devices ?? 0, 'device') : 'their devices', strong: true },
    { text: '. ' },
    ...later,
  ];
}

const isNarrow = () => matchMedia('(max-width: 40rem)').matches;

/** The part of the calendar that the address names. */
function shownOf(search: string): { view: View; at: string } {
  const query = new URLSearchParams(search);
  const view = query.get('view') ?? (isNarrow() ? 'week' : 'month');
  const at = query.get('at') ?? '';
  return {
    view: view === 'week' ? 'week' : 'month',
    at: /^\d{4}-\d{2}-\d{2}$/.test(at) && !Number.isNaN(Date.parse(at)) ? at : dateOf(clockNow()),
  };
}

const show = (view: View, at: string) => go(`/windows?view=${view}&at=${at}`, true);

function useSpans(from: number, to: number, version: unknown) {
  const [spans, setSpans] = useState<readonly WindowSpan[]>();
  const [problem, setProblem] = useState<ApiProblem>();
  useEffect(() => {
    const asking = new AbortController();
    async function ask() {
      try {
        setSpans(await readSpans({ from, to }, asking.signal));
        setProblem(undefined);
      } catch (error) {
        if (asking.signal.aborted) return;
        if (!(error instanceof ApiProblem)) throw error;
        setProblem(error);
      }
    }
    void ask();
    return () => asking.abort();
  }, [from, to, version]);
  return { spans, problem };
}

const months = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
const titleOf = (view: View, at: string, first: number) =>
  view === 'month' ? months.format(Date.parse(at)) : `Week of ${dateWords(first)}`;
const names = () => [...document.querySelectorAll<HTMLElement>('td.name a')];

/** Planned maintenance: when it is, and what it covers. */
export function WindowsPage() {
  const all = windows.value.value;
  const { view, at } = shownOf(address.value.search);
  const days = useMemo(() => daysOf(view, at), [view, at]);
  const [first, last] = [days[0]?.start ?? 0, days.at(-1)?.end ?? 0];
  const { spans, problem } = useSpans(first, last, all);
  const time = Math.floor(now.value / 60_000) * 60_000;
  const again = () => windows.renew();
  return (
    <Page
      name="windows"
      crumb={<b>Windows</b>}
      pieces={all ? windowsSentence(all, time) : [{ text: 'Reading the windows.', lesser: true }]}
      acts={
        <a class="b main" href="/windows/new">
          New window
        </a>
      }
      read={again}
      heeds={['window.']}
      keys={{
        n: () => go('/windows/new'),
        m: () => show('month', at),
        w: () => show('week', at),
        '[': () => show(view, moved(view, at, -1)),
        ']': () => show(view, moved(view, at, 1)),
        j: () => step(names(), 1),
        k: () => step(names(), -1),
      }}
      told={[
        [['[', ']'], 'earlier, later'],
        [['m', 'w'], 'month, week'],
        [['n'], 'new window'],
      ]}
    >
      <Section
        title={titleOf(view, at, first)}
        note={`times of ${ownZone()}, yours`}
        aside={<Ways view={view} at={at} />}
      >
        {problem ? <Failed what="The calendar" problem={problem} again={again} /> : null}
        {view === 'month' ? (
          <Month days={days} spans={spans ?? []} today={dateOf(time)} />
        ) : (
          <Week days={days} spans={spans ?? []} now={time} />
        )}
      </Section>
      {all ? <WindowList windows={all} time={time} /> : null}
      {!all && windows.problem.value ? (
        <Failed what="The list of windows" problem={windows.problem.value} again={again} />
      ) : null}
      {!all && !windows.problem.value ? <Waiting what="the windows" rows={4} cancel={windows.cancel} /> : null}
    </Page>
  );
}

function Ways({ view, at }: { view: View; at: string }) {
  return (
    <span class="aside acts">
      <Segment
        label="View"
        choices={[
          { value: 'month', name: 'Month' },
          { value: 'week', name: 'Week' },
        ]}
        chosen={view}
        choose={(chosen) => show(chosen, at)}
      />
      <Segment
        label="Time"
        choices={[
          { value: 'earlier', name: 'Earlier' },
          { value: 'today', name: 'Today' },
          { value: 'later', name: 'Later' },
        ]}
        chosen={undefined}
        choose={(way) => show(view, way === 'today' ? dateOf(clockNow()) : moved(view, at, way === 'later' ? 1 : -1))}
      />
    </span>
  );
}
