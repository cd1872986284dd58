import { signal } from '@preact/signals';

/** Done, and the way back; or a notice that came: said for 8 s at the foot of the page. */
export interface Toast {
  readonly words: string;
  /** Of a notice; what was done has the tick. */
  readonly shape?: 'critical' | 'warning';
  readonly undo?: () => void;
  readonly href?: string;
}

const shownMs = 8_000;
export const toast = signal<Toast | undefined>(undefined);
let timer: ReturnType<typeof setTimeout> | undefined;

export function showToast(next: Toast): void {
  clearTimeout(timer);
  toast.value = next;
  timer = setTimeout(hideToast, shownMs);
}

export function hideToast(): void {
  clearTimeout(timer);
  toast.value = undefined;
}

/** Takes back what was just done, if it can be. */
export function undoNow(): void {
  const undo = toast.peek()?.undo;
  hideToast();
  undo?.();
}
