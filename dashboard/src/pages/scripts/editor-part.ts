import type { ScriptDraft } from './draft.ts';

/** What each step of the form is given. */
export interface EditorPart {
  readonly draft: ScriptDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<ScriptDraft>) => void;
}
