import { useState } from 'preact/hooks';
import { moment } from '../../format/time.ts';
import { clockNow } from '../../state/clock.ts';
import type { AskFormProps } from './asking.ts';
import { type Act, perform } from './deeds.ts';
import { snoozes } from './snoozes.ts';

interface SubmitProps extends AskFormProps {
  readonly deed: () => Act | undefined;
  readonly word: string;
  readonly children: preact.ComponentChildren;
}

/** A form whose button does one deed to all of them. */
export function Submit({ incidents, close, deed, word, children }: SubmitProps) {
  return (
    <form
      class="asking"
      onSubmit={(event) => {
        event.preventDefault();
        const told = deed();
        if (!told) return;
        close();
        void perform(incidents, told);
      }}
    >
      {children}
      <div class="acts">
        <button class="b main" type="submit">
          {word}
        </button>
        <button class="b" type="button" onClick={close}>
          Cancel
        </button>
      </div>
    </form>
  );
}

function TextField({
  label,
  text,
  set,
  least = false,
}: {
  label: string;
  text: string;
  set: (text: string) => void;
  least?: boolean;
}) {
  return (
    <label class="l">
      {label}
      <textarea
        class="f"
        rows={3}
        maxLength={2_000}
        required={least}
        value={text}
        onInput={(event) => set(event.currentTarget.value)}
      />
    </label>
  );
}

const noteOf = (text: string) => (text.trim() === '' ? {} : { note: text.trim() });

export function ResolveForm(props: AskFormProps) {
  const [text, setText] = useState('');
  return (
    <Submit {...props} word="Resolve" deed={() => ({ kind: 'resolve', ...noteOf(text) })}>
      <TextField label="What put it right, for the next time (may be empty)" text={text} set={setText} />
      <p class="quiet dense">If it is still so, it opens again by itself.</p>
    </Submit>
  );
}

export function ReopenForm(props: AskFormProps) {
  const [text, setText] = useState('');
  return (
    <Submit {...props} word="Reopen" deed={() => ({ kind: 'reopen', ...noteOf(text) })}>
      <TextField label="Why (may be empty)" text={text} set={setText} />
    </Submit>
  );
}

export function NoteForm(props: AskFormProps) {
  const [text, setText] = useState('');
  return (
    <Submit {...props} word="Keep" deed={() => ({ kind: 'note', text: text.trim() })}>
      <TextField label="Note" text={text} set={setText} least />
    </Submit>
  );
}

export function PauseForm(props: AskFormProps) {
  const [text, setText] = useState('');
  return (
    <Submit {...props} word="Pause" deed={() => ({ kind: 'pause', why: text.trim() })}>
      <TextField label="What is waited for" text={text} set={setText} least />
    </Submit>
  );
}

const priorities = ['1, before everything', '2, today', '3, this week', '4, when there is time'];

export function PriorityForm(props: AskFormProps) {
  const [priority, setPriority] = useState(props.incidents[0]?.priority ?? 3);
  return (
    <Submit {...props} word="Set" deed={() => ({ kind: 'priority', priority })}>
      <fieldset class="choices">
        <legend class="hide">Priority</legend>
        {priorities.map((words, index) => (
          <label key={words} class="check">
            <input
              type="radio"
              name="priority"
              checked={priority === index + 1}
              onChange={() => setPriority(index + 1)}
            />
            <span>{words}</span>
          </label>
        ))}
      </fieldset>
    </Submit>
  );
}

export function SnoozeForm(props: AskFormProps) {
  const choices = snoozes(clockNow());
  const [chosen, setChosen] = useState(0);
  const until = choices[chosen]?.until;
  return (
    <Submit {...props} word="Snooze" deed={() => (until === undefined ? undefined : { kind: 'snooze', until })}>
      <fieldset class="choices">
        <legend class="hide">Until</legend>
        {choices.map(({ words, until: end }, index) => (
          <label key={words} class="check">
            <input type="radio" name="until" checked={chosen === index} onChange={() => setChosen(index)} />
            <span>
              {words} <span class="quiet">until {moment(end, clockNow())}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <p class="quiet dense">Nobody is told of it until then. It stays open, and its clocks run.</p>
    </Submit>
  );
}
