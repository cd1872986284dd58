import { useEffect, useRef } from 'preact/hooks';

interface AskProps {
  readonly title: string;
  readonly deed: string;
  readonly danger?: boolean;
  /** What the other button says. */
  readonly stay?: string;
  readonly yes: () => void;
  readonly no: () => void;
  readonly children: preact.ComponentChildren;
}

/** Asks before something that others would miss. On the page only while it asks. */
export function Ask({ title, deed, danger = false, stay = 'Cancel', yes, no, children }: AskProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="sheet sure" aria-labelledby="ask-title" onClose={no}>
      <h2 id="ask-title">{title}</h2>
      <div>{children}</div>
      <div class="acts">
        <button class={danger ? 'b danger' : 'b main'} type="button" onClick={yes}>
          {deed}
        </button>
        <button class="b" type="button" autofocus={danger} onClick={() => dialog.current?.close()}>
          {stay}
        </button>
      </div>
    </dialog>
  );
}
