// pure
import type { RuleId } from '@fettle/shared/ids';
import type { Rule } from './types.ts';

/** Tells that the error budget of an objective burns too fast; an incident of it has the objective's id as its instance. */
export const burnRule = 'level-burn' as RuleId;

const own: ReadonlyMap<RuleId, Pick<Rule, 'name' | 'runbook'>> = new Map([
  [
    burnRule,
    {
      name: 'An error budget burns too fast',
      runbook: [
        '1. Open the service: what takes it down stands under its state, worst first. Work that incident; this one ends by itself.',
        '2. Nothing is out any more, and it burns still: it looks back an hour at least. See that it falls.',
        '3. The same again and again: make a problem of it. What spent the budget is listed at the objective.',
        '4. It was planned and nobody said so: make a window for such work, and leave windows out of the objective.',
        '5. The target is wrong for this service: change the objective, with whoever was promised it.',
      ].join('\n'),
    },
  ],
]);

/** A rule that the collector judges itself, for incidents; null: it is none. Such rules stand in no list and take no changes. */
export function ownSheet(id: RuleId): (Pick<Rule, 'name' | 'runbook'> & { readonly when: null }) | null {
  const sheet = own.get(id);
  return sheet ? { ...sheet, when: null } : null;
}
