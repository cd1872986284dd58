// pure
import type { Part, ServiceBody } from '@fettle/shared/api/services';
import type { Written } from '@fettle/shared/rules/write';

/** A service as it stands in a file: what is usual is left out, and reading it gives the same service. */
export function writeService(body: ServiceBody): Written {
  const { name, description, owner, pointPerson, criticality, calendar, costPerHour, site, parts } = body;
  return {
    name,
    ...(description !== '' && { description }),
    ...(owner !== null && { owner }),
    ...(pointPerson !== null && { 'point-person': pointPerson }),
    ...(criticality !== 'ordinary' && { criticality }),
    ...(calendar !== null && { calendar }),
    ...(costPerHour !== null && { 'cost-per-hour': costPerHour }),
    ...(site !== null && { site }),
    parts: Object.fromEntries(parts.map((part) => [part.name, writePart(part)])),
  };
}

function writePart({ of, need, impact }: Part): Written {
  return {
    ...writeOf(of),
    ...(need.kind !== 'all' && { need: need.kind === 'any' ? 'any' : need.count }),
    ...(impact !== 'down' && { impact }),
  };
}

const one = (ids: readonly string[]) => (ids.length === 1 ? ids[0] : ids);

function writeOf(of: Part['of']): Written {
  if (of.kind === 'devices') return { devices: of.selector, ...counts(of.counts) };
  if (of.kind === 'device') return { device: one(of.ids), ...counts(of.counts) };
  if (of.kind === 'service') return { services: one(of.ids) };
  return {
    check: of.rule,
    ...(of.selector !== '' && { scope: of.selector }),
    ...(of.instance !== undefined && { instance: of.instance }),
  };
}

const counts = (what: 'away' | 'critical' | 'any'): Written => (what === 'away' ? {} : { counts: what });
