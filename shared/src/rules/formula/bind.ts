import type { Dictionary } from '../../protocol/frame.ts';
import { fits } from '../where.ts';
import type { Formula, SeriesTerm } from './parse.ts';

/** Gives a formula's value from the values of a frame; NaN where one that it needs is not there, or for what is no number. */
export type Bound = (values: Float64Array) => number;

/** Looks the series of a formula up once, so that a frame costs its arithmetic only. */
export function bind(formula: Formula, { series }: Dictionary): Bound {
  const bound = bindTo(formula, series);
  return (values) => {
    const value = bound(values);
    return Number.isFinite(value) ? value : Number.NaN;
  };
}

function bindTo(formula: Formula, series: Dictionary['series']): Bound {
  switch (formula.form) {
    case 'number':
      return () => formula.value;
    case 'series':
      return bindSeries(formula, series);
    case 'minus': {
      const of = bindTo(formula.of, series);
      return (values) => -of(values);
    }
    case 'two':
      return bindTwo(formula.sign, bindTo(formula.left, series), bindTo(formula.right, series));
    case 'least':
    case 'most':
      break;
  }
  const of = formula.of.map((one) => bindTo(one, series));
  const choose = formula.form === 'least' ? Math.min : Math.max;
  return (values) => of.reduce((chosen, one) => choose(chosen, one(values)), of[0]?.(values) ?? Number.NaN);
}

function bindTwo(sign: '+' | '-' | '*' | '/', left: Bound, right: Bound): Bound {
  if (sign === '+') return (values) => left(values) + right(values);
  if (sign === '-') return (values) => left(values) - right(values);
  if (sign === '*') return (values) => left(values) * right(values);
  return (values) => left(values) / right(values);
}

/** Of several those that are there count; without `of`, several are none. */
function bindSeries({ metric, where, of }: SeriesTerm, series: Dictionary['series']): Bound {
  const columns = series.flatMap((one, column) =>
    one.metric === metric && fits(where, one.attributes) ? [column] : [],
  );
  const [only = -1] = columns;
  if (of === null) return (values) => (columns.length === 1 ? (values[only] ?? Number.NaN) : Number.NaN);
  return (values) => {
    let count = 0;
    let sum = 0;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (const column of columns) {
      const value = values[column] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      count++;
      sum += value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    if (count === 0) return Number.NaN;
    if (of === 'sum') return sum;
    return of === 'avg' ? sum / count : of === 'min' ? least : most;
  };
}
