import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { Failed } from '../../parts/waiting.tsx';
import { runPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import type { DeviceState } from '../../state/device.ts';
import { RunMark } from '../runs/table.tsx';

const few = 6;

/** The newest runs on this device. */
export function Runs({ state }: { state: DeviceState }) {
  const runs = state.runs.value.value;
  const problem = state.runs.problem.value;
  // Who may not see runs is not told of them.
  if (!runs && problem?.code === 'not_allowed') return null;
  if (!runs && problem) return <Failed what="The runs" problem={problem} again={() => state.runs.renew()} />;
  return (
    <Section
      title="Runs"
      aside={
        runs && runs.length > few ? (
          <a class="aside" href={`/runs?device=${encodeURIComponent(state.id)}`}>
            all
          </a>
        ) : undefined
      }
    >
      {runs?.length === 0 ? <p class="quiet dense">Nothing ever ran here by an order.</p> : null}
      <ul class="rows">
        {(runs ?? []).slice(0, few).map(({ id, title, state: how, endedAt, queuedAt, lastLine, words }) => (
          <li key={id}>
            <div class="top">
              <a class="path" href={runPath(id)}>
                {plain(title, 80)}
              </a>
              <RunMark state={how} />
            </div>
            <small class="quiet" title={exact(endedAt ?? queuedAt)}>
              {moment(endedAt ?? queuedAt, now.value)}, {plain(lastLine ?? words, 120)}
            </small>
          </li>
        ))}
      </ul>
      {runs && runs.length > few ? (
        <p class="quiet dense">{counted(runs.length - few, 'more run', 'more runs')} before.</p>
      ) : null}
    </Section>
  );
}
