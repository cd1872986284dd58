/** Values of a report as people read them; the dashboard and every renderer write them with this. Rounding is half up, at the very end. */
import { formatValue } from '../units.ts';
import type { Cell, Format } from './document.ts';
import { minorDigits } from './grid.ts';

/** How a column, a figure or a chart writes its values. */
export interface How {
  readonly format: Format;
  readonly unit?: string | undefined;
  readonly decimals?: number | undefined;
}

/** What the document says once for all of them. */
export interface Frame {
  readonly currency: string;
  readonly zone: string;
}

/** A value in pieces, so that units may be paler: `€`, `1,430.00`, ``, or ``, `4`, `h` and then `10`, `min`. */
export interface Written {
  readonly before: string;
  readonly parts: readonly { readonly figure: string; readonly unit: string }[];
}

/** Between a figure and its unit in plain text: narrow, and no line is broken there. */
export const gap = '\u202f';
const day = 86_400_000;

/** All of it as one text. */
export function textOf({ before, parts }: Written): string {
  const joined = parts.map(({ figure, unit }) => (unit === '' ? figure : `${figure}${gap}${unit}`)).join(' ');
  return before === '' ? joined : `${before}${gap}${joined}`;
}

const one = (figure: string, unit = '', before = ''): Written => ({ before, parts: [{ figure, unit }] });

/** A number in the format. What is not finite is `no data`. @throws RangeError for an unknown zone */
export function written(value: number, how: How, frame: Frame): Written {
  if (!Number.isFinite(value)) return one('no data');
  switch (how.format) {
    case 'integer':
      return one(grouped(value, 0), unitWords(how.unit));
    case 'ratio':
    case 'level':
      return fromCatalogue(value, '1', how.decimals);
    case 'ppm':
      return one(percentOf(value, how.decimals), '%');
    case 'duration':
      return { before: '', parts: durationParts(value) };
    case 'bytes':
      return fromCatalogue(value, 'By', how.decimals);
    case 'rate':
      return fromCatalogue(value, 'By/s', how.decimals);
    case 'money':
      return moneyOf(value, frame.currency, how.decimals);
    case 'time':
      return one(timeText(value, frame.zone));
    case 'date':
      return one(dateText(value, frame.zone));
    case 'number':
    case 'text':
    case 'state':
    case 'spark':
    default:
      return numberOf(value, how);
  }
}

function fromCatalogue(value: number, unit: string, decimals: number | undefined): Written {
  const shown = decimals === undefined ? formatValue(value, unit) : formatValue(value, unit, decimals);
  return one(shown.figure, shown.unit);
}

/** Units that a report holds fast: a row of hours stays in hours. */
const fixedUnits = new Set(['h', 'min', 's', 'd', 'ms', '%', 'point', 'points', '']);
/** What an annotation counts, the title says too. */
const unitWords = (unit = '') => unit.replaceAll(/\{[^{}]*\}/g, '');

function numberOf(value: number, { unit = '', decimals }: How): Written {
  if (decimals !== undefined) return one(grouped(value, decimals), unitWords(unit));
  if (!fixedUnits.has(unit) && !unit.startsWith('{')) return fromCatalogue(value, unit, undefined);
  const size = Math.abs(value);
  const digits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return one(grouped(value, digits), unitWords(unit));
}

const formats = new Map<number, Intl.NumberFormat>();

