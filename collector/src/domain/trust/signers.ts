// pure
import type { Need } from '@fettle/shared/trust/quorum';
import type { Root, TrustRole } from '@fettle/shared/trust/root';

/** How many people of which role must sign, as people are told. */
export interface RoleNeed {
  readonly role: TrustRole;
  readonly people: number;
}

export function needsOf({ roles }: Root, need: Need): RoleNeed[] {
  const operator: RoleNeed = { role: 'operator', people: roles.operator.threshold };
  if (need === 'operator') return [operator];
  return [operator, { role: 'approver', people: roles.approver.threshold }];
}

/** Names of who signed, each once. */
export function namesOf({ keys }: Root, keyIds: readonly string[]): string[] {
  return [...new Set(keyIds.map((id) => keys[id]?.person ?? id))];
}
