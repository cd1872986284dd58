// pure
import type { Plan, PlanBody } from '@fettle/shared/api/changes';
import { localOf, utcOf } from '../../format/zoned.ts';

/** A planned change as it stands in the form. */
export interface PlanDraft {
  readonly title: string;
  readonly reason: string;
  readonly risk: PlanBody['risk'];
  readonly wayBack: string;
  readonly selector: string;
  readonly devices: readonly string[];
  /** Local times of the browser's zone. */
  readonly from: string;
  readonly to: string;
  readonly window: boolean;
}

const hour = 3_600_000;

export function newPlan(now: number, zone: string): PlanDraft {
  const begins = Math.ceil(now / hour) * hour + hour;
  return {
    title: '',
    reason: '',
    risk: 'low',
    wayBack: '',
    selector: '',
    devices: [],
    from: localOf(begins, zone),
    to: localOf(begins + 2 * hour, zone),
    window: true,
  };
}

export function planDraft(plan: Plan, zone: string): PlanDraft {
  const { title, reason, risk, wayBack, selector, devices, from, to, window } = plan;
  return {
    title,
    reason,
    risk,
    wayBack,
    selector: selector ?? '',
    devices,
    from: localOf(from, zone),
    to: localOf(to, zone),
    window,
  };
}

/** The plan that a form says, with what is wrong with it by field. */
export function readPlan(
  draft: PlanDraft,
  zone: string,
): { readonly errors: ReadonlyMap<string, string>; readonly body: PlanBody | undefined } {
  const errors = new Map<string, string>();
  const [from, to] = [utcOf(draft.from, zone), utcOf(draft.to, zone)];
  if (draft.title.trim() === '') errors.set('title', 'Say what is changed.');
  if (draft.title.length > 120) errors.set('title', 'At most 120 characters.');
  if (draft.reason.trim() === '') errors.set('reason', 'Say why.');
  if (Number.isNaN(from)) errors.set('from', 'Choose a day and a time.');
  if (Number.isNaN(to)) errors.set('to', 'Choose a day and a time.');
  if (to <= from) errors.set('to', 'It ends before it begins.');
  if (draft.risk !== 'low' && draft.wayBack.trim() === '') errors.set('wayBack', 'Say what is done if it goes wrong.');
  if (errors.size > 0) return { errors, body: undefined };
  const { title, reason, risk, wayBack, selector, devices, window } = draft;
  return {
    errors,
    body: {
      title: title.trim(),
      reason: reason.trim(),
      risk,
      wayBack: wayBack.trim(),
      selector: devices.length > 0 ? null : selector.trim(),
      devices: [...devices],
      from,
      to,
      window,
    },
  };
}
