// pure
import type { Request } from '@fettle/shared/api/requests';
import type { RequestDeed } from '../../api/asked.ts';
import type { Shape } from '../../state/standing.ts';

export const requestLooks: Readonly<Record<Request['state'], { readonly shape: Shape; readonly word: string }>> = {
  waiting: { shape: 'warning', word: 'to be approved' },
  approved: { shape: 'order', word: 'approved' },
  running: { shape: 'window', word: 'under way' },
  done: { shape: 'right', word: 'done' },
  failed: { shape: 'critical', word: 'failed' },
  refused: { shape: 'off', word: 'refused' },
  cancelled: { shape: 'off', word: 'taken back' },
};

/** What may be done with one, the next step first; `asks` where words are needed, `may` where they may be given. */
export const deeds: readonly {
  readonly act: RequestDeed;
  readonly name: string;
  readonly words: 'asks' | 'none';
  readonly note: string;
}[] = [
  { act: 'approve', name: 'Approve', words: 'none', note: '' },
  { act: 'open-incident', name: 'Open an incident', words: 'none', note: '' },
  { act: 'finish', name: 'It is done…', words: 'asks', note: 'Whoever asked reads this.' },
  { act: 'own', name: 'Take it on', words: 'none', note: '' },
  { act: 'fail', name: 'It cannot be done…', words: 'asks', note: 'Whoever asked reads this.' },
  { act: 'refuse', name: 'Refuse…', words: 'asks', note: 'Why: whoever asked reads this.' },
  { act: 'note', name: 'Add a note…', words: 'asks', note: 'It stands with the request, for everybody who sees it.' },
  { act: 'cancel', name: 'Take it back', words: 'none', note: '' },
];

export const isOpen = ({ state }: Pick<Request, 'state'>) => ['waiting', 'approved', 'running'].includes(state);

/** What it waits for, in a few words. */
export function waitsFor({ state, draft, order, incident, owner, item, outcome }: Request): string {
  if (outcome !== '') return outcome;
  if (state === 'waiting') return 'Somebody else approves it.';
  if (order !== null) return 'Its order is under way.';
  if (incident !== null) return 'Its incident is open.';
  if (draft !== null) return 'An operator signs it.';
  if (owner !== null) return `${owner.name} has taken it on.`;
  return item === null ? 'Somebody looks into it.' : 'Somebody does it.';
}
