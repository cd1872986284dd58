import type { Incident } from '@fettle/shared/api/incidents';
import { signal } from '@preact/signals';

/** What must be told before it is done. */
export type Question = 'own' | 'snooze' | 'resolve' | 'reopen' | 'note' | 'priority' | 'pause' | 'link';

export interface Asking {
  readonly question: Question;
  readonly incidents: readonly Incident[];
}

/** The dialog that is open. */
export const asking = signal<Asking | undefined>(undefined);

export function ask(question: Question, incidents: readonly Incident[]): void {
  if (incidents.length > 0) asking.value = { question, incidents };
}

export interface AskFormProps {
  readonly incidents: Asking['incidents'];
  readonly close: () => void;
}
