import { useState } from 'preact/hooks';
import { number } from '../../format/count.ts';
import { exact, moment } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { now } from '../../state/clock.ts';
import type { Happening } from './overlay.ts';

const few = 12;
const most = 200;

/** The marks of the chart as a list: each leads to what it is. */
export function HappenedList({ all, single }: { all: readonly Happening[]; single: boolean }) {
  const [whole, setWhole] = useState(false);
  const shown = all.slice(0, whole ? most : few);
  return (
    <Section title="Meanwhile" aside={<span class="aside">{number(all.length)}, newest first</span>}>
      {all.length === 0 ? <p class="quiet dense">Nothing happened on these devices in this time.</p> : null}
      <ol class="tl happened">
        {shown.map(({ key, time, shape, deviceName, words, link }) => (
          <li key={key} class={shape}>
            <time title={exact(time)}>{moment(time, now.value)}</time>
            <Icon name={shape} />
            <span>
              {link === null ? words : <a href={link}>{words}</a>}
              {single || deviceName === '' ? null : <small>{deviceName}</small>}
            </span>
          </li>
        ))}
      </ol>
      {all.length > few ? (
        <button class="b bare" type="button" onClick={() => setWhole(!whole)}>
          {whole ? 'Fewer' : `${number(Math.min(most, all.length) - few)} more`}
        </button>
      ) : null}
    </Section>
  );
}
