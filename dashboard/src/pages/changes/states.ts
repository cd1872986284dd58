// pure
import type { Plan } from '@fettle/shared/api/changes';
import type { PlanDeed } from '../../api/changes.ts';
import type { Act } from '../../parts/acts.tsx';
import type { Shape } from '../../state/standing.ts';

export const planLooks: Readonly<Record<Plan['state'], { readonly shape: Shape; readonly word: string }>> = {
  proposed: { shape: 'warning', word: 'to be agreed' },
  approved: { shape: 'order', word: 'agreed' },
  refused: { shape: 'off', word: 'refused' },
  'under-way': { shape: 'window', word: 'under way' },
  done: { shape: 'right', word: 'done' },
  failed: { shape: 'critical', word: 'failed' },
  cancelled: { shape: 'off', word: 'given up' },
};

const why = (title: string) => ({ title, label: 'Why', note: 'It stands with the change.' });

/** What may become of a plan, the next step first; why is asked where others would want to know. */
export const deeds: readonly Act<PlanDeed>[] = [
  { act: 'approve', name: 'Agree' },
  { act: 'begin', name: 'Begin' },
  { act: 'finish', name: 'It is done' },
  { act: 'fail', name: 'It failed…', asks: why('It failed?') },
  { act: 'refuse', name: 'Refuse…', asks: why('Refuse?') },
  { act: 'cancel', name: 'Give it up…', asks: why('Give it up?') },
];

/** Plans that are still to come or under way. */
export const isAhead = ({ state }: Pick<Plan, 'state'>) => ['proposed', 'approved', 'under-way'].includes(state);
