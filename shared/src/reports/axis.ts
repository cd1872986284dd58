/** The value axis of a report's chart: 3 to 5 hairlines on figures that are round in the unit that people read. */
import { scaleOf } from '../units.ts';
import { type Frame, grouped, type How, textOf, written } from './format.ts';
import { minorDigits } from './grid.ts';

export interface ValueAxis {
  readonly low: number;
  readonly high: number;
  /** From the lowest up, in the values' own unit. */
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

const most = 4;

/** Round steps: 1, 2, 2.5 and 5 times powers of ten; powers of two for bytes. */
function stepFor(span: number, base: 2 | 10, whole: boolean): number {
  const least = span / most;
  if (base === 2) return 2 ** Math.ceil(Math.log2(least) - 1e-9);
  const power = 10 ** Math.floor(Math.log10(least) + 1e-9);
  const found = [1, 2, 2.5, 5, 10].find((one) => one * power >= least * (1 - 1e-9)) ?? 10;
  const step = found * power;
  return whole ? Math.max(1, Math.ceil(step)) : step;
}

interface Reading {
  /** How many of the values' own unit make one of what is read. */
  readonly factor: number;
  readonly unit: string;
  readonly before: string;
  readonly base: 2 | 10;
}

function readingOf(how: How, size: number, frame: Frame): Reading {
  const plain = { factor: 1, unit: '', before: '', base: 10 as const };
  switch (how.format) {
    case 'ratio':
      return { ...plain, factor: 0.01, unit: '%' };
    case 'ppm':
      return { ...plain, factor: 10_000, unit: '%' };
    case 'money':
      return { ...plain, factor: 10 ** minorDigits(frame.currency), before: written(0, how, frame).before };
    case 'bytes':
      return { ...plain, ...scaleOf('By', size), base: 2 };
    case 'rate':
      return { ...plain, ...scaleOf('By/s', size) };
    case 'duration':
      return { ...plain, ...scaleOf('ms', size) };
    case 'integer':
    case 'number':
    case 'text':
    case 'state':
    case 'level':
    case 'spark':
    case 'time':
    case 'date':
    default:
      return { ...plain, unit: written(0, how, frame).parts[0]?.unit ?? '' };
  }
}

/** For these values; from zero but for shares of availability, which never leave a narrow range. */
export function valueAxis(values: readonly number[], how: How, frame: Frame): ValueAxis {
  const known = values.filter(Number.isFinite);
  const [least, largest] = [Math.min(...known, Number.POSITIVE_INFINITY), Math.max(...known, Number.NEGATIVE_INFINITY)];
  if (known.length === 0) return valueAxis([0, 1], how, frame);
  const reading = readingOf(how, Math.max(Math.abs(least), Math.abs(largest)), frame);
  const narrow = how.format === 'ppm' && least > 500_000;
  const top = narrow ? Math.min(largest, 1_000_000) : Math.max(largest, 0);
  const [low, high] = [(narrow ? least : Math.min(0, least)) / reading.factor, top / reading.factor];
  const flat = narrow
    ? 0.02
    : how.format === 'integer'
      ? 2
      : Math.max(1e-9, Math.abs(high) * 0.02, high === low ? 1 : 0);
  const step = stepFor(Math.max(high - low, flat), reading.base, how.format === 'integer');
  // Never a hairline above a hundred per cent of what cannot be more.
  const last = narrow
    ? Math.min(Math.ceil(high / step - 1e-9), Math.round(100 / step))
    : Math.max(1, Math.ceil(high / step - 1e-9));
  const first = Math.min(Math.floor(low / step + 1e-9), last - 1);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => {
    const shown = (first + index) * step;
    return { value: shown * reading.factor, label: labelOf(shown, step, reading, index === last - first) };
  });
  return { low: first * step * reading.factor, high: last * step * reading.factor, ticks };
}

function labelOf(shown: number, step: number, { unit, before }: Reading, top: boolean): string {
  const digits = Math.max(0, Math.min(4, -Math.floor(Math.log10(step) + 1e-9), decimalsOf(step)));
  const figure = grouped(shown, digits);
  return top || unit === '%' ? textOf({ before: top ? before : '', parts: [{ figure, unit }] }) : figure;
}

const decimalsOf = (step: number) => (String(Number(step.toPrecision(6))).split('.')[1] ?? '').length;
