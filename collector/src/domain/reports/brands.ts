import type { Brand as DocumentBrand } from '@fettle/shared/reports/document';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, audited, inScope } from '../access/index.ts';
import { wrongBrand } from './check-brand.ts';
import type { ReportsContext } from './context.ts';
import type { ReportStore } from './store.ts';
import type { Brand } from './types.ts';

/** By id; of whoever sees only some sites, those of these. */
export async function listBrands({ store }: Pick<ReportsContext, 'store'>, actor: Actor): Promise<Brand[]> {
  allow(actor, 'report.read');
  return (await store.brands()).filter((brand) => seesBrand(actor, brand));
}

/** @throws FettleError `not_allowed`, `input_invalid`, `changed_meanwhile`, `not_found` */
export async function putBrand(
  { store, now }: Pick<ReportsContext, 'store' | 'now'>,
  actor: Actor,
  input: Brand,
): Promise<Brand> {
  allow(actor, 'brand.change');
  allowSites(actor, input);
  const wrong = wrongBrand(input);
  if (wrong !== null) throw new FettleError('input_invalid', wrong);
  const all = await store.brands();
  const before = all.find(({ id }) => id === input.id);
  if (before === undefined && input.version > 0) throw new FettleError('not_found');
  if (before !== undefined) allowSites(actor, before);
  for (const other of all) {
    const shared = other.id === input.id ? undefined : input.sites.find((site) => other.sites.includes(site));
    if (shared !== undefined)
      throw new FettleError('input_invalid', `The site ${shared} has the brand ${other.id} already.`);
  }
  const brand: Brand = { ...input, version: input.version + 1 };
  const answer = await store.putBrand(brand, noteOf(actor, now, 'reports.put-brand', brand));
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
  return brand;
}

/** @throws FettleError `not_allowed`, `changed_meanwhile`, `not_found` */
export async function deleteBrand(
  { store, now }: Pick<ReportsContext, 'store' | 'now'>,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allow(actor, 'brand.change');
  const found = (await store.brands()).find((brand) => brand.id === id && seesBrand(actor, brand));
  if (found === undefined) throw new FettleError('not_found');
  allowSites(actor, found);
  const answer = await store.removeBrand(id, version, noteOf(actor, now, 'reports.delete-brand', found));
  if (answer !== 'removed') throw new FettleError(answer);
}

/** The brand of a site; null: it has none. */
export async function brandOf(store: Pick<ReportStore, 'brands'>, site: string | null): Promise<Brand | null> {
  if (site === null) return null;
  return (await store.brands()).find(({ sites }) => sites.includes(site)) ?? null;
}

/** As it stands in a document. */
export function dressOf({ name, accent, logo, foot }: Brand): DocumentBrand {
  return { name, accent, logo, foot };
}

function noteOf(actor: Actor, now: number, action: string, { id, name, sites }: Brand) {
  return {
    events: [{ time: now, kind: 'brand.changed', device: null, site: null, detail: { brand: id } }],
    audit: [audited(actor, now, action, `brand:${id}`, { name, sites })],
  };
}

function seesBrand({ scope }: Actor, { sites }: Brand): boolean {
  return scope.sites === 'all' || sites.length === 0 || sites.some((site) => inScope(scope, site));
}

/** Who sees some sites changes only what is of these alone. @throws FettleError `not_allowed` */
function allowSites({ scope }: Actor, { sites }: Brand): void {
  if (scope.sites === 'all' || (sites.length > 0 && sites.every((site) => inScope(scope, site)))) return;
  throw new FettleError('not_allowed', 'This brand is also of sites that are none of yours.');
}
