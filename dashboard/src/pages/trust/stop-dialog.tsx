import { useEffect, useRef } from 'preact/hooks';

/** What the stop switch does, and where it is. */
export function StopDialog({ close, children }: { close: () => void; children: preact.ComponentChildren }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="sheet" aria-labelledby="stop-title" onClose={close}>
      <h2 id="stop-title">Stop everything</h2>
      <p>
        Everything that was signed until now becomes void, on every device, for good: orders that wait are never run,
        standing orders fire no more, and what runs is ended. One admin’s key is enough.
      </p>
      {children}
      <p class="quiet dense">
        A device that is online hears of it within a second, one that is off when it comes back, before anything else.
        What is signed afterwards counts again.
      </p>
      <form method="dialog" class="acts">
        <button class="b" type="submit" autofocus>
          Close
        </button>
      </form>
    </dialog>
  );
}
