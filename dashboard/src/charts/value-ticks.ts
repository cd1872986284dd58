// pure
import { inScale, readIn, scaleOf } from '@fettle/shared/units';

export interface Axis {
  readonly low: number;
  readonly high: number;
  /** Hairlines from the lowest up; the unit stands at the top one only, or at each for shares. */
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

export interface AxisHint {
  readonly unit: string;
  /** Natural upper end, 1 for shares. */
  readonly max?: number;
  /** False where the axis may start above zero. */
  readonly fromZero?: boolean;
  /** Out is drawn below the zero line; labels have no sign. */
  readonly mirror?: boolean;
}

const nice = [1, 2, 2.5, 5, 10];
const mostTicks = 5;

/** Round steps from one that is surely fine enough, growing; powers of 2 for bytes. */
function* roundSteps(span: number, base: 2 | 10): Generator<number> {
  const least = span / mostTicks;
  if (base === 2) for (let step = 2 ** Math.floor(Math.log2(least)); ; step *= 2) yield step;
  for (let power = 10 ** Math.floor(Math.log10(least)); ; power *= 10)
    yield* nice.slice(0, -1).map((one) => one * power);
}

/** The finest round step with which low to high takes at most 5 hairlines, and the first and last of them in steps. */
function ruled(low: number, high: number, base: 2 | 10): { step: number; first: number; last: number } {
  for (const step of roundSteps(high - low, base)) {
    const first = Math.floor(low / step + 1e-9);
    const last = Math.ceil(high / step - 1e-9);
    if (last - first < mostTicks) return { step, first, last };
  }
  return { step: high - low, first: 0, last: 1 };
}

const tidy = (figure: string) => (figure.includes('.') ? figure.replace(/\.?0+$/, '') : figure);

function labelled(values: readonly number[], { unit, mirror = false }: AxisHint): Axis['ticks'] {
  const scale = scaleOf(unit, Math.max(...values.map(Math.abs)));
  const top = values.length - 1;
  return values.map((value, index) => {
    const figure = tidy(inScale(mirror ? Math.abs(value) : value, scale));
    const withUnit = scale.unit !== '' && (unit === '1' || index === top);
    return { value, label: withUnit ? `${figure} ${scale.unit}` : figure };
  });
}

/** An axis for values between two bounds: 3 to 5 hairlines on round figures. */
export function axisOf(lowest: number, highest: number, hint: AxisHint): Axis {
  const { unit, max, fromZero = true, mirror = false } = hint;
  if (max !== undefined && fromZero && !mirror) {
    const values = [0, max / 2, max];
    return { low: 0, high: max, ticks: labelled(values, hint) };
  }
  const low = mirror || !fromZero ? lowest : Math.min(0, lowest);
  const bare = Math.max(highest, mirror || fromZero ? 0 : Number.NEGATIVE_INFINITY);
  const flat = smallest(unit, Math.max(Math.abs(low), Math.abs(bare)));
  const high = bare - low < flat ? low + flat : bare;
  const per = readIn(unit);
  const { step: shown, first, last } = ruled(low * per, high * per, unit === 'By' ? 2 : 10);
  const step = shown / per;
  const values = Array.from({ length: last - first + 1 }, (_, k) => (first + k) * step);
  return { low: first * step, high: last * step, ticks: labelled(values, hint) };
}

/** The smallest span worth an axis, so that noise in nothing does not look like mountains. */
function smallest(unit: string, size: number): number {
  if (unit === '1') return 0.02;
  if (unit === 'By' || unit.startsWith('By/s') || unit === 'bit/s') return Math.max(1_000, size * 0.02);
  if (unit === 'Cel') return 10;
  return Math.max(1, size * 0.02);
}
