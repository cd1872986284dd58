/** How many people have to sign an order or a standing order, and whether they did. */
import { TrustError } from './errors.ts';
import type { OrderStatement } from './order.ts';
import type { Root, TrustRole } from './root.ts';
import type { StandingStatement } from './standing.ts';

/** Whose signatures are asked for: as many operators as the root says; or as many approvers as well, who are others. */
export type Need = 'operator' | 'operator-and-approver';

/** Ending a standing order is the safe direction and needs no second person. */
export function needOf(root: Root, statement: OrderStatement | StandingStatement): Need {
  if (root.policy.solo) return 'operator';
  if ('enabled' in statement) return statement.enabled ? 'operator-and-approver' : 'operator';
  return statement.class === 'dangerous' ? 'operator-and-approver' : 'operator';
}

/** @param signers key ids of those who validly signed; those that hold neither role count for nothing */
export function hasQuorum(root: Root, signers: readonly string[], need: Need): boolean {
  const operators = peopleOf(root, 'operator', signers);
  if (operators.size < root.roles.operator.threshold) return false;
  if (need === 'operator') return true;
  const approvers = peopleOf(root, 'approver', signers);
  const both = new Set([...operators, ...approvers]);
  // Enough of each and enough together: then so many of each can be chosen that nobody is both.
  const { operator, approver } = root.roles;
  return approvers.size >= approver.threshold && both.size >= operator.threshold + approver.threshold;
}

/** Who of the signers holds a role, by name. */
export function peopleOf(root: Root, role: TrustRole, signers: readonly string[]): Set<string> {
  const holders = signers.filter((id) => root.roles[role].keys.includes(id));
  return new Set(holders.map((id) => root.keys[id]?.person).filter((person) => person !== undefined));
}

/** @throws TrustError `scope` when the key of one signer is bound to other sites than this; undefined: no site is known */
export function requireSite(root: Root, signers: readonly string[], site: string | undefined): void {
  const outside = signers.find((id) => {
    const sites = root.keys[id]?.sites;
    return sites !== undefined && (site === undefined || !sites.includes(site));
  });
  if (outside !== undefined) throw new TrustError('scope', outside);
}
