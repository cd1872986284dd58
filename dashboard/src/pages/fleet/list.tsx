import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { every } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import type { Fleet } from '../../state/fleet.ts';
import { pushPath } from '../../routes.ts';
import { hasRole } from '../../state/people.ts';
import { askOf, find, findProblem, type Found, found, grouping, search } from '../../state/find.ts';
import type { Stood } from '../../state/standing.ts';
import { byGroup, byState, held, type Line, needsYou } from './groups.ts';
import { Table } from './table.tsx';

/** Lines stay where they are while somebody points at them. */
function useSteady(lines: readonly Line[], reason: string) {
  /** As they stood when they were last free to move: who joins those in need is counted against these. */
  const kept = useRef<readonly Line[]>(lines);
  const [pointed, setPointed] = useState(false);
  const before = useRef(reason);
  const free = !pointed || before.current !== reason;
  before.current = reason;
  if (free) kept.current = lines;
  const steady = free ? { lines, above: 0 } : held(lines, kept.current);
  return { ...steady, setPointed, settle: () => setPointed(false) };
}

function linesOf(stood: readonly Stood[], group: string, matched: Found | undefined): Line[] {
  const chosen = matched ? stood.filter(({ device }) => matched.groups.has(device.id)) : stood;
  if (group === 'state') return byState(chosen);
  const groups = matched?.groups;
  const sites = new Map(chosen.map(({ device }) => [device.id, device.site]));
  const groupOf = (id: string) => (group === 'site' ? sites.get(id) : groups?.get(id)) ?? '';
  return byGroup(chosen, groupOf, group === 'site' ? 'No site' : `Without the label ${plain(group, 64)}`);
}

interface ListProps {
  readonly fleet: Fleet;
  readonly stood: readonly Stood[];
  readonly now: number;
  readonly seek: { current: HTMLInputElement | null };
}

/** The table of devices: who needs somebody first, and why. */
export function List({ fleet, stood, now, seek }: ListProps) {
  const text = search.value;
  const group = grouping.value;
  useEffect(() => {
    const soon = setTimeout(() => void find(), 40);
    return () => clearTimeout(soon);
  }, [text, group]);
  // Trouble words are searched too, so what is found may change with what hurts.
  useEffect(() => {
    if (text === '') return undefined;
    const again = setTimeout(() => void find(), 1_000);
    return () => clearTimeout(again);
  }, [fleet.devices]);
  const matched = found.value;
  const fresh = useMemo(() => linesOf(stood, group, matched), [stood, group, matched]);
  const rows = fresh.flatMap((line) => (line.kind === 'row' ? line.row : []));
  const steady = useSteady(fresh, `${text} ${group} ${found.value?.groups.size}`);
  const problem = findProblem.value;
  return (
    <Section
      {...headOf(rows.filter(needsYou).length, rows.length, found.value !== undefined && text !== '')}
      aside={<span class="aside">{fleet.interval === null ? '' : `frames ${every(fleet.interval)}`}</span>}
    >
      <div class="tools">
        <label class="hide" for="find">
          Find by name, site, system or label
        </label>
        <input
          ref={seek}
          class="f grow"
          id="find"
          type="search"
          placeholder="Name, site, system, or labels:  site=berlin and role=db"
          aria-invalid={problem !== undefined}
          aria-describedby="find-problem"
          value={text}
          onInput={(event) => (search.value = event.currentTarget.value)}
          onKeyDown={leaveOnKey}
        />
        <Grouping keys={fleet.keys} />
        <RunOn rows={rows} chosen={text !== '' && matched !== undefined} />
        <a class="b to-wall" href="/?view=wall">
          Wall
        </a>
        <span class="quiet" role="status">
          {text === '' ? '' : `${rows.length} of ${stood.length}`}
        </span>
      </div>
      <p class="problem" id="find-problem" role="alert">
        {problem?.message ?? ''}
      </p>
      {rows.length === 0 ? (
        <NoMatch />
      ) : (
        <div
          class="gapped"
          onPointerEnter={() => steady.setPointed(true)}
          onPointerLeave={() => steady.setPointed(false)}
        >
          <div class="above" role="status">
            {steady.above > 0 ? (
              <button class="b" type="button" onClick={steady.settle}>
                {steady.above} new above
              </button>
            ) : null}
          </div>
          <Table lines={steady.lines} oldest={fleet.oldest} now={now} />
        </div>
      )}
    </Section>
  );
}

/** So many are named one by one in an address; more only by a selector. */
const mostNamed = 100;

/** A script on those that were found. */
function RunOn({ rows, chosen }: { rows: readonly Stood[]; chosen: boolean }) {
  const asked = askOf(search.value);
  if (!chosen || !asked || rows.length === 0 || !hasRole('technician')) return null;
  if (!('selector' in asked) && rows.length > mostNamed) return null;
  const known: Record<string, string> =
    'selector' in asked ? { selector: asked.selector } : { devices: rows.map(({ device }) => device.id).join(',') };
  return (
    <a class="b" href={pushPath(known)}>
      Run a script on {rows.length === 1 ? 'it' : `these ${rows.length}`}…
    </a>
  );
}

function Grouping({ keys }: { keys: readonly string[] }) {
  return (
    <label class="by">
      <span>Group</span>
      <select class="f" value={grouping.value} onChange={(event) => (grouping.value = event.currentTarget.value)}>
        <option value="state">State</option>
        <option value="site">Site</option>
        {keys.map((key) => (
          <option key={key} value={key}>
            {plain(key, 64)}
          </option>
        ))}
      </select>
    </label>
  );
}

function headOf(needs: number, count: number, searched: boolean): { title: string; note: string } {
  if (searched) return { title: 'Found', note: counted(count, 'device') };
  if (needs === 0) return { title: 'Devices', note: 'nothing needs you' };
  return { title: 'Needs you', note: `${counted(needs, 'device')}, worst first` };
}

/** Out of the search: Esc clears it, the arrow goes to the first row. */
function leaveOnKey(event: KeyboardEvent): void {
  if (event.key === 'Escape') {
    search.value = '';
    (event.currentTarget as HTMLElement).blur();
  }
  if (event.key === 'ArrowDown' || event.key === 'Enter') {
    event.preventDefault();
    document.querySelector<HTMLElement>('td.name a')?.focus();
  }
}

function NoMatch() {
  return (
    <div class="frame">
      <h3>
        No device matches <span class="mono">{plain(search.value)}</span>.
      </h3>
      <p>
        Words are looked for in names, sites, systems, labels and troubles. A label is asked for by its key:{' '}
        <span class="mono">role=db and site=berlin</span>.
      </p>
      <div class="acts">
        <button class="b main" type="button" onClick={() => (search.value = '')}>
          Clear the search
        </button>
      </div>
    </div>
  );
}
