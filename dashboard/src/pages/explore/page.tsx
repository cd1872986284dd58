import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { bounds, compares, isLive, moved, spans, titleOf as rangeTitle } from '../../charts/ranges.ts';
import { hover, moveHover } from '../../charts/pointer.ts';
import { day } from '../../format/time.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { tell } from '../../parts/toast.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go } from '../../routes.ts';
import { clockNow, now } from '../../state/clock.ts';
import { catalogue } from '../../state/device.ts';
import { fleet } from '../../state/fleet.ts';
import { views } from '../../state/views.ts';
import { Controls, TimeBar } from './controls.tsx';
import { choicesOf, metricNamed, titleOf } from './lines.ts';
import { type Found, readFound } from './read.ts';
import { SavedViews } from './saved.tsx';
import { Shown, shownOf } from './shown.tsx';
import { Beginnings } from './beginnings.tsx';
import { exploreSentence } from './sentence.ts';
import { summariesOf } from './lines.ts';
import { exploreLink, type ExploreView, type Show, viewOf } from './view.ts';

function readAround(): void {
  if (catalogue.value.peek() === undefined) void catalogue.load();
  fleet.renew();
  views.renew();
}

/** Any metric of any devices over any time, with what happened meanwhile. */
export function ExplorePage() {
  const view = useMemo(() => viewOf(address.value.search), [address.value.search]);
  const show: Show = (some, replace = false) => go(exploreLink({ ...view, ...some }), replace);
  const { found, of, late, problem, again, cancel } = useFound(view);
  const known = catalogue.value.value;
  const metric = known && metricNamed(known, view.metric);
  const devices = fleet.value.value?.devices;
  const { shape, without, table } = view;
  const drawn = useMemo(() => ({ ...(of ?? view), shape, without, table }), [of, shape, without, table]);
  const shown = useMemo(
    () => (found && known && devices ? shownOf(drawn, found, { metric, devices }) : undefined),
    [drawn, found, known, devices],
  );
  const choices = useMemo(() => choicesOf(found?.series ?? []), [found]);
  useEffect(() => () => void (hover.value = undefined), []);
  const pieces: Piece[] =
    view.metric === ''
      ? [{ text: 'Choose a metric. ' }, { text: 'Any of the catalogue, of any devices, over any time.', lesser: true }]
      : shown
        ? exploreSentence({
            ...shown,
            summaries: summariesOf(shown.tracks, shown.earlierOf),
            when: rangeTitle(view.range, now.value),
          })
        : [{ text: `Reading ${known ? titleOf(metric, view.metric) : view.metric}.`, lesser: true }];
  return (
    <Page
      name="explore"
      crumb={<b>Explore</b>}
      pieces={pieces}
      acts={view.metric === '' ? null : <Acts view={view} shown={shown} />}
      read={() => (readAround(), again())}
      keys={useKeysOf(view, show, found?.step ?? 60_000)}
      told={[
        [['1', '…', '7'], 'range'],
        [['[', ']'], 'earlier, later'],
        [['←', '→'], 'cross-hair'],
        [['c'], 'compare'],
        [['m'], 'metric'],
      ]}
    >
      <Controls view={view} show={show} metric={metric} choices={choices} />
      {view.metric === '' ? <Beginnings view={view} /> : null}
      {shown ? <Shown view={view} drawn={drawn} late={late} show={show} shown={shown} /> : null}
      {view.metric !== '' && !shown && problem ? <Failed what="This view" problem={problem} again={again} /> : null}
      {shown && problem ? <Failed what="The newest of it" problem={problem} again={again} /> : null}
      {view.metric !== '' && !shown && !problem ? <Waiting what="the lines" rows={10} cancel={cancel} /> : null}
      {view.metric !== '' && !shown ? <TimeBar view={view} show={show} /> : null}
      <SavedViews view={view} />
    </Page>
  );
}

/** A link holds the times as they are now; a file holds the lines. */
function Acts({ view, shown }: { view: ExploreView; shown: ReturnType<typeof shownOf> | undefined }) {
  async function copy() {
    const { from, to } = bounds(view.range, clockNow());
    const fixed = exploreLink({ ...view, range: { from: Math.floor(from), to: Math.floor(to) } });
    try {
      await navigator.clipboard.writeText(location.origin + fixed);
      tell('The link is copied; it holds these times.');
    } catch {
      go(fixed, true); // the browser keeps the clipboard from this page: the address bar has it
      tell('The address holds these times now; copy it from there.');
    }
  }
  return (
    <>
      <button class="b" type="button" disabled={!shown} onClick={() => shown?.download()}>
        CSV
      </button>
      <button class="b main" type="button" onClick={() => void copy()}>
        Copy link
      </button>
    </>
  );
}

/** How often lines that end now are read anew, ms. */
const renewMs = { least: 30_000, most: 300_000 };

function useFound(view: ExploreView) {
  const [found, setFound] = useState<{ key: string; view: ExploreView; found: Found }>();
  const [problem, setProblem] = useState<{ key: string; problem: ApiProblem }>();
  const [asked, setAsked] = useState(0);
  const reading = useRef<AbortController | undefined>(undefined);
  const { metric, selector, devices, agg, step, range, compare } = view;
  const key = JSON.stringify([metric, selector, devices, agg, step, range, compare]);
  const every = isLive(range)
    ? Math.min(renewMs.most, Math.max(renewMs.least, range.span / 300))
    : Number.MAX_SAFE_INTEGER;
  const turn = Math.floor(now.value / every);
  useEffect(() => {
    if (metric === '') return undefined;
    const mine = new AbortController();
    reading.current = mine;
    async function read() {
      try {
        setFound({ key, view, found: await readFound(view, clockNow(), mine.signal) });
        setProblem(undefined);
      } catch (error) {
        if (mine.signal.aborted) return;
        if (!(error instanceof ApiProblem)) throw error;
        setProblem({ key, problem: error });
      }
    }
    void read();
    return () => mine.abort();
  }, [key, turn, asked]);
  return {
    // What was found of this metric before stays, as what it was, while another view of it is read.
    found: found?.view.metric === metric ? found.found : undefined,
    of: found?.view,
    late: found?.key !== key,
    problem: problem?.key === key ? problem.problem : undefined,
    again: () => setAsked((before) => before + 1),
    cancel: () => {
      reading.current?.abort();
      setProblem({ key, problem: new ApiProblem('cancelled', 0, 'Reading was cancelled.') });
    },
  };
}

function useKeysOf(view: ExploreView, show: Show, step: number) {
  const { range, compare } = view;
  const cross = (by: 1 | -1) => {
    const { from, to } = bounds(range, clockNow());
    moveHover(by, step, from, to);
  };
  return {
    '[': () => show({ range: moved(range, -1, clockNow()) }),
    ']': () => show({ range: moved(range, 1, clockNow()) }),
    c: () => show({ compare: compares[(compares.indexOf(compare) + 1) % compares.length] ?? 'nothing' }),
    m: () => document.querySelector<HTMLElement>('.metric-picker input')?.focus(),
    ArrowLeft: () => cross(-1),
    ArrowRight: () => cross(1),
    Escape: () => {
      if (hover.peek() !== undefined) hover.value = undefined;
      else if (isLive(range)) go('/');
      else show({ range: { span: day } });
    },
    ...Object.fromEntries(spans.map(({ span }, index) => [String(index + 1), () => show({ range: { span } })])),
  };
}
