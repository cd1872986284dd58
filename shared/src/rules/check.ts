import { FettleError } from '../errors.ts';
import { metricNamed } from '../metrics/catalogue.ts';
import type { Metric } from '../metrics/metric.ts';
import { maxDecimals } from '../protocol/scaled.ts';
import { parseSelector } from '../selector/parse.ts';
import { isZone } from './calendar.ts';
import { checkLevels, type RuleProblem, severities } from './check-levels.ts';
import { checkFormula } from './formula/check.ts';
import { isKept } from './level.ts';
import type { Condition, DeviceSilence, Levels, Override, RuleBody, Where } from './rule.ts';

export type Describe = (name: string) => Metric | undefined;
type Path = RuleProblem['path'];
type Measured = Extract<Condition, { readonly metric: string }>;

export const deviceSilences: readonly DeviceSilence[] = ['offline', 'unreachable', 'stopped', 'late'];

/** All that is wrong with a rule; empty when it can be compiled. */
export function checkRule(body: RuleBody, describe: Describe = metricNamed): RuleProblem[] {
  const { when } = body;
  return [
    ...checkSelector(body.selector, ['selector']),
    ...checkCondition(when, describe, ['when']),
    ...body.overrides.flatMap((override, place) => checkOverride(override, when, describe, ['overrides', place])),
  ];
}

function checkCondition(when: Condition, describe: Describe, path: Path): RuleProblem[] {
  if (when.kind === 'device') return checkWords(when.states, deviceSilences, 'a device', [...path, 'states']);
  if (when.kind === 'told') return [];
  if (when.kind === 'formula') {
    return [
      ...checkFormula(when.expression, describe, [...path, 'expression']),
      ...checkLevels(when.is, when.levels, maxDecimals, [...path, 'levels']),
    ];
  }
  const metric = describe(when.metric);
  if (!metric) return [{ path: [...path, 'metric'], message: `There is no metric ${when.metric}.` }];
  const isState = metric.kind === 'state';
  if (isState !== (when.kind === 'state') && when.kind !== 'absent') {
    const what = isState ? 'is a state: use the kind “state”' : 'has no states: use the kind “value”';
    return [{ path: [...path, 'kind'], message: `${metric.name} ${what}.` }];
  }
  return [...checkWhere(when.where, metric, [...path, 'where']), ...checkMeasured(when, metric, path)];
}

function checkMeasured(when: Measured, metric: Metric, path: Path): RuleProblem[] {
  switch (when.kind) {
    case 'value':
      return checkLevels(when.is, when.levels, metric.decimals, [...path, 'levels']);
    case 'change':
      return [
        ...atLeast(when.overMs, 1_000, 'a second', [...path, 'overMs']),
        ...checkLevels(when.is, when.levels, metric.decimals, [...path, 'levels']),
      ];
    case 'state':
      return checkWords(when.states, metric.states ?? [], metric.name, [...path, 'states']);
    case 'absent':
      return atLeast(when.afterMs, 1_000, 'a second', [...path, 'afterMs']);
    case 'trend':
      break;
  }
  return checkTrend(when, metric, path);
}

function checkTrend(when: Extract<Condition, { kind: 'trend' }>, metric: Metric, path: Path): RuleProblem[] {
  const { reaches, withinMs, historyMs } = when;
  const found = atLeast(historyMs, 600_000, '10 minutes', [...path, 'historyMs']);
  if (!isKept(reaches, metric.decimals)) {
    found.push({ path: [...path, 'reaches'], message: `${reaches} is finer than the values of ${metric.name}.` });
  }
  const within = [...path, 'withinMs'];
  const { warning, critical } = withinMs;
  if (warning === undefined && critical === undefined) {
    found.push({ path: within, message: 'There is no time: say within what “warning” or “critical” begins.' });
  }
  for (const severity of severities) {
    const time = withinMs[severity];
    if (time !== undefined) found.push(...atLeast(time, 60_000, 'a minute', [...within, severity]));
  }
  if (warning !== undefined && critical !== undefined && critical >= warning) {
    found.push({ path: [...within, 'critical'], message: '“critical” must be a shorter time than “warning”.' });
  }
  return found;
}

function atLeast(ms: number, least: number, words: string, path: Path): RuleProblem[] {
  return ms >= least ? [] : [{ path, message: `This must be at least ${words}.` }];
}

function checkWords(
  states: Readonly<Partial<Record<(typeof severities)[number], readonly string[]>>>,
  known: readonly string[],
  of: string,
  path: Path,
): RuleProblem[] {
  const said = severities.flatMap((severity) =>
    (states[severity] ?? []).map((word, place) => ({ word, path: [...path, severity, place] })),
  );
  if (said.length === 0) return [{ path, message: 'There is no state: say which are “warning” or “critical”.' }];
  return said.flatMap(({ word, path: own }, place) => {
    if (!known.includes(word)) {
      return [{ path: own, message: `“${word}” is no state of ${of}; it has ${known.join(', ')}.` }];
    }
    const twice = said.findIndex((one) => one.word === word) < place;
    return twice ? [{ path: own, message: `“${word}” is named twice.` }] : [];
  });
}

function checkWhere(where: Where | undefined, { name, attributes }: Metric, path: Path): RuleProblem[] {
  return Object.keys(where ?? {}).flatMap((key) => {
    if (attributes.includes(key)) return [];
    const has = attributes.length === 0 ? 'it has none' : `it has ${attributes.join(', ')}`;
    return [{ path: [...path, key], message: `${name} has no attribute ${key}; ${has}.` }];
  });
}

function checkSelector(text: string | undefined, path: Path): RuleProblem[] {
  try {
    parseSelector(text ?? '');
    return [];
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    return [{ path, message: error.message }];
  }
}

function checkOverride(override: Override, when: Condition, describe: Describe, path: Path): RuleProblem[] {
  const { selector, where, calendar, levels, forMs, off } = override;
  const found = checkSelector(selector, [...path, 'selector']);
  if (levels === undefined && forMs === undefined && off === undefined) {
    found.push({ path, message: 'This changes nothing: name “levels”, “forMs” or “off”.' });
  }
  if (calendar?.zone !== undefined && !isZone(calendar.zone)) {
    found.push({ path: [...path, 'calendar', 'zone'], message: `There is no time zone ${calendar.zone}.` });
  }
  if (levels) found.push(...checkOwnLevels(levels, when, describe, [...path, 'levels']));
  if (!where) return found;
  const metric = 'metric' in when ? describe(when.metric) : undefined;
  if (metric) found.push(...checkWhere(where, metric, [...path, 'where']));
  else if (!('metric' in when)) {
    found.push({
      path: [...path, 'where'],
      message: `A rule of the kind “${when.kind}” has no series to choose from.`,
    });
  }
  return found;
}

function checkOwnLevels(levels: Levels, when: Condition, describe: Describe, path: Path): RuleProblem[] {
  if (!('levels' in when)) return [{ path, message: `A rule of the kind “${when.kind}” has no levels.` }];
  const metric = 'metric' in when ? describe(when.metric) : undefined;
  if ('metric' in when && !metric) return [];
  return checkLevels(when.is, levels, metric?.decimals ?? maxDecimals, path);
}
