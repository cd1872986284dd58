// pure
import type { Ask } from './kind.ts';
import { periodsIn } from './period.ts';

export interface Step {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

const dayMs = 86_400_000;

/** Days, weeks or months of a span, so that bars stay apart: their words, and each with its label. */
export function stepsOf({ from, to, zone }: Pick<Ask, 'from' | 'to' | 'zone'>): {
  readonly words: string;
  readonly items: readonly Step[];
} {
  const days = (to - from) / dayMs;
  const [period, words] =
    days <= 45
      ? (['day', 'a day'] as const)
      : days <= 250
        ? (['week', 'a week'] as const)
        : (['month', 'a month'] as const);
  const items = periodsIn(period, { from, to }, zone).map((one) => ({
    ...one,
    label: labelOf(one.from, period, zone),
  }));
  return { words, items };
}

export function labelOf(time: number, period: 'day' | 'week' | 'month', zone: string): string {
  const options: Intl.DateTimeFormatOptions =
    period === 'month' ? { month: 'short', year: '2-digit' } : { day: 'numeric', month: 'short' };
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(time);
}
