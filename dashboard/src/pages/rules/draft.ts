// pure
import type {
  Calendar,
  Comparison,
  Condition,
  Levels,
  Limit,
  Override,
  RuleBody,
  Where,
} from '@fettle/shared/rules/rule';
import { formatQuantity } from '@fettle/shared/quantity';
import type { Severity } from '@fettle/shared/severity';
import { durationText } from '../../format/duration.ts';

export const severities = ['warning', 'critical'] as const satisfies readonly Severity[];

/** A level as it stands in the form; an empty limit: the rule has no such level. */
export interface LevelDraft {
  readonly limit: string;
  readonly clear: string;
}
export type LevelDrafts = Readonly<Record<Severity, LevelDraft>>;

export interface OverrideDraft {
  readonly selector: string;
  readonly where: Where;
  readonly calendar: Calendar | null;
  readonly levels: LevelDrafts;
  readonly for: string;
  readonly off: boolean;
}

/** A rule as it stands in the form: what people write, not yet read. Parts that its kind does not need stay as they were. */
export interface Draft {
  readonly id: string;
  readonly name: string;
  readonly selector: string;
  readonly kind: Condition['kind'];
  readonly metric: string;
  readonly where: Where;
  readonly is: Comparison;
  readonly levels: LevelDrafts;
  readonly states: Readonly<Record<Severity, readonly string[]>>;
  readonly over: string;
  readonly after: string;
  readonly severity: Severity;
  readonly reaches: string;
  readonly within: Readonly<Record<Severity, string>>;
  readonly history: string;
  readonly expression: string;
  readonly unit: string;
  readonly for: string;
  readonly clearFor: string;
  readonly enabled: boolean;
  readonly runbook: string;
  readonly overrides: readonly OverrideDraft[];
}

const noLevels: LevelDrafts = { warning: { limit: '', clear: '' }, critical: { limit: '', clear: '' } };

export const newDraft: Draft = {
  id: '',
  name: '',
  selector: '',
  kind: 'value',
  metric: 'system.filesystem.utilization',
  where: {},
  is: 'above',
  levels: { warning: { limit: '87 %', clear: '85 %' }, critical: { limit: '95 %', clear: '93 %' } },
  states: { warning: [], critical: [] },
  over: '10 min',
  after: '10 min',
  severity: 'warning',
  reaches: '100 %',
  within: { warning: '7 d', critical: '1 d' },
  history: '7 d',
  expression: '',
  unit: '1',
  for: '10 min',
  clearFor: '5 min',
  enabled: true,
  runbook: '',
  overrides: [],
};

export const newOverride: OverrideDraft = {
  selector: '',
  where: {},
  calendar: null,
  levels: noLevels,
  for: '',
  off: false,
};

function limitText(limit: Limit | undefined, unit: string): string {
  if (limit === undefined) return '';
  if (typeof limit === 'number') return formatQuantity(limit, unit);
  return `${formatQuantity(limit[0], unit)} to ${formatQuantity(limit[1], unit)}`;
}

function levelDrafts(levels: Levels | undefined, unit: string): LevelDrafts {
  const one = (severity: Severity): LevelDraft => ({
    limit: limitText(levels?.[severity]?.limit, unit),
    clear: limitText(levels?.[severity]?.clear, unit),
  });
  return { warning: one('warning'), critical: one('critical') };
}

const overrideDraft = (override: Override, unit: string): OverrideDraft => ({
  selector: override.selector ?? '',
  where: override.where ?? {},
  calendar: override.calendar ?? null,
  levels: levelDrafts(override.levels, unit),
  for: override.forMs === undefined ? '' : durationText(override.forMs),
  off: override.off ?? false,
});

/** What the form of each kind shows of a condition. */
function conditionDraft(when: Condition, unit: string): Partial<Draft> {
  const { kind } = when;
  const measured = 'metric' in when ? { metric: when.metric, where: when.where ?? {} } : {};
  if (kind === 'value') return { kind, ...measured, is: when.is, levels: levelDrafts(when.levels, unit) };
  if (kind === 'change')
    return { kind, ...measured, is: when.is, levels: levelDrafts(when.levels, unit), over: durationText(when.overMs) };
  if (kind === 'state' || kind === 'device')
    return { kind, ...measured, states: { warning: when.states.warning ?? [], critical: when.states.critical ?? [] } };
  if (kind === 'told') return { kind, severity: when.severity };
  if (kind === 'absent') return { kind, ...measured, after: durationText(when.afterMs), severity: when.severity };
  if (kind === 'formula') {
    const { expression, is, levels } = when;
    return { kind, expression, unit, is, levels: levelDrafts(levels, unit) };
  }
  const within = (severity: Severity) => {
    const ms = when.withinMs[severity];
    return ms === undefined ? '' : durationText(ms);
  };
  return {
    kind,
    ...measured,
    reaches: formatQuantity(when.reaches, unit),
    within: { warning: within('warning'), critical: within('critical') },
    history: durationText(when.historyMs),
  };
}

/** The form of a rule that is kept. `unit` is its metric's own. */
export function draftOf(id: string, body: RuleBody, unit: string): Draft {
  return {
    ...newDraft,
    levels: noLevels,
    ...conditionDraft(body.when, unit),
    id,
    name: body.name,
    selector: body.selector,
    for: durationText(body.forMs),
    clearFor: durationText(body.clearForMs),
    enabled: body.enabled,
    runbook: body.runbook,
    overrides: body.overrides.map((one) => overrideDraft(one, unit)),
  };
}
