import type { ReportAsk } from '@fettle/shared/api/reports';
import { FettleError } from '@fettle/shared/errors';
import { parseSelector } from '@fettle/shared/selector/parse';
import { inScope, type Scope } from '../access/index.ts';
import { kindNamed } from './build.ts';
import { subtitleOf } from './frame.ts';
import { newReportId } from './context.ts';
import { spanOf } from './period.ts';
import type { Report, ReportOrder } from './types.ts';

export interface Dressing {
  readonly brand: string | null;
  readonly madeFor: string | null;
}

/**
 * What is asked for, as an order to make it: span, and scope narrowed to site and selector.
 * @throws FettleError `input_invalid`, `not_found` (kind), `not_allowed` (site), `query_too_long`
 */
export function orderOf(asked: ReportAsk, scope: Scope, now: number, { brand, madeFor }: Dressing): ReportOrder {
  kindNamed(asked.kind);
  const { site = null, selector = '', service = null } = asked;
  if (selector.trim() !== '') parseSelector(selector);
  const { from, to, before, zone, period } = spanOf(asked, now);
  return {
    kind: asked.kind,
    asked,
    from,
    to,
    before,
    zone,
    period,
    site,
    service,
    scope: narrowed(narrowedToSite(scope, site), selector),
    brand,
    madeFor,
  };
}

/** @throws FettleError `not_allowed`: the site is none of the scope's */
export function narrowedToSite(scope: Scope, site: string | null): Scope {
  if (site === null) return scope;
  if (!inScope(scope, site)) throw new FettleError('not_allowed', 'This site is none of yours.', { site });
  return { ...scope, sites: [site] };
}

/** Both selectors hold: in the grammar a comma means and. */
function narrowed(scope: Scope, selector: string): Scope {
  if (selector.trim() === '') return scope;
  return { ...scope, selector: scope.selector === undefined ? selector : `${scope.selector}, ${selector}` };
}

/** A report that waits to be made. */
export function waitingReport(
  order: ReportOrder,
  seenBy: Scope,
  now: number,
  more: Pick<Report, 'plan' | 'dueAt' | 'lateMs' | 'madeBy'>,
): Report {
  return {
    id: newReportId(),
    order,
    seenBy: narrowedToSite(seenBy, order.site),
    ...more,
    title: kindNamed(order.kind).title,
    subtitle: subtitleOf({ ...order, now, currency: '' }),
    sentence: '',
    state: 'making',
    progress: 0,
    doing: 'waits for its turn',
    error: null,
    startedAt: now,
    madeAt: null,
    tookMs: null,
    bytes: 0,
    tables: [],
    tries: 0,
    version: 1,
  };
}
