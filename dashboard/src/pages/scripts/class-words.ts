// pure
import type { ScriptClass } from '@fettle/shared/api/scripts';
import type { Shape } from '../../state/standing.ts';

/** How much harm a script can do, in words. */
export const classWords: Readonly<
  Record<ScriptClass, { readonly word: string; readonly shape: Shape; readonly note: string }>
> = {
  read: { word: 'looks only', shape: 'order', note: 'It changes nothing. An operator signs.' },
  change: { word: 'changes', shape: 'order', note: 'It changes the device. An operator signs.' },
  dangerous: { word: 'dangerous', shape: 'warning', note: 'An operator and an approver sign, two people.' },
};
