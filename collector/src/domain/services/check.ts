// pure
import type { Part, ServiceBody } from '@fettle/shared/api/services';
import { parseSelector } from '@fettle/shared/selector/parse';
import type { DeviceId } from '@fettle/shared/ids';
import type { ServiceId } from './types.ts';

/** What is wrong in the words of a service, and what to do; null: nothing. @throws FettleError `input_invalid` (selector) */
export function wrongInService(id: ServiceId, body: ServiceBody): string | null {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) return 'A service’s id has small letters, digits and hyphens, at most 64.';
  if (body.name.trim() === '' || /\p{C}/u.test(body.name)) return 'Its name has visible characters only.';
  const names = new Set<string>();
  for (const part of body.parts) {
    if (part.name.trim() === '' || /\p{C}/u.test(part.name)) return 'The name of a part has visible characters only.';
    if (names.has(part.name)) return `Two parts are called ${part.name}. Call one of them otherwise.`;
    names.add(part.name);
    const wrong = wrongInPart(part);
    if (wrong !== null) return wrong;
  }
  return null;
}

function wrongInPart({ name, of, need }: Part): string | null {
  if (of.kind === 'devices' || of.kind === 'check') parseSelector(of.selector);
  if (of.kind !== 'device' && of.kind !== 'service') return null;
  const twice = of.ids.find((id, i) => of.ids.indexOf(id) !== i);
  if (twice !== undefined) return `${name} names ${twice} twice.`;
  if (need.kind === 'at-least' && need.count > of.ids.length) {
    return `${name} needs ${need.count} of ${of.ids.length}: it would never be in order.`;
  }
  return null;
}

/** Devices and services that it names and that are not among those. */
export function unknownIn(
  parts: readonly Part[],
  devices: ReadonlySet<DeviceId>,
  services: ReadonlySet<ServiceId>,
): string[] {
  return parts.flatMap(({ of }) => {
    if (of.kind === 'device') return of.ids.filter((id) => !devices.has(id as DeviceId));
    return of.kind === 'service' ? of.ids.filter((id) => !services.has(id)) : [];
  });
}

const reliesOn = (parts: readonly Part[]) => parts.flatMap(({ of }) => (of.kind === 'service' ? of.ids : []));

/**
 * The way from a service back to itself, were it made of these parts: its id first and last; null: there is none.
 * @param others parts of all services by id
 */
export function cycleIn(
  id: ServiceId,
  parts: readonly Part[],
  others: ReadonlyMap<ServiceId, readonly Part[]>,
): ServiceId[] | null {
  const known = new Map(others).set(id, parts);
  const seen = new Set<ServiceId>();
  const waiting = reliesOn(parts).map((next) => [id, next]);
  for (let way = waiting.pop(); way; way = waiting.pop()) {
    const last = way.at(-1) ?? '';
    if (last === id) return way;
    if (seen.has(last)) continue;
    seen.add(last);
    for (const next of reliesOn(known.get(last) ?? [])) waiting.push([...way, next]);
  }
  return null;
}