/** With commas and a true minus; never `−0`. */
export function grouped(value: number, digits: number): string {
  let format = formats.get(digits);
  if (format === undefined) {
    format = new Intl.NumberFormat('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
    formats.set(digits, format);
  }
  const text = format.format(value);
  return /^-0(?:\.0*)?$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

/** Whole number divided by ten to some power, with so many digits behind the point, half up; by integers alone. */
function scaled(whole: bigint, power: number, digits: number): string {
  const size = whole < 0n ? -whole : whole;
  const cut = 10n ** BigInt(Math.max(0, power - digits));
  const rounded = (size + cut / 2n) / cut;
  const text = String(rounded).padStart(Math.min(power, digits) + 1, '0');
  const kept = Math.min(power, digits);
  const [front, back] = kept === 0 ? [text, ''] : [text.slice(0, -kept), text.slice(-kept)];
  const point = digits === 0 ? '' : `.${back.padEnd(digits, '0')}`;
  const sign = whole < 0n && rounded > 0n ? '−' : '';
  return `${sign}${front.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${point}`;
}

/**
 * Parts per million as percent with 2 digits, exact by integers. What is not whole is never rounded to 100 %, nor what is something to 0 %:
 * then all 4 digits stand.
 */
function percentOf(ppm: number, decimals = 2): string {
  const whole = BigInt(Math.round(ppm));
  const text = scaled(whole, 4, decimals);
  const round = /^[−]?(?:100|0)(?:\.0*)?$/.test(text);
  return round && whole !== 0n && whole !== 1_000_000n ? scaled(whole, 4, 4) : text;
}

const symbols = new Map<string, string>();

function symbolOf(currency: string): string {
  const known = symbols.get(currency);
  if (known !== undefined) return known;
  const parts = /^[A-Z]{3}$/.test(currency)
    ? new Intl.NumberFormat('en-GB', { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(1)
    : [];
  const symbol = parts.find(({ type }) => type === 'currency')?.value ?? currency;
  symbols.set(currency, symbol);
  return symbol;
}

/** Minor units, whole; to the cent unless other decimals are asked for. */
function moneyOf(minor: number, currency: string, decimals: number | undefined): Written {
  const power = minorDigits(currency);
  const figure = scaled(BigInt(Math.round(minor)), power, decimals ?? power);
  return one(figure, '', symbolOf(currency));
}

const spans = [
  ['d', day],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** In its two largest units, hours up to 48: `38 min 12 s`, `4 h 10 min`, `3 d 6 h`; below a minute to the second, below a second in ms. */
function durationParts(ms: number): { figure: string; unit: string }[] {
  const [size, sign] = [Math.abs(Math.round(ms)), ms < 0 ? '−' : ''];
  if (size === 0) return [{ figure: '0', unit: 's' }];
  if (size < 1_000) return [{ figure: `${sign}${size}`, unit: 'ms' }];
  for (const [index, [unit, length]] of spans.entries()) {
    const small = spans[index + 1];
    const step = small?.[1] ?? 1_000;
    const rounded = Math.floor((size + step / 2) / step) * step;
    if (rounded < (unit === 'd' ? 2 * day : length)) continue;
    const large = Math.floor(rounded / length);
    const rest = small ? Math.round((rounded - large * length) / step) : 0;
    const first = { figure: `${sign}${grouped(large, 0)}`, unit };
    return rest === 0 || !small ? [first] : [first, { figure: String(rest), unit: small[0] }];
  }
  return [{ figure: `${sign}1`, unit: 's' }];
}

/** To the millisecond, every unit that is not zero: `3 d 6 h 2 min 4.25 s`. */
export function exactDuration(ms: number): string {
  let rest = Math.abs(Math.round(ms));
  const parts: string[] = [];
  for (const [unit, length] of spans) {
    const count = unit === 's' ? rest / 1_000 : Math.floor(rest / length);
    rest -= Math.floor(count) * length;
    if (count > 0) parts.push(`${count}${gap}${unit}`);
  }
  return parts.length === 0 ? `0${gap}s` : `${ms < 0 ? '−' : ''}${parts.join(' ')}`;
}

const zoned = new Map<string, Intl.DateTimeFormat>();

function zonedParts(time: number, zone: string): Readonly<Record<string, string>> {
  let format = zoned.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'short',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
    });
    zoned.set(zone, format);
  }
  return Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
}

/** `21 Oct 2026` in the zone; a time that no calendar has is `no data`. */
export function dateText(time: number, zone: string): string {
  if (Math.abs(time) > 8.64e15) return 'no data';
  const { day: date = '', month = '', year = '' } = zonedParts(time, zone);
  return `${date} ${month.slice(0, 3)} ${year}`;
}

/** `21 Oct 2026 14:38` in the zone. */
export function timeText(time: number, zone: string): string {
  if (Math.abs(time) > 8.64e15) return 'no data';
  const { hour = '', minute = '' } = zonedParts(time, zone);
  return `${dateText(time, zone)} ${hour}:${minute}`;
}

/** What a cell says: its own words, else its value in the format; of a level its share, of a spark its newest. */
export function cellWritten(cell: Cell | undefined, how: How, frame: Frame): Written {
  if (cell === undefined) return one('');
  const { value, text } = cell;
  if (text !== undefined) return one(text);
  if (value === null) return one('no data');
  if (typeof value === 'string') return one(value);
  if (typeof value === 'number') return written(value, how, frame);
  if ('ticks' in value) return written(value.value, { format: 'ratio' }, frame);
  const newest = value.findLast((point) => point !== null);
  return newest === undefined || newest === null ? one('no data') : written(newest, { format: 'number' }, frame);
}

/** Whether a column's cells stand at the right. */
export const isRight = (format: Format) => !['text', 'state', 'level', 'spark'].includes(format);
