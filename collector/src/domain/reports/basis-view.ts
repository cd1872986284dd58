import type { BasisView } from '@fettle/shared/api/reports';
import type { IncidentId, RunId } from '@fettle/shared/ids';
import type { Basis, SeriesBasis } from '@fettle/shared/reports/document';
import { type Actor, inScope } from '../access/index.ts';
import type { ReportPorts } from './ports.ts';

export type BasisPorts = Pick<ReportPorts, 'incidents' | 'runs' | 'devices'>;

/** So many of each list are shown. */
const most = 1_000;

/**
 * What a figure was reckoned from, as the actor may see it: what is not there any more, or lies outside the actor's sites by now, is only
 * an id, and `gone`.
 */
export async function viewBasis(
  ports: BasisPorts,
  actor: Actor,
  basis: Basis,
  bases: Readonly<Record<string, Basis>>,
): Promise<BasisView> {
  const {
    title,
    formula,
    value,
    how,
    incidents = [],
    runs = [],
    series = [],
    services = [],
    changes = [],
    pages = [],
  } = basis;
  const lists = [incidents, runs, series, services, changes, pages];
  return {
    title,
    formula,
    value,
    how,
    incidents: await incidentsOf(ports, actor, incidents.slice(0, most)),
    runs: await runsOf(ports, actor, runs.slice(0, most)),
    series: series.slice(0, most).map((one) => ({ device: one.device, metric: one.metric, ...linksOf(one) })),
    services: services.slice(0, most).map(({ id, from, to }) => ({
      id,
      link: `/services/${encodeURIComponent(id)}?from=${from}&to=${to}`,
      api: `/api/v1/services/${encodeURIComponent(id)}/history?from=${from}&to=${to}`,
    })),
    changes: changes.slice(0, most),
    pages: pages.slice(0, most).map((page) => ({ ...page })),
    bases: (basis.bases ?? []).slice(0, most).map((key) => ({ key, title: bases[key]?.title ?? key })),
    more: lists.reduce((sum, list) => sum + Math.max(0, list.length - most), 0),
  };
}

/** Where a series can be looked at and asked for, as it was counted. */
export function linksOf({ device, metric, attributes, from, to, step, agg }: SeriesBasis): {
  link: string;
  api: string;
} {
  const query = new URLSearchParams({ device, metric, from: String(from), to: String(to) });
  const shown = new URLSearchParams(query);
  for (const [name, value] of Object.entries(attributes ?? {})) shown.append(`is.${name}`, value);
  if (step !== undefined) query.set('step', String(step));
  if (agg !== undefined) query.set('agg', agg);
  return { link: `/explore?${shown.toString()}`, api: `/api/v1/series?${query.toString()}` };
}

async function incidentsOf(
  { incidents }: BasisPorts,
  { scope }: Actor,
  ids: readonly string[],
): Promise<BasisView['incidents']> {
  const found = new Map((await incidents.several(scope, ids as IncidentId[])).map((one) => [one.id as string, one]));
  return ids.map((id) => {
    const one = found.get(id);
    return one === undefined
      ? { id, words: '', deviceName: '', openedAt: 0, resolvedAt: null, gone: true }
      : {
          id,
          words: one.words,
          deviceName: one.deviceName,
          openedAt: one.openedAt,
          resolvedAt: one.resolvedAt,
          gone: false,
        };
  });
}

async function runsOf(
  { runs, devices }: BasisPorts,
  { scope }: Actor,
  ids: readonly string[],
): Promise<BasisView['runs']> {
  if (ids.length === 0) return [];
  const seen = scope.selector === undefined ? null : new Set((await devices.devices(scope)).map(({ id }) => id));
  const found = new Map((await runs.several(ids as RunId[])).map((one) => [one.id as string, one]));
  return ids.map((id) => {
    const one = found.get(id);
    const isSeen = one !== undefined && inScope(scope, one.site) && (seen === null || seen.has(one.device));
    return isSeen
      ? { id, title: one.title, deviceName: one.deviceName, state: one.state, endedAt: one.endedAt, gone: false }
      : { id, title: '', deviceName: '', state: '', endedAt: null, gone: true };
  });
}
