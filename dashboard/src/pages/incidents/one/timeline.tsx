import type { IncidentDetail } from '@fettle/shared/api/incidents';
import { useState } from 'preact/hooks';
import { clock, date, exact } from '../../../format/time.ts';
import { Section } from '../../../parts/section.tsx';
import { Icon } from '../../../parts/symbols.tsx';
import { now } from '../../../state/clock.ts';
import { isLost } from '../../../state/lost.ts';
import { useUnsaved } from '../../../state/unsaved.ts';
import { perform } from '../deeds.ts';
import { toldOf } from './timeline-model.ts';

const few = 14;
const today = (time: number) => new Date(time).toDateString() === new Date(now.value).toDateString();

function NoteBox({ incident }: { incident: IncidentDetail }) {
  const [text, setText] = useState('');
  useUnsaved(text.trim() !== '');
  const keep = async () => {
    if (text.trim() === '') return;
    if (await perform([incident], { kind: 'note', text: text.trim() }, true)) setText('');
  };
  return (
    <form
      class="note-box"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <label class="l" for="note">
        <span class="hide">Note</span>
        <textarea
          class="f"
          id="note"
          rows={2}
          maxLength={4_000}
          placeholder="Write a note"
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void keep();
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
        />
      </label>
      {text.trim() === '' ? null : (
        <button class="b" type="submit" disabled={isLost.value}>
          Keep the note
        </button>
      )}
    </form>
  );
}

/** Everything that happened to it, newest first, and the place to write more. */
export function Timeline({ incident }: { incident: IncidentDetail }) {
  const [all, setAll] = useState(false);
  const told = toldOf(incident.timeline);
  return (
    <Section title="Timeline" aside={<span class="aside">local time</span>}>
      <ol class="tl">
        {(all ? told : told.slice(0, few)).map(({ key, time, icon, shape, actor, words, href }) => (
          <li key={key} class={shape}>
            <time dateTime={new Date(time).toISOString()} title={exact(time)}>
              {today(time) ? clock(time) : date(time)}
            </time>
            <Icon name={icon} />
            <span>
              {actor === undefined ? null : <b>{actor} </b>}
              {words.map((line, index) => (
                <span key={index} class={index > 0 ? 'line-of' : undefined}>
                  {href !== undefined && index === 0 ? <a href={href}>{line}</a> : line}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ol>
      {told.length > few ? (
        <button class="b bare" type="button" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `All ${told.length}`}
        </button>
      ) : null}
      {incident.may.includes('note') ? <NoteBox incident={incident} /> : null}
    </Section>
  );
}
