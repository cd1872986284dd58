// pure
import type { Manpower } from '@fettle/shared/api/manpower';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { day } from '../../format/time.ts';
import type { Piece } from '../../parts/piece.ts';

export const spans = [7, 30, 90, 365] as const;
export type SpanDays = (typeof spans)[number];

/** So many days, as the address says; 30 where it says nothing of use. */
export function daysOf(search: string): SpanDays {
  const asked = Number(new URLSearchParams(search).get('days'));
  return spans.find((one) => one === asked) ?? 30;
}

/** From the beginning of a day to now, so that the same page asks for the same. */
export function spanFor(days: SpanDays, now: number): { readonly from: number; readonly to: number } {
  return { from: Math.floor(now / day) * day - (days - 1) * day, to: Math.floor(now / 60_000) * 60_000 + 60_000 };
}

/** Who carries too much, then what nobody carries. @param alone whether the reader sees only themselves */
export function loadSentence({ people, nobodyOpen }: Manpower, alone: boolean): Piece[] {
  const above = people.filter(({ aboveShareWeeks }) => aboveShareWeeks >= 2);
  const told = above.flatMap(({ person, aboveShareWeeks }, index): Piece[] => [
    { text: index === 0 ? '' : ' ' },
    { text: alone ? 'You' : plain(person.name, 60), shape: 'warning' },
    { text: ` ${alone ? 'have' : 'has'} been above the fair share for ${counted(aboveShareWeeks, 'week')}.` },
  ]);
  const late = people.reduce((sum, { overdue }) => sum + overdue, 0);
  const waits = [
    ...(nobodyOpen > 0
      ? [`${counted(nobodyOpen, 'open incident')} ${nobodyOpen === 1 ? 'has' : 'have'} no owner`]
      : []),
    ...(late > 0 ? [`${number(late)} ${late === 1 ? 'is' : 'are'} past a target`] : []),
  ];
  const even: Piece = { text: alone ? 'You carry no more than your share.' : 'Nobody carries more than their share.' };
  const rest: Piece[] = waits.length > 0 ? [{ text: ` ${waits.join(', ')}.`, lesser: true }] : [];
  return [...(told.length > 0 ? told : [even]), ...rest];
}

/** `1.6 ×`; null: there is no share to compare with. */
export function timesShare(worked: number, share: number | null): string | null {
  return share === null || share === 0 ? null : `${(worked / share).toFixed(1)} ×`;
}
