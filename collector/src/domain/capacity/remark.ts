// pure
/** Why there is no date, or why it is doubtful, in words. */
import { certain } from '@fettle/shared/rules/trend';
import { plainValue } from '@fettle/shared/rules/words';
import type { Fit } from './fit.ts';
import type { Band } from './spread.ts';
import { fewestDays } from './trial.ts';
import type { Subject } from './types.ts';

export interface Doubt {
  readonly subject: Subject;
  /** Days of history. */
  readonly known: number;
  readonly now: number;
  readonly fit: Fit | null;
  /** Days until it is full. */
  readonly until: Band;
  /** Days until it is full at the pace of the last week, where that is much sooner. */
  readonly weekFaster: number | null;
  /** The spread was stretched, because the history left it too often. */
  readonly widened: boolean;
}

const dayMs = 86_400_000;

/** A value of a subject for people; lines are read in bits, as they are sold. */
export function shownAmount(value: number, unit: string): string {
  return plainValue(value, unit === 'By/s' ? 'By/s{bit/s}' : unit, unit.startsWith('{') ? 0 : 1);
}

/** `3 November 2026`, UTC. */
export function dayWords(time: number): string {
  return new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    time,
  );
}

/** Sentences, one after another; empty: nothing to say. */
export function remarkOf(doubt: Doubt): string {
  const { fit, known } = doubt;
  if (!fit) return `Only ${known} ${known === 1 ? 'day' : 'days'} of history: a forecast needs ${fewestDays}.`;
  return [whyNoDate(doubt, fit), whySince(doubt, fit), whyDoubtful(doubt, fit)].filter((text) => text !== '').join(' ');
}

function whyNoDate({ subject, until }: Doubt, fit: Fit): string {
  const { value, limit, unit } = subject;
  if (Number.isFinite(until.middle)) return '';
  if (value >= limit) return 'It is full and was so all the time: it is made that way, or nobody minds.';
  if (fit.regime.recurring) return 'It fills and is cleared again and again: no direction.';
  const monthly = shownAmount(Math.abs(fit.slope) * 30, unit);
  if (fit.rising <= 1 - certain && fit.slope < 0) return `It falls, by ${monthly} a month.`;
  if (fit.rising < certain || fit.slope <= 0) return 'It comes and goes: no direction.';
  return `Not within two years, at ${monthly} a month.`;
}

function whySince({ known }: Doubt, { regime }: Fit): string {
  if (regime.since === null || regime.why === null) return '';
  const since = dayWords(regime.since * dayMs);
  if (regime.moved !== 0) {
    const what = regime.why === 'cleaned' ? 'Cleared' : 'Jumped';
    return `${what} on ${since}: it is taken to grow on as before.`;
  }
  const words = { cleaned: 'cleared', jumped: 'it jumped', turned: 'it began to go another way' } as const;
  return regime.days.length === known
    ? ''
    : `Reckoned since ${since}, when ${regime.why === 'cleaned' ? 'it was ' : ''}${words[regime.why]}.`;
}

function whyDoubtful({ until, weekFaster, widened, now, known }: Doubt, { regime }: Fit): string {
  const doubts: string[] = [];
  if (weekFaster !== null) {
    const days = Math.max(1, Math.round(weekFaster));
    const when = dayWords(now + weekFaster * dayMs);
    doubts.push(
      `The last week was faster: at its pace it is full in ${days} ${days === 1 ? 'day' : 'days'}, on ${when}.`,
    );
  }
  if (Number.isFinite(until.middle) && regime.days.length < 28 && known < 28)
    doubts.push('Less than four weeks of history.');
  if (Number.isFinite(until.middle) && widened)
    doubts.push('The spread is wider than the days alone say, because past forecasts missed it.');
  return doubts.join(' ');
}
