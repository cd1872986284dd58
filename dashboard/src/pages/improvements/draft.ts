// pure
import type { ImprovementPut, Measure } from '@fettle/shared/api/improvements';
import type { ImprovementItem } from '../../api/improvements.ts';

/** A finding as it stands in the form. */
export interface ImprovementDraft {
  readonly finding: string;
  readonly action: string;
  readonly owner: string;
  /** `2026-11-30`; empty: no day. */
  readonly due: string;
  readonly kind: Measure['kind'] | 'none';
  readonly rule: string;
  readonly device: string;
  readonly service: string;
  readonly metric: string;
  readonly selector: string;
  readonly quantile: 'p50' | 'p95';
  readonly days: string;
  readonly site: string;
  readonly problem: string | null;
}

export const newImprovement: ImprovementDraft = {
  finding: '',
  action: '',
  owner: '',
  due: '',
  kind: 'incidents',
  rule: '',
  device: '',
  service: '',
  metric: 'system.cpu.busy',
  selector: '',
  quantile: 'p95',
  days: '30',
  site: '',
  problem: null,
};

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

export function improvementDraft(one: ImprovementItem): ImprovementDraft {
  const { finding, action, owner, due, measure, baselineDays, site, problem } = one;
  const known = {
    rule: '',
    device: '',
    service: '',
    ...Object.fromEntries(Object.entries(measure ?? {}).map(([key, value]) => [key, value ?? ''])),
  };
  return {
    ...newImprovement,
    ...known,
    finding,
    action,
    owner: owner ?? '',
    due: due === null ? '' : dayOf(due),
    kind: measure?.kind ?? 'none',
    days: String(baselineDays),
    site: site ?? '',
    problem,
  };
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

function measureOf(draft: ImprovementDraft): Measure | null {
  const [rule, device, service] = [orNull(draft.rule), orNull(draft.device), orNull(draft.service)];
  switch (draft.kind) {
    case 'none':
      return null;
    case 'incidents':
      return { kind: 'incidents', rule, device, service };
    case 'resolve':
      return { kind: 'resolve', rule, service };
    case 'availability':
      return { kind: 'availability', service: service ?? '' };
    case 'metric':
  }
  return { kind: 'metric', metric: draft.metric.trim(), selector: draft.selector.trim(), quantile: draft.quantile };
}

/** What the form says; no body while anything in it is wrong. */
export function readImprovementDraft(
  draft: ImprovementDraft,
  version: number,
): {
  readonly body: ImprovementPut | undefined;
  readonly errors: ReadonlyMap<string, string>;
} {
  const errors = new Map<string, string>();
  if (draft.finding.trim() === '') errors.set('finding', 'Say what was found.');
  const days = Number(draft.days);
  if (!Number.isInteger(days) || days < 1 || days > 365) errors.set('days', 'From 1 to 365 days.');
  if (draft.kind === 'availability' && draft.service.trim() === '') errors.set('service', 'Name the service.');
  const due = draft.due === '' ? null : Date.parse(`${draft.due}T23:59:59Z`);
  if (due !== null && Number.isNaN(due)) errors.set('due', 'Choose a day.');
  if (errors.size > 0) return { body: undefined, errors };
  const { finding, action, owner, site, problem } = draft;
  return {
    body: {
      finding,
      action,
      owner: orNull(owner),
      due,
      measure: measureOf(draft),
      baselineDays: days,
      problem,
      site: orNull(site),
      version,
    },
    errors,
  };
}
