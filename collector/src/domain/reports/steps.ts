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

/** `5 Oct`; of a month `Oct ’25`, which nobody reads as a day. */
export function labelOf(time: number, period: 'day' | 'week' | 'month', zone: string): string {
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone, ...options }).format(time);
  if (period === 'month') return `${write({ month: 'short' })} ’${write({ year: '2-digit' })}`;
  return write({ day: 'numeric', month: 'short' });
}
