import { type Expression, sql, type SqlBool } from 'kysely';
import type { Scope } from '../../domain/access/types.ts';

/** The condition that a site column is within a scope. */
export function within(scope: Scope, column: string): Expression<SqlBool> {
  if (scope.sites === 'all') return sql<SqlBool>`1 = 1`;
  if (scope.sites.length === 0) return sql<SqlBool>`1 = 0`;
  return sql<SqlBool>`${sql.ref(column)} in (${sql.join(scope.sites)})`;
}

/** The same, where what has no site is for everybody. */
export function withinOrEverywhere(scope: Scope, column: string): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.ref(column)} is null or ${within(scope, column)})`;
}

/** Whether something that is for some sites is for any of a scope. Of one that sees nothing it is not. */
export function touches(scope: Scope, sites: Scope['sites']): boolean {
  if (scope.sites === 'all') return true;
  return sites === 'all' ? scope.sites.length > 0 : sites.some((site) => scope.sites.includes(site));
}
