import { computed } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import { counted, number } from '../../../format/count.ts';
import { useLive } from '../../../live/live.ts';
import { Fascia } from '../../../parts/fascia.tsx';
import { Foot } from '../../../parts/foot.tsx';
import { FullDisk } from '../../../parts/full-disk.tsx';
import { Offline } from '../../../parts/offline.tsx';
import { Refusals } from '../../../parts/refusals.tsx';
import { Section } from '../../../parts/section.tsx';
import { Failed, Waiting } from '../../../parts/waiting.tsx';
import { address, go } from '../../../routes.ts';
import { now } from '../../../state/clock.ts';
import { boardPath, everything, type Filter, filterOf } from '../../../state/board-filter.ts';
import { board, filter, newestFrame, readBoard, takeIncidentEvent } from '../../../state/incidents.ts';
import { isLost } from '../../../state/lost.ts';
import { standing } from '../../../state/overall.ts';
import { piecesOf } from '../../../state/overall-words.ts';
import { Asks } from '../asks.tsx';
import { refusals } from '../deeds.ts';
import { selectedOf } from '../selection.ts';
import { Empty } from './empty.tsx';
import { Filters } from './filters.tsx';
import { type Group, groupsOf, held } from './groups.ts';
import { useBoardKeys } from './keys.ts';
import { ResolvedToday } from './resolved.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { Table } from './table.tsx';

const topics = { fleet: true, devices: [], events: true };
/** What the board is grouped by moves with the minute's parts, not with every second. */
const calmNow = computed(() => Math.floor(now.value / 5_000) * 5_000);
const incidents = computed(() => board.value.value ?? []);
const groups = computed(() => groupsOf(incidents.value, calmNow.value));
const loud = computed(() => incidents.value.filter(({ quiet }) => quiet === null));
const reading = [{ text: 'Reading the incidents.', lesser: true }];

function narrow(some: Partial<Filter>): void {
  const path = boardPath({ ...filter.peek(), ...some });
  // At once: what is typed next is added to it.
  filter.value = filterOf(path.slice('/incidents'.length));
  go(path, true);
}

/** Rows keep their places while somebody points at them; who comes meanwhile is counted. */
function useSteady(fresh: readonly Group[], reason: string) {
  const [pointed, setPointed] = useState(false);
  const kept = useRef(fresh);
  const before = useRef(reason);
  const free = !pointed || before.current !== reason;
  before.current = reason;
  if (free) kept.current = fresh;
  const steady = free ? { groups: fresh, above: 0 } : held(fresh, kept.current);
  return { ...steady, point: setPointed };
}

function Crumb() {
  if (!board.value.value) return <b>Incidents</b>;
  const waiting = loud.value.filter(({ state }) => state === 'open').length;
  return (
    <>
      <b>Incidents</b>
      <span class="sep">·</span>
      {`${number(loud.value.length)} open${waiting > 0 ? `, ${number(waiting)} not acknowledged` : ''}`}
    </>
  );
}

/** The board: what people work on, worst and oldest first. */
export function IncidentsPage() {
  const seek = useRef<HTMLInputElement>(null);
  const search = address.value.search;
  useEffect(() => {
    // By the address of now: who types quickly is further already than when this was drawn.
    filter.value = filterOf(address.peek().search);
    const soon = setTimeout(readBoard, board.value.peek() ? 60 : 0);
    return () => clearTimeout(soon);
  }, [search]);
  useLive(topics, { message: takeIncidentEvent, missed: readBoard }, 'incidents');
  useBoardKeys(incidents.value, () => seek.current?.focus());
  return (
    <>
      <Fascia
        crumb={<Crumb />}
        pieces={standing.value.value ? piecesOf(standing.value.value) : reading}
        wrong={loud.value.length > 0}
        live={{ newest: newestFrame.value, interval: undefined, what: 'newest frame' }}
        seek={() => seek.current?.focus()}
        find="Find an incident"
      />
      <main id="main" tabIndex={-1} class={isLost.value ? 'stale' : ''}>
        <Offline />
        <FullDisk />
        <Refusals words={refusals.value} forget={() => (refusals.value = [])} />
        <Body seek={seek} />
        <ResolvedToday />
      </main>
      <Foot
        keys={[
          [['/'], 'find'],
          [['j', 'k'], 'next, previous'],
          [['Enter'], 'open'],
          [['x'], 'select'],
          [['a'], 'acknowledge'],
          [['o'], 'take'],
          [['n'], 'note'],
          [['u'], 'undo'],
        ]}
      />
      <SelectionBar incidents={selectedOf(incidents.value)} />
      <Asks />
    </>
  );
}

function Body({ seek }: { seek: { current: HTMLInputElement | null } }) {
  const steady = useSteady(groups.value, JSON.stringify(filter.value));
  if (!board.value.value) {
    if (board.problem.value) return <Failed what="The incidents" problem={board.problem.value} again={readBoard} />;
    return <Waiting what="the incidents" rows={8} cancel={board.cancel} />;
  }
  const narrowed = filter.value !== everything;
  const none = incidents.value.length === 0;
  return (
    <Section title={narrowed ? 'Found' : 'Open incidents'} note="by severity and age, the oldest first">
      <Filters
        narrow={narrow}
        sites={incidents.value.map(({ site }) => site)}
        seek={seek}
        ruleName={incidents.value.find(({ rule }) => rule === filter.value.rule)?.ruleName}
        note={narrowed ? counted(incidents.value.length, 'incident') : ''}
      />
      {none ? (
        <Empty narrowed={narrowed} clear={() => narrow(everything)} />
      ) : (
        <div class="gapped" onPointerEnter={() => steady.point(true)} onPointerLeave={() => steady.point(false)}>
          <div class="above" role="status">
            {steady.above > 0 ? (
              <button class="b" type="button" onClick={() => steady.point(false)}>
                {steady.above} new above
              </button>
            ) : null}
          </div>
          <Table groups={steady.groups} now={calmNow.value} />
        </div>
      )}
    </Section>
  );
}
