import { useLayoutEffect } from 'preact/hooks';
import { preferences } from '../state/preferences.ts';

/** What a key does. A key is what the keyboard event calls it, or two of them: "g f". */
export type Keys = Readonly<Record<string, () => void>>;

const layers: Keys[] = [];
let prefix = '';

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]') !== null;

/** The action of a key: the layer that came last wins. */
function actionOf(key: string): (() => void) | undefined {
  for (const layer of layers.toReversed()) {
    const action = layer[key];
    if (action) return action;
  }
  return undefined;
}

function press(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return;
  const single = event.key.length === 1;
  const above = event.target instanceof HTMLElement && event.target.closest('dialog, [popover]') !== null;
  if (isTyping(event.target)) {
    // Out of the field first; the next one goes back.
    if (event.key === 'Escape' && !above) (event.target as HTMLElement).blur();
    return;
  }
  if ((single && !preferences.value.letters) || (above && event.key !== '?')) return;
  const action = actionOf(prefix === '' ? event.key : `${prefix} ${event.key}`);
  prefix = event.key === 'g' && prefix === '' ? 'g' : '';
  if (!action) return;
  event.preventDefault();
  action();
}

/** Begins to listen. Called once. */
export function startKeys(): void {
  document.addEventListener('keydown', press);
}

/** These keys hold while the component is on the page. */
export function useKeys(keys: Keys): void {
  // Before the next key can come: an effect after the paint would leave the keys of the page before.
  useLayoutEffect(() => {
    layers.push(keys);
    return () => {
      layers.splice(layers.indexOf(keys), 1);
    };
  });
}

/** Moves the focus among elements, in their order. */
export function step(elements: readonly HTMLElement[], by: 1 | -1): void {
  const index = elements.indexOf(document.activeElement as HTMLElement);
  const to = index < 0 ? (by > 0 ? 0 : elements.length - 1) : Math.min(elements.length - 1, Math.max(0, index + by));
  elements[to]?.focus();
}
