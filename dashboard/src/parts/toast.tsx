import { ApiProblem } from '../api/problem.ts';
import { hideToast, showToast, toast, undoNow } from '../state/toast.ts';
import { Icon } from './symbols.tsx';

async function takeBack(undo: () => Promise<void>): Promise<void> {
  try {
    await undo();
    showToast({ words: 'Taken back.' });
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    showToast({ words: `It could not be taken back: ${error.message}`, shape: 'warning' });
  }
}

/** Says that something is done, for 8 s, with the way back where there is one. */
export function tell(words: string, undo?: () => Promise<void>): void {
  showToast({ words, ...(undo ? { undo: () => void takeBack(undo) } : {}) });
}

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
