import type { HandOver } from '@fettle/shared/api/manpower';
import { useEffect, useRef, useState } from 'preact/hooks';
import { addHandOverNote } from '../../api/manpower.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { AreaField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { now } from '../../state/clock.ts';
import { useSaving } from '../../state/saving.ts';
import { useUnsaved } from '../../state/unsaved.ts';

const longest = 4_000;

interface Props {
  readonly notes: HandOver['notes'];
  readonly writing: boolean;
  readonly write: (writing: boolean) => void;
  readonly added: () => Promise<void>;
}

/** What people leave to the next, newest first, and the form that adds to it. */
export function Notes({ notes, writing, write, added }: Props) {
  const add = (
    <button class="b bare" type="button" onClick={() => write(true)}>
      Add a note
    </button>
  );
  return (
    <Section title="Notes" aside={writing ? undefined : add}>
      {writing ? <NoteForm close={() => write(false)} added={added} /> : null}
      {notes.length === 0 && !writing ? <p class="quiet">Nobody left one in this turn.</p> : null}
      <ul class="rows notes">
        {notes.map(({ id, time, by, text }) => (
          <li key={id}>
            <div class="top">
              <b>{plain(by.name, 60)}</b>
              <span class="quiet" title={exact(time)}>
                {moment(time, now.value)}
              </span>
            </div>
            <p class="written">{plain(text, longest)}</p>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function NoteForm({ close, added }: { close: () => void; added: () => Promise<void> }) {
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const saving = useSaving();
  const form = useRef<HTMLFormElement>(null);
  useUnsaved(text.trim() !== '');
  useEffect(() => form.current?.querySelector('textarea')?.focus(), []);
  const wrong =
    text.trim() === '' ? 'Write something.' : text.length > longest ? 'At most 4,000 characters.' : undefined;
  async function save() {
    setTried(true);
    if (wrong !== undefined) return;
    const saved = await saving.run(async () => {
      await addHandOverNote(text.trim());
      setText('');
      await added();
    });
    if (saved) close();
  }
  return (
    <form
      ref={form}
      class="note-form"
      aria-label="A note to the next"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && text.trim() === '') close();
      }}
    >
      <SaidProblem problem={saving.problem} />
      <AreaField
        whole
        label="What the next should know"
        value={text}
        set={setText}
        error={tried ? wrong : undefined}
        note="Seen by whoever shares a site with you. It stays as it is."
      />
      <div class="acts">
        <button class="b" type="submit" disabled={saving.busy}>
          {saving.busy ? 'Saving' : 'Leave it'}
        </button>
        <button class="b" type="button" onClick={close}>
          Cancel
        </button>
      </div>
    </form>
  );
}
