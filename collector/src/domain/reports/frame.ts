// pure
import type { Brand, ReportDocument } from '@fettle/shared/reports/document';
import { looseEnds } from './basis-book.ts';
import type { Ask, ReportBody, ReportKind } from './kind.ts';
import { spanWords } from './period.ts';

/** For whom a report is, and how it looks. */
export interface Dress {
  readonly madeFor: string | null;
  readonly brand: Brand | null;
}

/** Puts the frame around what a kind gave. @throws Error when a number of it cannot be followed: the kind is wrong */
export function frame(
  kind: Pick<ReportKind, 'id' | 'title'>,
  ask: Ask,
  body: ReportBody,
  { madeFor, brand }: Dress,
): ReportDocument {
  const [loose] = looseEnds(body);
  if (loose !== undefined) throw new Error(`report ${kind.id}: ${loose}`);
  const { from, to, zone, before, now, currency } = ask;
  return {
    version: 1,
    kind: kind.id,
    title: kind.title,
    subtitle: subtitleOf(ask),
    sentence: body.sentence,
    from,
    to,
    zone,
    before,
    madeAt: now,
    madeFor,
    currency,
    brand,
    counted: body.counted,
    sections: body.sections,
    bases: body.bases,
  };
}

/** `October 2026, all sites, Europe/Berlin` */
export function subtitleOf({ from, to, zone, period, site, service, scope }: Ask): string {
  const { sites, selector } = scope;
  const where = site ?? (sites === 'all' ? 'all sites' : sites.join(', '));
  const narrowed = [selector ?? null, service === null ? null : `service ${service}`].filter((one) => one !== null);
  return [spanWords({ from, to, zone, period }), where, ...narrowed, zone].join(', ');
}
