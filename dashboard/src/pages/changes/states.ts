// pure
import type { Plan } from '@fettle/shared/api/changes';
import type { PlanDeed } from '../../api/changes.ts';
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

/** What may become of a plan, the next step first; `asks` where others would want to know why. */
export const deeds: readonly { readonly act: PlanDeed; readonly name: string; readonly asks: boolean }[] = [
  { act: 'approve', name: 'Agree', asks: false },
  { act: 'begin', name: 'Begin', asks: false },
  { act: 'finish', name: 'It is done', asks: false },
  { act: 'fail', name: 'It failed…', asks: true },
  { act: 'refuse', name: 'Refuse…', asks: true },
  { act: 'cancel', name: 'Give it up…', asks: true },
];

/** Plans that are still to come or under way. */
export const isAhead = ({ state }: Pick<Plan, 'state'>) => ['proposed', 'approved', 'under-way'].includes(state);
