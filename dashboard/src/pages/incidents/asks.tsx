import { useEffect, useRef } from 'preact/hooks';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { type AskFormProps, asking, type Question } from './asking.ts';
import { LinkForm, OwnerForm } from './ask-choices.tsx';
import { NoteForm, PauseForm, PriorityForm, ReopenForm, ResolveForm, SnoozeForm } from './ask-forms.tsx';

const titles: Readonly<Record<Question, string>> = {
  own: 'Hand over',
  snooze: 'Snooze',
  resolve: 'Resolve',
  reopen: 'Reopen',
  note: 'Note',
  priority: 'Priority',
  pause: 'Pause the clocks',
  link: 'Link to a problem',
};

const forms: Readonly<Record<Question, (props: AskFormProps) => preact.VNode>> = {
  own: OwnerForm,
  snooze: SnoozeForm,
  resolve: ResolveForm,
  reopen: ReopenForm,
  note: NoteForm,
  priority: PriorityForm,
  pause: PauseForm,
  link: LinkForm,
};

/** The dialog for what must be told before it is done. */
export function Asks() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = asking.value;
  useEffect(() => {
    if (open && !dialog.current?.open) dialog.current?.showModal();
    if (!open) dialog.current?.close();
  }, [open]);
  const close = () => (asking.value = undefined);
  const Questions = open && forms[open.question];
  const [first] = open?.incidents ?? [];
  return (
    <dialog ref={dialog} class="sheet asks" aria-labelledby="ask-title" onClose={close}>
      {open && Questions ? (
        <>
          <h2 id="ask-title">{titles[open.question]}</h2>
          <p class="quiet dense">
            {open.incidents.length === 1 && first
              ? `${plain(first.deviceName, 64)}: ${plain(first.words)}`
              : counted(open.incidents.length, 'incident')}
          </p>
          <Questions key={open.question} incidents={open.incidents} close={close} />
        </>
      ) : null}
    </dialog>
  );
}
