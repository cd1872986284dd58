/** Values in the units of the catalogue (UCUM), as people read them. Pure; the figure and its unit stay two texts. */

/** A unit fit for values up to some size: shown value = value ÷ `factor`. */
export interface UnitScale {
  readonly factor: number;
  /** "GiB", "%", "MB/s"; empty for a plain number. */
  readonly unit: string;
}

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const decimal = ['', 'k', 'M', 'G', 'T', 'P'];

function prefixed(base: number, largest: number, name: (step: number) => string): UnitScale {
  const step = largest < base ? 0 : Math.min(5, Math.floor(Math.log(largest) / Math.log(base) + 1e-9));
  return { factor: base ** step, unit: name(step) };
}

const inDecimal = (largest: number, unit: string) =>
  prefixed(1_000, largest, (step) => `${decimal[step] ?? ''}${unit}`);

/** Spans: each unit up to so many of the smaller one, so that "90 s" is not "1.5 min". */
function inTime(seconds: number): UnitScale {
  if (seconds === 0 || seconds >= 172_800)
    return { factor: seconds === 0 ? 1 : 86_400, unit: seconds === 0 ? 's' : 'd' };
  if (seconds >= 7_200) return { factor: 3_600, unit: 'h' };
  if (seconds >= 120) return { factor: 60, unit: 'min' };
  if (seconds >= 1) return { factor: 1, unit: 's' };
  return seconds >= 0.001 ? { factor: 0.001, unit: 'ms' } : { factor: 0.000_001, unit: 'µs' };
}

const secondsIn: Readonly<Record<string, number>> = { s: 1, ms: 0.001, us: 0.000_001, min: 60, h: 3_600, d: 86_400 };
const plainly: Readonly<Record<string, string>> = { Cel: '°C', '%': '%', '{revolution}/min': 'rpm', 'W.h': 'Wh' };
/** Bytes a second that are read as bits; `readingUnit` of shared/metrics makes it. */
const bytesAsBits = 'By/s{bit/s}';
const bitsPerByte = 8;
const withPrefixes = new Set(['bit/s', 'Hz', 'W', 'V', 'A', 'J', 'bit']);

/** The unit in which values up to `largest` (in the metric's own unit) are shown together, on one axis say. */
export function scaleOf(unit: string, largest: number): UnitScale {
  const size = Number.isFinite(largest) ? Math.abs(largest) : 0;
  if (unit === '1') return { factor: 0.01, unit: '%' };
  if (unit === 'By') return prefixed(1_024, size, (step) => binary[step] ?? 'B');
  if (unit === 'By/s') return inDecimal(size, 'B/s');
  if (unit === bytesAsBits) {
    const scale = inDecimal(size * bitsPerByte, 'bit/s');
    return { factor: scale.factor / bitsPerByte, unit: scale.unit };
  }
  const known = Object.hasOwn(plainly, unit) ? plainly[unit] : undefined;
  if (known !== undefined) return { factor: 1, unit: known };
  const seconds = Object.hasOwn(secondsIn, unit) ? secondsIn[unit] : undefined;
  if (seconds !== undefined) {
    const scale = inTime(size * seconds);
    return { factor: scale.factor / seconds, unit: scale.unit };
  }
  if (withPrefixes.has(unit)) return inDecimal(size, unit);
  // An annotation names what is counted: the title says it too, so a count stands alone.
  const counted = /^(?:\{[^{}]*\}|)(.*)$/.exec(unit)?.[1] ?? unit;
  return size >= 1_000_000 ? inDecimal(size, counted) : { factor: 1, unit: counted };
}

/** Three significant digits, four from 1,000 on; never more than the metric was measured with. */
function digitsFor(size: number, unit: string, most: number): number {
  if (size === 0) return 0;
  if (unit === '%') return Math.min(most, size >= 99.95 ? 0 : 1);
  const wanted = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  return Math.min(most, wanted);
}

/** How many of what people read make one of the unit: axes are round in these. */
export function readIn(unit: string): number {
  return unit === bytesAsBits ? bitsPerByte : 1;
}

const formats = new Map<number, Intl.NumberFormat>();

/** Making one costs fifty times what using it does. */
function formatOf(digits: number): Intl.NumberFormat {
  const known = formats.get(digits);
  if (known) return known;
  const made = new Intl.NumberFormat('en-GB', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  formats.set(digits, made);
  return made;
}

/** A value in a scale, with a true minus. `decimals` is what the metric was measured with, in its own unit. */
export function inScale(value: number, { factor, unit }: UnitScale, decimals = 4): string {
  if (!Number.isFinite(value)) return 'no data';
  const shown = value / factor;
  const most = Math.max(0, Math.round(decimals + Math.log10(factor)));
  const digits = digitsFor(Math.abs(shown), unit, most);
  const text = formatOf(digits).format(shown);
  return /^-0(?:\.0*)?$/.test(text) ? text.slice(1) : text.replace('-', '−');
}

/**
 * A value as a figure and its unit: `(0.914, '1')` is 91.4 and %, `(24_374_824_960, 'By')` is 22.7 and GiB. What is not
 * a number is "no data" without a unit.
 */
export function formatValue(value: number, unit: string, decimals = 4): { figure: string; unit: string } {
  if (!Number.isFinite(value)) return { figure: 'no data', unit: '' };
  const scale = scaleOf(unit, value);
  const figure = inScale(value, scale, decimals);
  // 1,023.9 KiB is rounded to 1,024: then the next unit fits better.
  const limit = unit === 'By' ? 1_024 : unit.startsWith('By/s') ? 1_000 : Number.POSITIVE_INFINITY;
  if (Math.abs(Number(figure.replaceAll(',', '').replace('−', '-'))) < limit) return { figure, unit: scale.unit };
  const next = scaleOf(unit, limit * scale.factor);
  return { figure: inScale(value, next, decimals), unit: next.unit };
}
