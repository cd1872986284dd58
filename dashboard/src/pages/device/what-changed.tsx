import { useState } from 'preact/hooks';
import { clock, date, exact } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { Failed } from '../../parts/waiting.tsx';
import { now } from '../../state/clock.ts';
import type { DeviceState } from '../../state/device.ts';
import { changesOf } from './changes.ts';

const few = 8;
const today = (time: number) => new Date(time).toDateString() === new Date(now.value).toDateString();

/** What happened to this device, newest first. */
export function WhatChanged({ state }: { state: DeviceState }) {
  const [all, setAll] = useState(false);
  const events = state.events.value.value;
  const problem = state.events.problem.value;
  if (!events && problem)
    return <Failed what="What changed" problem={problem} again={() => void state.events.load()} />;
  const changes = changesOf(events ?? [], state.changes.value.value);
  const shown = all ? changes : changes.slice(0, few);
  return (
    <Section title="What changed" aside={<span class="aside">30 days</span>}>
      {events && changes.length === 0 ? <p class="quiet dense">Nothing was recorded.</p> : null}
      <ol class="tl">
        {shown.map(({ key, time, icon, words, details, href }) => (
          <li key={key}>
            <time dateTime={new Date(time).toISOString()} title={exact(time)}>
              {today(time) ? clock(time) : date(time)}
            </time>
            <Icon name={icon} />
            <span>
              {href === undefined ? words : <a href={href}>{words}</a>}
              {details.slice(0, 6).map((line) => (
                <small key={line}>{line}</small>
              ))}
              {details.length > 6 ? <small>and {details.length - 6} more</small> : null}
            </span>
          </li>
        ))}
      </ol>
      {changes.length > few ? (
        <button class="b bare" type="button" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `All ${changes.length}`}
        </button>
      ) : null}
    </Section>
  );
}
