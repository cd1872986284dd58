import { isKept, isPair } from './level.ts';
import type { Comparison, Level, Levels, Limit } from './rule.ts';

/** What is wrong with a rule, and where: names and places from the rule's body down. */
export interface RuleProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export const severities = ['warning', 'critical'] as const;

/** What is wrong with levels; `path` is theirs. */
export function checkLevels(
  is: Comparison,
  levels: Levels,
  decimals: number,
  path: readonly (string | number)[],
): RuleProblem[] {
  const found = severities.flatMap((severity) => {
    const level = levels[severity];
    return level ? checkLevel(is, level, decimals, [...path, severity]) : [];
  });
  if (!levels.warning && !levels.critical) {
    found.push({ path, message: 'There is no level: say where “warning” or “critical” begins.' });
  }
  if (found.length > 0 || !levels.warning || !levels.critical) return found;
  if (isFurther(is, levels.critical.limit, levels.warning.limit)) return [];
  const where = is === 'outside' ? 'wider than' : is;
  return [{ path: [...path, 'critical', 'limit'], message: `“critical” must lie ${where} “warning”.` }];
}

function checkLevel(is: Comparison, { limit, clear }: Level, decimals: number, path: RuleProblem['path']) {
  const problems = checkLimit(is, limit, decimals, [...path, 'limit']);
  if (clear === undefined) return problems;
  problems.push(...checkLimit(is, clear, decimals, [...path, 'clear']));
  if (problems.length > 0 || isWithin(is, clear, limit)) return problems;
  const side = is === 'above' ? 'at or below' : is === 'below' ? 'at or above' : 'within';
  return [{ path: [...path, 'clear'], message: `“clear” is on the wrong side: it must be ${side} the limit.` }];
}

function checkLimit(is: Comparison, limit: Limit, decimals: number, path: RuleProblem['path']): RuleProblem[] {
  if (isPair(limit) !== (is === 'outside')) {
    const wanted = is === 'outside' ? 'two numbers, [low, high]' : 'one number';
    return [{ path, message: `“${is}” takes ${wanted}.` }];
  }
  if (isPair(limit) && !(limit[0] < limit[1])) return [{ path, message: 'The first number must be the lower one.' }];
  const odd = [limit].flat().find((one) => !isKept(one, decimals));
  if (odd === undefined) return [];
  const digits = decimals === 0 ? 'whole numbers' : `${decimals} digits after the point`;
  return [{ path, message: `${odd} is finer than the values, which have ${digits}.` }];
}

/** Whether `a` is reached later than `b`. */
function isFurther(is: Comparison, a: Limit, b: Limit): boolean {
  if (isPair(a) && isPair(b)) return a[0] <= b[0] && a[1] >= b[1] && (a[0] < b[0] || a[1] > b[1]);
  return is === 'above' ? a > b : a < b;
}

function isWithin(is: Comparison, clear: Limit, limit: Limit): boolean {
  if (isPair(clear) && isPair(limit)) return clear[0] >= limit[0] && clear[1] <= limit[1];
  return is === 'above' ? clear <= limit : clear >= limit;
}
