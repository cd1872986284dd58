// pure
import type { State } from '@fettle/shared/reports/document';
import { Markup, markup } from './markup.ts';

/** The shapes of states, as in the dashboard; `quiet` is what is in order there. */
export const symbols = new Markup(`<svg width="0" height="0" class="hide" aria-hidden="true" focusable="false"><defs>
<symbol id="critical" viewBox="0 0 16 16"><path d="M8 0l8 8-8 8-8-8z" fill="currentColor"/></symbol>
<symbol id="warning" viewBox="0 0 16 16"><path d="M8 1l8 14H0z" fill="currentColor"/></symbol>
<symbol id="unknown" viewBox="0 0 16 16"><rect x="1.5" y="1.5" width="13" height="13" fill="none" stroke="currentColor" stroke-width="2.4" stroke-dasharray="4 2.5"/></symbol>
<symbol id="window" viewBox="0 0 16 16"><path d="M2 1h4.5v14H2zM9.5 1H14v14H9.5z" fill="currentColor"/></symbol>
<symbol id="quiet" viewBox="0 0 16 16"><rect x="4.5" y="4.5" width="7" height="7" rx="1" fill="currentColor"/></symbol>
<symbol id="right" viewBox="0 0 16 16"><path d="M1.500 8.500l4.500 4.500 8.500-10" fill="none" stroke="currentColor" stroke-width="2.600"/></symbol>
<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatchline" d="M0 0v6"/></pattern>
</defs></svg>`);

/** The class that gives a state its colours. */
export const classOf = (state: State) => (state === 'quiet' ? 'order' : state);

/** With a label it is an image to everybody, without one only to those who see it. */
export const shape = (state: State, label?: string) =>
  label === undefined
    ? markup`<svg class="i" aria-hidden="true"><use href="#${state}"/></svg>`
    : markup`<svg class="i" role="img" aria-label="${label}"><use href="#${state}"/></svg>`;
