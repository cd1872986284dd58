import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';

/** Forms on the page that hold what nobody has saved. */
const forms = new Set<symbol>();

/** The way out that waits for an answer while the page asks. */
export const leaving = signal<(() => void) | undefined>(undefined);

/** Whether the page may be left at once; if not it asks, and `leave` is called when that is wanted. */
export function mayLeave(leave: () => void): boolean {
  if (forms.size === 0) return true;
  leaving.value = leave;
  return false;
}

/** What was written is saved, or given up: the page may be left. */
export function forgetUnsaved(): void {
  forms.clear();
}

/** Answers what was asked by `mayLeave`. */
export function answerLeaving(leave: boolean): void {
  const go = leaving.peek();
  leaving.value = undefined;
  if (!leave || !go) return;
  forgetUnsaved();
  go();
}

/** While `dirty`, the page is not left without asking. */
export function useUnsaved(dirty: boolean): void {
  const form = useMemo(() => Symbol('form'), []);
  useEffect(() => {
    if (!dirty) return undefined;
    forms.add(form);
    return () => forms.delete(form);
  }, [dirty, form]);
}

/** What a form was filled with and what stands in it now are the same. */
export const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The browser asks before the tab is closed or loaded anew. Called once. */
export function holdTab(): void {
  addEventListener('beforeunload', (event) => {
    if (forms.size > 0) event.preventDefault();
  });
}
