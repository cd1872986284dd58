import type { Tone } from './view.ts';

/** The colours of the page as the canvas needs them: resolved, for the theme that holds. */
export interface Colours {
  readonly tone: Readonly<Record<Tone, string>>;
  readonly grid: string;
  readonly zero: string;
  readonly text: string;
  readonly ink: string;
  readonly ground: string;
  readonly hatch: string;
  readonly warning: string;
  readonly critical: string;
  readonly right: string;
  readonly window: string;
}

/**
 * Reads tokens off a hidden probe inside the chart: a token holds `light-dark(…)`, which only a computed colour resolves.
 */
export function coloursOf(probe: HTMLElement): Colours {
  const read = (token: string) => {
    probe.style.setProperty('color', `var(--${token})`);
    return getComputedStyle(probe).color;
  };
  return {
    tone: {
      1: read('c1'),
      2: read('c2'),
      3: read('c3'),
      4: read('c4'),
      5: read('c5'),
      rest: read('quiet'),
      earlier: read('ink-3'),
    },
    grid: read('grid'),
    zero: read('control'),
    text: read('ink-3'),
    ink: read('ink'),
    ground: read('ground'),
    hatch: read('ink-3'),
    warning: read('warning'),
    critical: read('critical'),
    right: read('right'),
    window: read('window'),
  };
}

/** A colour with an opacity; computed colours are `rgb(r, g, b)`. */
export function faded(colour: string, opacity: number): string {
  return colour.replace(/^rgb\((.*)\)$/, `rgba($1, ${opacity})`);
}
