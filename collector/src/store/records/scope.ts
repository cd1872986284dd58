import { matches, type Selectable } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import { type Expression, sql, type SqlBool } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';

/** The condition that a site column is within a scope. What a selector leaves out of it is left out by `chosenBy`. */
export function within(scope: Scope, column: string): Expression<SqlBool> {
  if (scope.sites === 'all') return sql<SqlBool>`1 = 1`;
  if (scope.sites.length === 0) return sql<SqlBool>`1 = 0`;
  return sql<SqlBool>`${sql.ref(column)} in (${sql.join(scope.sites)})`;
}

/** Whether nothing is left out: then `within` is the same text for all. */
export const isEverywhere = ({ sites, selector }: Scope): boolean => sites === 'all' && selector === undefined;

/** The same, where what has no site is for everybody. */
export function withinOrEverywhere(scope: Scope, column: string): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(column)} is null or ${within(scope, column)})`;
}

/** Whether the scope's selector chooses something; read once, for many. */
export function chosenBy({ selector }: Scope): (subject: Selectable) => boolean {
  if (selector === undefined) return () => true;
  const parsed = parseSelector(selector);
  return (subject) => matches(parsed, subject);
}

/** Whether nothing of `inner` lies outside the scope; of selectors nobody can tell which one chooses less, unless they are the same. */
export function coversScope({ sites, selector }: Scope, inner: Scope): boolean {
  if (sites !== 'all' && (inner.sites === 'all' || !inner.sites.every((site) => sites.includes(site)))) return false;
  return selector === undefined || selector === inner.selector;
}

/** Whether somebody with these sites has one in common with the scope. */
export function sharesSite({ sites }: Scope, others: Scope['sites']): boolean {
  if (sites === 'all' || others === 'all') return true;
  return others.some((site) => sites.includes(site));
}
