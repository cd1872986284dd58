// pure
import type { ObjectiveBody } from '@fettle/shared/api/levels';
import { targetPercent } from '../../format/percent.ts';
import { span } from '../../format/time.ts';

export const kindWords: Readonly<Record<ObjectiveBody['kind'], string>> = {
  availability: 'it is there',
  acknowledge: 'incidents are taken up in time',
  resolve: 'incidents are resolved in time',
  freshness: 'backups are fresh enough',
};

export const periodWords: Readonly<Record<ObjectiveBody['period'], string>> = {
  day: 'each day',
  week: 'each week',
  month: 'each month',
  quarter: 'each quarter',
  year: 'each year',
  'rolling-30': 'over any 30 days',
};

/** What is promised, without the service: "there 99.9 % of the time each month". */
export function promiseWords({
  kind,
  targetPpm,
  period,
  withinMs,
}: Pick<ObjectiveBody, 'kind' | 'targetPpm' | 'period' | 'withinMs'>): string {
  const percent = `${targetPercent(targetPpm)}\u202f%`;
  const when = periodWords[period];
  if (kind === 'availability') return `is there ${percent} of the time ${when}`;
  if (kind === 'freshness') return `has backups no older than ${span(withinMs ?? 0)} ${percent} of the time ${when}`;
  const soon = withinMs === null ? 'within their own targets' : `within ${span(withinMs)}`;
  return `has ${percent} of its incidents ${kind === 'acknowledge' ? 'taken up' : 'resolved'} ${soon} ${when}`;
}
