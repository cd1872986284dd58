// pure
import type { Figure, Format, Phrase, Sentence } from '@fettle/shared/reports/document';
import { grouped, type How, textOf, written } from '@fettle/shared/reports/format';
import type { Ask } from './kind.ts';
import { spanWords } from './period.ts';

type Frame = Pick<Ask, 'zone' | 'currency'>;

/** A value as people read it. */
export function say(value: number, format: Format, frame: Frame, how: Omit<How, 'format'> = {}): string {
  return textOf(written(value, { format, ...how }, frame));
}

/** `1 incident`, `184 incidents` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count, 0)} ${count === 1 ? one : many}`;
}

/** How the period before is called: `September`, `September 2025` in another year, `the time before`. */
export function beforeName({ before, period, zone, from }: Pick<Ask, 'before' | 'period' | 'zone' | 'from'>): string {
  if (before === null || period !== 'month') return 'the time before';
  const [name = '', year = ''] = spanWords({ ...before, zone, period }).split(' ');
  const own = spanWords({ from, to: from + 1, zone, period })
    .split(' ')
    .at(-1);
  return year === own ? name : `${name} ${year}`;
}

/** Which way is better. */
export type Aim = 'less' | 'more' | 'neither';

/** `▼ 31 on September`: how a figure differs from the one before; nothing to say where one of them is not known. */
export function against(
  now: number | null,
  before: number | null,
  ask: Ask,
  { format, aim, unit, decimals }: { format: Format; aim: Aim; unit?: string; decimals?: number },
): Pick<Figure, 'note' | 'turn'> {
  if (ask.before === null || now === null || before === null) return {};
  const difference = now - before;
  if (difference === 0) return { note: [{ text: `as in ${beforeName(ask)}` }], turn: 'same' };
  const shown =
    format === 'ppm' ? points(Math.abs(difference)) : say(Math.abs(difference), format, ask, { unit, decimals });
  const isBetter = aim === 'less' ? difference < 0 : difference > 0;
  return {
    note: [{ text: `${difference > 0 ? '▲' : '▼'} ${shown}`, tone: 'strong' }, { text: ` on ${beforeName(ask)}` }],
    turn: aim === 'neither' ? 'same' : isBetter ? 'better' : 'worse',
  };
}

/** Parts per million as points of per cent. */
function points(ppm: number): string {
  const text = (ppm / 10_000).toFixed(ppm < 100 ? 4 : 2);
  return `${text} points`;
}

/** A note with more behind it. */
export function noted(note: Sentence | undefined, more: string): Sentence {
  return note === undefined ? [{ text: more }] : [...note, { text: ` · ${more}` }];
}

export const strong = (text: string, basis?: string): Phrase => ({
  text,
  tone: 'strong',
  ...(basis === undefined ? {} : { basis }),
});
export const plain = (text: string): Phrase => ({ text });

/** `31 fewer than in September` */
export function fewer(now: number, before: number | null, ask: Ask): string {
  if (before === null || ask.before === null) return '';
  const difference = now - before;
  if (difference === 0) return `, as many as in ${beforeName(ask)}`;
  return `, ${grouped(Math.abs(difference), 0)} ${difference < 0 ? 'fewer' : 'more'} than in ${beforeName(ask)}`;
}

/** Why a report of a time before the first device says nothing. */
export const noDevice = 'No device was here yet.';

/** The same after the sentence of a kind that compares nothing. */
export function absent({ uncounted }: Pick<Ask, 'uncounted'>): Sentence {
  return uncounted === noDevice ? unknown({ uncounted }) : [];
}

/** What could not be compared or counted, after a sentence. */
export function unknown({ uncounted }: Pick<Ask, 'uncounted'>): Sentence {
  return uncounted === undefined ? [] : [{ text: ` ${uncounted}`, tone: 'quiet' }];
}

/** A piece of a sentence with a number in it. */
export const followed = (text: string, basis: string): Phrase => ({ text, basis });

/** As ppm, rounded half up; null: of nothing. */
export function ppmOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.floor((part * 1_000_000) / whole + 0.5);
}
