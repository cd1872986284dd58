import { FettleError } from '../errors.ts';
import { metricNamed } from '../metrics/catalogue.ts';
import type { Metric } from '../metrics/metric.ts';
import { maxDecimals } from '../protocol/scaled.ts';
import { checkRule, deviceSilences, type Describe } from './check.ts';
import type { CompiledRule, Variant } from './compiled.ts';
import { parseFormula } from './formula/parse.ts';
import { scaledLevel, testOf } from './level.ts';
import type { Comparison, Condition, Levels, Override, RuleBody } from './rule.ts';
import type { Severity } from '../severity.ts';
import type { Test } from './bounds.ts';

/** A trend goes on until the limit is this much further away than where it began: estimates move. */
const trendHold = 1.25;

/**
 * A rule ready for the evaluator, with each of its overrides.
 * @throws FettleError `input_invalid`, which names what is wrong first, with all of it in its details (`problems`)
 */
export function compileRule(id: string, body: RuleBody, describe: Describe = metricNamed): CompiledRule {
  const problems = checkRule(body, describe);
  const [first] = problems;
  if (first) {
    throw new FettleError('input_invalid', `${first.path.join('.')}: ${first.message}`, { problems });
  }
  const { when } = body;
  const metric = 'metric' in when ? (describe(when.metric) ?? null) : null;
  const decimals = metric?.decimals ?? maxDecimals;
  const make = (override: Override) => variantOf(body, override, metric, decimals);
  return {
    id,
    body,
    metric,
    formula: when.kind === 'formula' ? parseFormula(when.expression) : null,
    decimals,
    variants: [make({}), ...body.overrides.map(make)],
  };
}

function variantOf(body: RuleBody, { levels, forMs, off }: Override, metric: Metric | null, decimals: number): Variant {
  const { when } = body;
  const own = 'levels' in when ? { is: when.is, levels: levels ?? when.levels } : null;
  const scaled = own && scaledOf(own.is, own.levels, decimals);
  const after = when.kind === 'absent' ? when.afterMs : 0;
  const tests = scaled
    ? {
        warning: scaled.warning && testOf(scaled.warning, decimals),
        critical: scaled.critical && testOf(scaled.critical, decimals),
      }
    : plainTests(when, metric);
  return { off: off ?? false, forMs: after + (forMs ?? body.forMs), clearForMs: body.clearForMs, ...tests, scaled };
}

function scaledOf(is: Comparison, { warning, critical }: Levels, decimals: number): NonNullable<Variant['scaled']> {
  return {
    warning: warning ? scaledLevel(is, warning, decimals) : null,
    critical: critical ? scaledLevel(is, critical, decimals) : null,
  };
}

/** Of the kinds without levels. */
function plainTests(when: Condition, metric: Metric | null): Pick<Variant, 'warning' | 'critical'> {
  switch (when.kind) {
    case 'state':
      return stateTests(when.states, metric?.states ?? []);
    case 'device':
      return stateTests(when.states, deviceSilences);
    case 'absent':
      // What is evaluated is 1 where a value is missing, else 0.
      return { warning: null, critical: null, [when.severity]: bounds({ high: 1, holdHigh: 1 }) };
    case 'trend': {
      // What is evaluated is the time until the limit is reached, ms.
      const within = (ms: number | undefined) =>
        ms === undefined ? null : bounds({ low: ms, holdLow: ms * trendHold });
      return { warning: within(when.withinMs.warning), critical: within(when.withinMs.critical) };
    }
    case 'value':
    case 'change':
    case 'formula':
    case 'told':
      break;
  }
  return { warning: null, critical: null };
}

/** What is critical is a warning all the more, so that one may become the other without an end between. */
function stateTests(
  { warning, critical }: Readonly<Partial<Record<Severity, readonly string[]>>>,
  words: readonly string[],
): Pick<Variant, 'warning' | 'critical'> {
  const test = (chosen: readonly string[]): Test => ({
    form: 'states',
    states: chosen.map((word) => words.indexOf(word)),
  });
  return {
    warning: warning ? test([...warning, ...(critical ?? [])]) : null,
    critical: critical ? test(critical) : null,
  };
}

function bounds(sides: Partial<Omit<Extract<Test, { form: 'bounds' }>, 'form'>>): Test {
  const [none, all] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return { form: 'bounds', low: none, high: all, holdLow: none, holdHigh: all, ...sides };
}
