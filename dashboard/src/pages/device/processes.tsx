import type { Process } from '@fettle/shared/api/devices';
import { useState } from 'preact/hooks';
import { plain } from '../../format/text.ts';
import { age, exact, span } from '../../format/time.ts';
import { Figure } from '../../parts/figure.tsx';
import { Section } from '../../parts/section.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { now } from '../../state/clock.ts';
import type { DeviceState } from '../../state/device.ts';

const columns = [
  { of: 'cpu', name: 'CPU', words: 'processor', unit: '1' },
  { of: 'memory', name: 'Memory', words: 'memory', unit: 'By' },
  { of: 'io', name: 'Disk', words: 'disk traffic', unit: 'By/s' },
] as const;
type Column = (typeof columns)[number]['of'];

/** Rows shown before one asks for all. */
const few = 8;

/** Which process did it: the top ones, sorted by what one asks for. */
export function Processes({ state }: { state: DeviceState }) {
  const [by, setBy] = useState<Column>('cpu');
  const [all, setAll] = useState(false);
  const page = state.processes.value.value;
  const problem = state.processes.problem.value;
  if (!page && problem)
    return <Failed what="The list of processes" problem={problem} again={() => void state.processes.load()} />;
  if (!page) return <Waiting what="processes" rows={4} />;
  if (page.items.length === 0) return null;
  const sorted = page.items.toSorted((a, b) => (b[by] ?? -1) - (a[by] ?? -1));
  const rows = all ? sorted : sorted.slice(0, few);
  const old = page.time === null ? undefined : age(now.value - page.time);
  return (
    <Section
      title="Processes"
      note={`top by ${columns.find(({ of }) => of === by)?.words ?? ''}`}
      aside={<span class="aside">{old ? `${old.figure.replace(/\.\d/, '')} ${old.unit} ago` : ''}</span>}
    >
      <table class="t processes">
        <thead>
          <tr>
            <th>Process</th>
            {columns.map(({ of, name }) => (
              <th key={of} class="n" {...(of === by ? { 'aria-sort': 'descending' as const } : {})}>
                <button type="button" class="sort" onClick={() => setBy(of)}>
                  {name}
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((process) => (
            <ProcessRow key={`${process.pid} ${process.start}`} process={process} />
          ))}
        </tbody>
      </table>
      {sorted.length > few ? (
        <button class="b bare" type="button" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `All ${sorted.length}`}
        </button>
      ) : null}
    </Section>
  );
}

function ProcessRow({ process }: { process: Process }) {
  const title = `pid ${process.pid}, started ${exact(process.start)}, ${span(now.peek() - process.start)} ago`;
  return (
    <tr>
      <td class="process" title={title}>
        {plain(process.name, 64)}
      </td>
      {columns.map(({ of, unit }) => (
        <td key={of} class="n">
          <Figure value={process[of]} unit={unit} decimals={3} />
        </td>
      ))}
    </tr>
  );
}
