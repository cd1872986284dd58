import { hideToast, toast, undoNow } from '../state/toast.ts';
import { Icon } from './symbols.tsx';

/** What was just done, with the way back. */
export function ToastPlace() {
  const shown = toast.value;
  return (
    <div class="toast-place" role="status">
      {shown ? (
        <p class={`toast ${shown.shape ?? 'right'}`}>
          <Icon name={shown.shape ?? 'right'} {...(shown.shape ? { label: shown.shape } : {})} />
          {shown.href === undefined ? <span>{shown.words}</span> : <a href={shown.href}>{shown.words}</a>}
          {shown.undo ? (
            <button class="b" type="button" onClick={undoNow}>
              Undo <kbd>u</kbd>
            </button>
          ) : null}
          <button class="b bare" type="button" onClick={hideToast}>
            Close
          </button>
        </p>
      ) : null}
    </div>
  );
}
