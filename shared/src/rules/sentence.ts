/** What a whole rule says, in one sentence. */
import { metricNamed } from '../metrics/catalogue.ts';
import { type Metric, readingUnit } from '../metrics/metric.ts';
import { severities } from './check-levels.ts';
import type { Comparison, Condition, Level, Limit, RuleBody } from './rule.ts';
import { durationWords, plainValue, titleOf } from './words.ts';

type Show = (value: number) => string;

/** “File systems used: warning at 85 % or more, critical at 95 % or more, for 10 min; clear below 80 % for 5 min.” */
export function ruleWords(
  { when, forMs, clearForMs }: Pick<RuleBody, 'when' | 'forMs' | 'clearForMs'>,
  describe: (name: string) => Metric | undefined = metricNamed,
): string {
  const metric = 'metric' in when ? describe(when.metric) : undefined;
  const holds = forMs > 0 ? `, for ${durationWords(forMs)}` : '';
  const clear = [clearOf(when, metric), clearForMs > 0 ? `for ${durationWords(clearForMs)}` : ''].filter(Boolean);
  const ends = clear.length === 0 ? '' : `; clear ${clear.join(' ')}`;
  return `${subjectWords(when, metric)}: ${beginWords(when, metric)}${holds}${ends}.`;
}

function subjectWords(when: Condition, metric: Metric | undefined): string {
  if (when.kind === 'device') return 'The device';
  if (when.kind === 'told') return 'What somebody tells';
  if (when.kind === 'formula') return when.expression;
  const chosen = Object.entries(when.where ?? {}).map(([key, value]) => `${key}=${value}`);
  return `${metric ? titleOf(metric) : when.metric}${chosen.length > 0 ? ` (${chosen.join(', ')})` : ''}`;
}

function beginWords(when: Condition, metric: Metric | undefined): string {
  switch (when.kind) {
    case 'value':
    case 'formula':
      return levelWords(when, showOf(when, metric), '');
    case 'change':
      return levelWords(when, showOf(when, metric), ` in ${durationWords(when.overMs)}`);
    case 'state':
    case 'device':
      return severities
        .flatMap((severity) => {
          const states = when.states[severity];
          return states ? [`${severity} when ${states.join(' or ')}`] : [];
        })
        .join(', ');
    case 'told':
      return `${when.severity} until it is said to be over`;
    case 'absent':
      return `${when.severity} when no value comes for ${durationWords(when.afterMs)}`;
    case 'trend':
      break;
  }
  const show = showOf(when, metric);
  const within = severities.flatMap((severity) => {
    const ms = when.withinMs[severity];
    return ms === undefined ? [] : [`${severity} when within ${durationWords(ms)}`];
  });
  return `reaches ${show(when.reaches)}, by the trend of ${durationWords(when.historyMs)}: ${within.join(', ')}`;
}

function showOf(when: Condition, metric: Metric | undefined): Show {
  const unit = when.kind === 'formula' ? (when.unit ?? '') : metric ? readingUnit(metric) : '';
  return (value) => plainValue(value, unit, metric?.decimals ?? 4);
}

type Levelled = Extract<Condition, { readonly levels: unknown }>;

function levelWords({ is, levels }: Levelled, show: Show, after: string): string {
  return severities
    .flatMap((severity) => {
      const level: Level | undefined = levels[severity];
      return level ? [`${severity} ${limitWords(is, level.limit, show)}${after}`] : [];
    })
    .join(', ');
}

function limitWords(is: Comparison, limit: Limit, show: Show): string {
  if (typeof limit === 'object') return `outside ${show(limit[0])} to ${show(limit[1])}`;
  return `at ${show(limit)} or ${is === 'above' ? 'more' : 'less'}`;
}

/** Of the level that ends last; empty where it ends at its limit. */
function clearOf(when: Condition, metric: Metric | undefined): string {
  if (!('levels' in when)) return '';
  const { warning, critical } = when.levels;
  const clear = (warning ?? critical)?.clear;
  if (clear === undefined) return '';
  const show = showOf(when, metric);
  if (typeof clear === 'object') return `within ${show(clear[0])} to ${show(clear[1])}`;
  return `${when.is === 'above' ? 'below' : 'above'} ${show(clear)}`;
}
