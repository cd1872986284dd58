import { FettleError } from '../../errors.ts';
import type { Metric } from '../../metrics/metric.ts';
import type { RuleProblem } from '../check-levels.ts';
import { parseFormula, type SeriesTerm, seriesOf } from './parse.ts';

/** What is wrong with a formula, with the character where it is. */
export function checkFormula(
  text: string,
  describe: (name: string) => Metric | undefined,
  path: RuleProblem['path'],
): RuleProblem[] {
  try {
    const named = seriesOf(parseFormula(text));
    if (named.length === 0) return [{ path, message: 'This formula names no metric: it is always the same.' }];
    return named.flatMap((term) => {
      const why = whyNot(term, describe);
      return why === null ? [] : [{ path, message: `At character ${term.position + 1}: ${why}` }];
    });
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    return [{ path, message: error.message }];
  }
}

function whyNot({ metric: name, where, of }: SeriesTerm, describe: (name: string) => Metric | undefined) {
  const metric = describe(name);
  if (!metric) return `there is no metric ${name}.`;
  const strange = Object.keys(where).find((key) => !metric.attributes.includes(key));
  if (strange !== undefined) return `${name} has no attribute ${strange}.`;
  const open = metric.attributes.filter((key) => where[key] === undefined || where[key].includes('*'));
  if (of !== null || open.length === 0) return null;
  return `${name} has several series: say which (${open.join(', ')}), or take sum(), avg(), min() or max() of it.`;
}
