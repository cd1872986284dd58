// pure
import type { Forecast } from '@fettle/shared/api/capacity';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { date, day } from '../../format/time.ts';
import type { Piece } from '../../parts/piece.ts';
import type { Shape } from '../../state/standing.ts';

/** So soon somebody should buy, or clear; so soon today. */
const soonDays = 90;
const nowDays = 14;
/** Less history than this has no forecast (docs/capacity.md). */
const historyDays = 14;

export const forecastPath = (id: string) => `/capacity/${encodeURIComponent(id)}`;

/** Only where it hurts. */
export function shapeOf({ fullAt }: Pick<Forecast, 'fullAt'>, now: number): Shape | undefined {
  if (fullAt === null || fullAt > now + soonDays * day) return undefined;
  return fullAt <= now + nowDays * day ? 'critical' : 'warning';
}

/** `on 18 Dec`, `now`; with the year where it is another. */
export function whenWords(fullAt: number, now: number): string {
  return fullAt <= now ? 'now' : `on ${date(fullAt, now)}`;
}

/** `16 Dec to 24 Dec`; empty where it is one day. */
export function spreadWords({ fullAt, earliestAt, latestAt }: Forecast, now: number): string {
  if (fullAt === null || earliestAt === null) return '';
  const early = earliestAt <= now ? 'now' : date(earliestAt, now);
  const late = latestAt === null ? 'later than two years' : date(latestAt, now);
  return early === late ? '' : `${early} to ${late}`;
}

/** `usually off by 1.2 % of the limit over 15 days; 7 of 8 tries within the spread` */
export function trialWords({ trial }: Pick<Forecast, 'trial'>): string {
  if (trial === null) return 'not tried on its history';
  const { error, within, tries, horizonDays } = trial;
  const off = error * 100 < 0.05 ? 'less than 0.1' : (error * 100).toFixed(1);
  return `usually off by ${off} % of the limit over ${horizonDays} days; ${Math.round(within * tries)} of ${counted(tries, 'try', 'tries')} within the spread`;
}

/** What is full first, how much follows, and what can wait. */
export function capacitySentence(all: readonly Forecast[], reckonedAt: number | null, now: number): Piece[] {
  if (reckonedAt === null) {
    return [
      {
        text: 'Nothing was reckoned yet: it is done a minute after the collector’s start, and once a day.',
        lesser: true,
      },
    ];
  }
  const soon = all.filter(({ fullAt }) => fullAt !== null && fullAt <= now + soonDays * day);
  const young = all.filter(({ days }) => days < historyDays).length;
  if (young > 0 && young === all.length) {
    return [
      { text: 'No forecast yet. ' },
      { text: `${counted(young, 'thing')}, each with less than ${historyDays} days of history.`, lesser: true },
    ];
  }
  const later = all.filter(({ fullAt }) => fullAt !== null).length - soon.length;
  const much = later === 0 ? 'Nothing else within two years.' : `${counted(later, 'thing')} later, within two years.`;
  const rest: Piece = {
    text: young === 0 ? much : `${much} ${counted(young, 'thing')} with too short a history.`,
    lesser: true,
  };
  const [first] = soon;
  if (!first) return [{ text: 'Nothing is full within 90 days. ' }, rest];
  const shape = shapeOf(first, now);
  return [
    { text: plain(first.title, 80), href: forecastPath(first.id), ...(shape && { shape }) },
    { text: ` is full ${whenWords(first.fullAt ?? now, now)}` },
    { text: soon.length > 1 ? `, ${counted(soon.length - 1, 'more thing')} within 90 days. ` : '. ' },
    rest,
  ];
}

export const share = ({ value, limit }: Pick<Forecast, 'value' | 'limit'>) => (limit > 0 ? value / limit : 0);
/** Lines are read in bits, as they are sold. */
export const readUnit = (unit: string) => (unit === 'By/s' ? 'By/s{bit/s}' : unit);
/** Whole things are whole; everything else as the unit has it. */
export const decimalsOf = (unit: string) => (unit.startsWith('{') ? 0 : 1);
