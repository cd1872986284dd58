import type { PushDraft } from './draft.ts';

/** What each step of the form is given. */
export interface Part {
  readonly draft: PushDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<PushDraft>) => void;
}
