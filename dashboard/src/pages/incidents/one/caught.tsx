import type { Evidence } from '@fettle/shared/api/incidents';
import { plain } from '../../../format/text.ts';
import { clockSeconds, exact } from '../../../format/time.ts';
import { Figure } from '../../../parts/figure.tsx';
import { Section } from '../../../parts/section.tsx';

type Processes = Extract<Evidence, { kind: 'processes' }>;

const columns = [
  { of: 'cpu', name: 'CPU', unit: '1' },
  { of: 'memory', name: 'Memory', unit: 'By' },
  { of: 'io', name: 'Disk', unit: 'By/s' },
] as const;

/** The top processes as the agent had them when it broke. */
export function Caught({ evidence: { time, by, items } }: { evidence: Processes }) {
  const sorted = items.toSorted((a, b) => (b[by] ?? -1) - (a[by] ?? -1)).slice(0, 10);
  return (
    <Section
      title="Caught at the breach"
      aside={
        <span class="aside" title={exact(time)}>
          by the agent, {clockSeconds(time)}
        </span>
      }
    >
      <table class="t processes">
        <thead>
          <tr>
            <th>Process</th>
            {columns.map(({ of, name }) => (
              <th key={of} class="n" {...(of === by ? { 'aria-sort': 'descending' as const } : {})}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((process) => (
            <tr key={`${process.pid} ${process.start}`}>
              <td class="process" title={`pid ${process.pid}`}>
                {plain(process.name, 64)}
              </td>
              {columns.map(({ of, unit }) => (
                <td key={of} class="n">
                  <Figure value={process[of]} unit={unit} decimals={3} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
