// pure
import { FettleError } from '@fettle/shared/errors';
import { matches, type Selectable } from '@fettle/shared/selector/match';
import { parseSelector, type Selector } from '@fettle/shared/selector/parse';
import type { Actor, Scope } from './types.ts';

/** Selectors of scopes as they were read; few people, few selectors. */
const read = new Map<string, Selector>();
const readAtMost = 1_000;

function selectorOf(text: string): Selector {
  const known = read.get(text);
  if (known) return known;
  const selector = parseSelector(text);
  if (read.size >= readAtMost) read.clear();
  read.set(text, selector);
  return selector;
}

/** A scope from what a person or a token has; an empty selector is none. */
export function scopeOf({ sites, selector }: { readonly sites: Scope['sites']; readonly selector?: string }): Scope {
  return selector === undefined || selector.trim() === '' ? { sites } : { sites, selector };
}

/** Whether a site is within the scope's; null, what is of no site, always is. Of a device ask `seesDevice`. */
export function inScope({ sites }: Scope, site: string | null): boolean {
  return sites === 'all' || site === null || sites.includes(site);
}

/** Whether a device is one that the scope shows: at its sites, and chosen by its selector. */
export function seesDevice(scope: Scope, device: Selectable): boolean {
  if (!inScope(scope, device.site)) return false;
  return scope.selector === undefined || matches(selectorOf(scope.selector), device);
}

/** Whether two have a site in common; `all` has one in common with everybody. */
export function overlaps(a: Pick<Scope, 'sites'>, b: Pick<Scope, 'sites'>): boolean {
  if (a.sites === 'all' || b.sites === 'all') return true;
  const { sites } = a;
  return b.sites.some((site) => sites.includes(site));
}

/** The sites that both have. */
export function commonSites(a: Pick<Scope, 'sites'>, b: Pick<Scope, 'sites'>): Scope['sites'] {
  if (a.sites === 'all') return b.sites;
  return a.sites.filter((site) => inScope(b, site));
}

/**
 * Whether nothing of `inner` lies outside `outer`. Of selectors nobody can tell in general which one chooses less: who has
 * one covers only those who have the same.
 */
export function covers(outer: Scope, inner: Scope): boolean {
  if (outer.sites !== 'all' && (inner.sites === 'all' || !inner.sites.every((site) => inScope(outer, site)))) {
    return false;
  }
  return outer.selector === undefined || outer.selector === inner.selector;
}

/** @throws FettleError `not_allowed` when the site is none of the actor's */
export function allowSite(actor: Actor, site: string): void {
  if (!inScope(actor.scope, site)) throw new FettleError('not_allowed', 'This site is none of yours.', { site });
}
