import type { Window } from '@fettle/shared/api/windows';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { coming, toCome } from './coming.ts';
import { whenWords } from './when-words.ts';

function Standing({ window: { enabled, open, next } }: { window: Window }) {
  if (!enabled) return <StateMark shape="off" word="off" />;
  if (open) return <StateMark shape="window" word="open" />;
  return next ? <StateMark shape="order" word="planned" /> : <StateMark shape="right" word="over" />;
}

function Next({ window, time }: { window: Window; time: number }) {
  const opening = toCome(window, time);
  if (opening) return <span title={exact(opening.from)}>{coming(opening.from, time)}</span>;
  const until = window.open ? window.next?.to : undefined;
  if (until === undefined) return <span class="quiet">never</span>;
  return <span title={exact(until)}>until {coming(until, time).replace('today ', '')}</span>;
}

/** Every window, those that are open first, then by when they come. */
export function WindowList({ windows, time }: { windows: readonly Window[]; time: number }) {
  if (windows.length === 0) return <NoWindow />;
  const rank = ({ open, enabled, next }: Window) =>
    open ? 0 : enabled && next ? next.from : Number.MAX_SAFE_INTEGER - (enabled ? 1 : 0);
  const sorted = windows.toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, 'en'));
  return (
    <Section title="Windows" note={counted(windows.length, 'window')}>
      <table class="t pile">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Window</th>
            <th scope="col">When</th>
            <th scope="col" class="opt">
              Why
            </th>
            <th scope="col" class="n opt">
              Devices
            </th>
            <th scope="col" class="n">
              Next
            </th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((one) => (
            <tr key={one.id} class={one.enabled ? undefined : 'off'}>
              <td class="s">
                <Standing window={one} />
              </td>
              <td class="name">
                <a href={`/windows/${one.id}`}>{plain(one.name, 80)}</a>
              </td>
              <td class="why">{whenWords(one.when)}</td>
              <td class="opt quiet">{plain(one.reason, 80)}</td>
              <td class="n opt">{number(one.devices)}</td>
              <td class="n main-v">
                <Next window={one} time={time} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function NoWindow() {
  return (
    <div class="frame">
      <h3>No maintenance is planned.</h3>
      <p>While a window is open, nobody is told of its devices; what happens is recorded all the same.</p>
      <div class="acts">
        <a class="b main" href="/windows/new">
          New window
        </a>
      </div>
    </div>
  );
}
