// pure
import type { DeviceId, IncidentId } from '@fettle/shared/ids';
import { byId } from './by-id.ts';
import type { Bystander } from './draft.ts';
import type { Incident } from './types.ts';

type Trouble = Pick<Incident, 'id' | 'device' | 'reason' | 'openedAt'>;

const earlier = (a: Trouble, b: Trouble) => a.openedAt - b.openedAt || (a.id < b.id ? -1 : 1);

/**
 * Which incident each of the live ones follows from, by what is so now; those that stand by themselves are absent. The
 * first cause is named, not the nearest: all that hangs on one thing hangs on the same. The order in which they are
 * given does not matter.
 *
 * A device that does not speak is the cause of all else on it. One that is behind another (label `behind`: a name or id
 * in the same site) follows from that one's silence. Where a whole site is unreachable, its silent router is the cause,
 * else what fell silent first.
 */
export function causesOf(live: readonly Trouble[], devices: readonly Bystander[]): ReadonlyMap<IncidentId, IncidentId> {
  const silences = new Map<DeviceId, Trouble>();
  for (const one of live.filter(({ reason }) => reason === 'device').toSorted(earlier)) {
    if (!silences.has(one.device)) silences.set(one.device, one);
  }
  if (silences.size === 0) return new Map();
  const silentAbove = upstream(silences, devices);
  const found = new Map<IncidentId, IncidentId>();
  for (const one of live) {
    const own = silences.get(one.device);
    if (!own) continue;
    const root = rootOf(own, silentAbove);
    if (root.id !== one.id) found.set(one.id, root.id);
  }
  return found;
}

/** The silence from which another follows directly, or undefined. */
type Above = (silence: Trouble) => Trouble | undefined;

function upstream(silences: ReadonlyMap<DeviceId, Trouble>, devices: readonly Bystander[]): Above {
  const known = byId(devices);
  const inSite = Map.groupBy(devices, ({ site }) => site);
  const gateways = new Map<string, Trouble | undefined>();
  return ({ device: id }) => {
    const device = known.get(id);
    if (!device) return undefined;
    const peers = inSite.get(device.site) ?? [];
    const behind = silentBehind(device, peers, silences);
    if (behind) return behind;
    if (device.state !== 'unreachable') return undefined;
    if (!gateways.has(device.site)) gateways.set(device.site, gatewayOf(peers, silences));
    return gateways.get(device.site);
  };
}

/** The nearest silent one of those that a device is behind. */
function silentBehind(
  device: Bystander,
  peers: readonly Bystander[],
  silences: ReadonlyMap<DeviceId, Trouble>,
): Trouble | undefined {
  const seen = new Set<DeviceId>([device.id]);
  for (let at = inFrontOf(device, peers); at && !seen.has(at.id); at = inFrontOf(at, peers)) {
    const silence = silences.get(at.id);
    if (silence) return silence;
    seen.add(at.id);
  }
  return undefined;
}

/** What a device hangs behind, the nearest first; in a ring each once. */
export function devicesAhead(device: Bystander, all: readonly Bystander[]): Bystander[] {
  const peers = all.filter(({ site }) => site === device.site);
  const found: Bystander[] = [];
  const seen = new Set<DeviceId>([device.id]);
  for (let at = inFrontOf(device, peers); at && !seen.has(at.id); at = inFrontOf(at, peers)) {
    found.push(at);
    seen.add(at.id);
  }
  return found;
}

function inFrontOf({ labels }: Bystander, peers: readonly Bystander[]): Bystander | undefined {
  const named = labels['behind'];
  if (named === undefined) return undefined;
  return peers.find(({ id }) => id === named) ?? peers.find(({ name }) => name === named);
}

/** What a whole site's silence comes from: its router, else what fell silent first. */
function gatewayOf(peers: readonly Bystander[], silences: ReadonlyMap<DeviceId, Trouble>): Trouble | undefined {
  const silent = peers.flatMap((device) => {
    const silence = silences.get(device.id);
    return silence ? [{ silence, router: device.kind === 'router' }] : [];
  });
  silent.sort((a, b) => Number(b.router) - Number(a.router) || earlier(a.silence, b.silence));
  return silent[0]?.silence;
}

/** Follows them to the end; in a ring, to the earliest of the ring. */
function rootOf(own: Trouble, above: Above): Trouble {
  const way: Trouble[] = [own];
  for (let at = above(own); at && at.id !== way.at(-1)?.id; at = above(at)) {
    const begin = way.findIndex(({ id }) => id === at?.id);
    if (begin >= 0) return way.slice(begin).toSorted(earlier)[0] ?? own;
    way.push(at);
  }
  return way.at(-1) ?? own;
}
