// pure
import type { Route, RoutePut, Target } from '@fettle/shared/api/notices';
import type { Calendar } from '@fettle/shared/rules/rule';
import { durationText, readDuration } from '../../format/duration.ts';
import { type NamedDraft, namedErrors } from '../../parts/named-errors.ts';

export interface StepDraft {
  readonly after: string;
  readonly targets: readonly Target[];
}

/** A route as it stands in the form. */
export interface RouteDraft extends NamedDraft {
  readonly enabled: boolean;
  readonly order: string;
  readonly selector: string;
  readonly severity: Route['severity'];
  readonly calendar: Calendar | null;
  readonly steps: readonly StepDraft[];
  readonly repeat: string;
  readonly resolved: boolean;
  readonly stop: boolean;
}
export type RouteBody = Omit<RoutePut, 'version'>;

/** A new one comes after all others. */
export const newRoute = (order: number): RouteDraft => ({
  id: '',
  name: '',
  enabled: true,
  order: String(order),
  selector: '',
  severity: 'warning',
  calendar: null,
  steps: [{ after: '0', targets: [] }],
  repeat: '0',
  resolved: true,
  stop: false,
});

export function routeDraft(route: Route): RouteDraft {
  const { id, name, enabled, order, selector, severity, calendar, steps, repeat, resolved, stop } = route;
  return {
    id,
    name,
    enabled,
    selector,
    severity,
    resolved,
    stop,
    order: String(order),
    repeat: String(repeat),
    calendar: calendar ?? null,
    steps: steps.map(({ afterMs, targets }) => ({ after: durationText(afterMs), targets })),
  };
}

const most = 7 * 86_400_000;
const whole = (text: string, highest: number) => /^\d{1,5}$/.test(text) && Number(text) <= highest;

/** The route that a form says, with what is wrong with it by field. */
export function readRouteDraft(draft: RouteDraft): {
  readonly errors: ReadonlyMap<string, string>;
  readonly body: RouteBody | undefined;
} {
  const errors = namedErrors(draft);
  const { name, enabled, order, selector, severity, calendar, steps, repeat, resolved, stop } = draft;
  if (!whole(order, 10_000)) errors.set('order', 'A number from 0 to 10,000.');
  if (!whole(repeat, 10)) errors.set('repeat', 'From 0 to 10.');
  if (calendar?.days.length === 0) errors.set('days', 'Choose at least one day.');
  const read = steps.map(({ after, targets }, index) => {
    const afterMs = readDuration(after);
    if (afterMs === null || afterMs > most) errors.set(`steps.${index}.after`, 'A time up to 7 d: 0, 15 min, 1 h.');
    if (targets.length === 0) errors.set(`steps.${index}.targets`, 'Say who is told.');
    return { afterMs: afterMs ?? 0, targets: [...targets] };
  });
  if (errors.size > 0) return { errors, body: undefined };
  const times = calendar ? { calendar: { ...calendar, days: [...calendar.days] } } : {};
  const body = { name: name.trim(), enabled, order: Number(order), selector: selector.trim(), severity, ...times };
  return { errors, body: { ...body, steps: read, repeat: Number(repeat), resolved, stop } };
}
