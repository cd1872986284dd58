import type { Draft } from './draft.ts';
import type { Errors } from './read-draft.ts';

/** What every part of the form works with. */
export interface Part {
  readonly draft: Draft;
  readonly errors: Errors;
  readonly change: (some: Partial<Draft>) => void;
}
