import type { ReportKindId } from '@fettle/shared/api/reports';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, isAllowed, type Permission } from '../access/index.ts';

/** What a report tells that not everybody may know: what money goes where, and how much each person does. */
const rights: Partial<Record<ReportKindId, readonly Permission[]>> = {
  executive: ['value.read', 'manpower.read'],
  workload: ['manpower.read'],
  value: ['value.read'],
  'hand-over': ['hand-over.read'],
  customer: ['manpower.read'],
  availability: ['value.read'],
  'service-levels': ['value.read'],
  capacity: ['value.read'],
  improvement: ['value.read'],
};

/** Whether somebody may know what a kind of report tells. */
export function mayKnow(actor: Actor, kind: ReportKindId): boolean {
  return (rights[kind] ?? []).every((permission) => isAllowed(actor, permission));
}

/** @throws FettleError `not_allowed` */
export function allowKind(actor: Actor, kind: ReportKindId): void {
  if (!mayKnow(actor, kind))
    throw new FettleError(
      'not_allowed',
      `The report “${kind}” tells of money or of people, which your role does not show.`,
    );
}
