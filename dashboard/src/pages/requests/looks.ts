// pure
import type { Request } from '@fettle/shared/api/requests';
import type { RequestDeed } from '../../api/asked.ts';
import type { Act } from '../../parts/acts.tsx';
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

const inWords = (title: string, note: string) => ({ title, label: 'In words', note });
const toAsker = 'Whoever asked reads this.';

/** What may be done with one, the next step first. */
export const deeds: readonly Act<RequestDeed>[] = [
  { act: 'approve', name: 'Approve' },
  { act: 'open-incident', name: 'Open an incident' },
  { act: 'finish', name: 'It is done…', asks: inWords('It is done', toAsker) },
  { act: 'own', name: 'Take it on' },
  { act: 'fail', name: 'It cannot be done…', asks: inWords('It cannot be done', toAsker) },
  { act: 'refuse', name: 'Refuse…', asks: inWords('Refuse', 'Why: whoever asked reads this.') },
  {
    act: 'note',
    name: 'Add a note…',
    asks: inWords('Add a note', 'It stands with the request, for everybody who sees it.'),
    aside: true,
  },
  { act: 'cancel', name: 'Take it back' },
];

export const isOpen = ({ state }: Pick<Request, 'state'>) => ['waiting', 'approved', 'running'].includes(state);

/** What it waits for, in a few words. */
export function waitsFor({ state, draft, order, incident, owner, item, outcome, may }: Request): string {
  if (outcome !== '') return outcome;
  if (state === 'waiting') return may.includes('approve') ? 'Approve or refuse it.' : 'Somebody else approves it.';
  if (order !== null) return 'Its order is under way.';
  if (incident !== null) return 'Its incident is open.';
  if (draft !== null) return 'An operator signs it.';
  if (owner !== null) return `${owner.name} has taken it on.`;
  return item === null ? 'Somebody looks into it.' : 'Somebody does it.';
}
