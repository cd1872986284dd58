// pure
import type { WindowId } from '@fettle/shared/ids';
import type { Window } from '../windows/index.ts';
import type { Plan } from './types.ts';

const minute = 60_000;

export const windowIdOf = ({ id }: Pick<Plan, 'id'>) => `plan-${id}` as WindowId;

/** The window of a plan that begins: from now until its planned end, for its devices alone. */
export function windowOf(plan: Plan, now: number): Window {
  const start = Math.floor(now / minute) * minute;
  return {
    id: windowIdOf(plan),
    name: plan.title,
    selector: plan.selector ?? '',
    devices: plan.selector === null ? plan.devices : null,
    scope: plan.scope,
    reason: plan.reason.length > 500 ? `${plan.reason.slice(0, 499)}…` : plan.reason,
    when: {
      zone: 'UTC',
      start: new Date(start).toISOString().slice(0, 16),
      lastsMs: Math.max(minute, plan.to - start),
      repeat: { every: 'once' },
    },
    enabled: true,
    createdBy: plan.madeBy,
    createdAt: now,
    version: 1,
  };
}
