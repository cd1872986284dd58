import type { Level as LevelItem } from '@fettle/shared/api/levels';
import { isOfTime } from '@fettle/shared/objective';
import { counted } from '../../format/count.ts';
import { percentOf } from '../../format/percent.ts';
import { span } from '../../format/time.ts';
import { Level } from '../../parts/level.tsx';
import { levelLooks, spentShare } from './states.ts';

/** All of the budget stands at two thirds of the vial, so that what is beyond it is seen too. */
const whole = 2 / 3;

/** What a level counts: times, or incidents. */
export const spentWords = ({ kind, bad, budget }: Pick<LevelItem, 'kind' | 'bad' | 'budget'>): string =>
  isOfTime({ kind })
    ? `${span(bad)} of ${span(budget)}`
    : budget === 0
      ? `${counted(bad, 'incident')}, none allowed`
      : `${bad} of ${counted(budget, 'incident')}`;

/** The vial of an error budget; the tick is where it is gone. */
export function BudgetVial({ level }: { level: LevelItem }) {
  const spent = spentShare(level);
  const { shape } = levelLooks[level.state];
  return (
    <Level
      share={Math.min(1, spent * whole)}
      shape={shape === 'order' || shape === 'unknown' ? undefined : shape}
      limits={[whole]}
      label={`${Math.round(spent * 100)} percent of the error budget spent: ${spentWords(level)}`}
    />
  );
}

export function Percent({ ppm }: { ppm: number | null }) {
  if (ppm === null) return <span class="quiet">not measured</span>;
  return (
    <>
      {percentOf(ppm)}
      <span class="u">%</span>
    </>
  );
}
