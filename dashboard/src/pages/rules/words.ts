// pure
import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import { formatQuantity } from '@fettle/shared/quantity';
import type { Condition, Levels, Limit, RuleBody, Where } from '@fettle/shared/rules/rule';
import { durationText } from '../../format/duration.ts';
import { plain } from '../../format/text.ts';
import type { Piece } from '../../parts/piece.ts';
import { severities } from './draft.ts';
import { titleOf } from './metrics.ts';

const strong = (text: string): Piece => ({ text, strong: true });
const text = (words: string): Piece => ({ text: words });

function limitWords(limit: Limit, unit: string): string {
  if (typeof limit === 'number') return formatQuantity(limit, unit);
  return `${formatQuantity(limit[0], unit)} to ${formatQuantity(limit[1], unit)}`;
}

/** Pieces with a word between them: "a, b and c". */
function joined(parts: readonly Piece[][], between = ' and '): Piece[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [text(between), ...part]));
}

function levelWords(levels: Levels, is: string, unit: string): Piece[] {
  const parts = severities.flatMap((severity) => {
    const level = levels[severity];
    return level ? [[text(`${severity} `), strong(`${is} ${limitWords(level.limit, unit)}`)]] : [];
  });
  return joined(parts);
}

function clearWords(levels: Levels, is: string, unit: string): string {
  const back = { above: 'below', below: 'above', outside: 'within' }[is] ?? 'at';
  const parts = severities.flatMap((severity) => {
    const clear = levels[severity]?.clear;
    return clear === undefined ? [] : [`${severity} ${back} ${limitWords(clear, unit)}`];
  });
  return parts.length === 0 ? '' : `${parts.join(', ')}, `;
}

function subject(metric: CatalogueMetric | undefined, name: string, where: Where = {}): Piece[] {
  const of = Object.entries(where)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `${key.split('.').at(-1)?.replaceAll('_', ' ') ?? key} ${plain(value, 60)}`);
  return [strong(metric ? titleOf(metric) : name), ...(of.length === 0 ? [] : [text(', '), strong(of.join(', '))])];
}

function states(when: Extract<Condition, { kind: 'state' | 'device' }>): Piece[] {
  const parts = severities.flatMap((severity) => {
    const found = when.states[severity];
    return found && found.length > 0 ? [[text(`${severity} when `), strong(found.join(' or '))]] : [];
  });
  return joined(parts);
}

/** What must be so, as a sentence without its end. */
function conditionWords(when: Condition, metric: CatalogueMetric | undefined): Piece[] {
  const unit = (when.kind === 'formula' ? when.unit : metric?.unit) ?? '';
  if (when.kind === 'device') return [strong('The device itself'), text(' is '), ...states(when)];
  if (when.kind === 'told') return [text('what somebody tells is '), strong(when.severity)];
  if (when.kind === 'formula')
    return [strong(plain(when.expression, 120)), text(' is '), ...levelWords(when.levels, when.is, unit)];
  const what = subject(metric, when.metric, when.where);
  if (when.kind === 'value') return [...what, text(' is '), ...levelWords(when.levels, when.is, unit)];
  if (when.kind === 'change') {
    const change = text(`: its change over ${durationText(when.overMs)} is `);
    return [...what, change, ...levelWords(when.levels, when.is, unit)];
  }
  if (when.kind === 'state') return [...what, text(' is '), ...states(when)];
  if (when.kind === 'absent')
    return [
      ...what,
      text(` is ${when.severity} when it does not come for `),
      strong(durationText(when.afterMs)),
      text(' while the device speaks'),
    ];
  const within = severities.flatMap((severity) => {
    const ms = when.withinMs[severity];
    return ms === undefined ? [] : [[text(`${severity} when within `), strong(durationText(ms))]];
  });
  const reaches = text(
    ` reaches ${formatQuantity(when.reaches, unit)} by its trend of ${durationText(when.historyMs)}: `,
  );
  return [...what, reaches, ...joined(within)];
}

/** A rule in one sentence, what people chose in bold. */
export function ruleSentence(body: RuleBody, metric: CatalogueMetric | undefined): Piece[] {
  const { when, forMs, clearForMs, selector, overrides, enabled } = body;
  const unit = (when.kind === 'formula' ? when.unit : metric?.unit) ?? '';
  const clear = 'levels' in when ? clearWords(when.levels, when.is, unit) : '';
  const times =
    overrides.length === 0
      ? []
      : [text(` It is different in ${overrides.length === 1 ? 'one case' : `${overrides.length} cases`}.`)];
  return [
    text('On '),
    strong(selector === '' ? 'every device' : plain(selector, 160)),
    text(': '),
    ...conditionWords(when, metric),
    ...(forMs === 0 ? [text(', '), strong('at once')] : [text(' for '), strong(durationText(forMs))]),
    text(`. Clear again ${clear}${clearForMs === 0 ? 'at once' : `after ${durationText(clearForMs)}`}.`),
    ...times,
    ...(enabled ? [] : [text(' It is '), strong('switched off'), text('.')]),
  ];
}
