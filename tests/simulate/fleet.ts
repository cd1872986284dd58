// pure but for the keys, which are made of the seed
/** The simulated fleet: the same seed, count and time give the same devices and the same troubles. */
import type { DeviceId } from '@fettle/shared/ids';
import { deviceIdOf } from './identity.ts';
import { chance, pick, seedOf } from './noise.ts';
import { offSpans, type OffSpan } from './power.ts';
import { type Mount, type Role, type RoleName, roles, type System } from './roles.ts';
import { day, hour, type Span } from './time.ts';
import { planTroubles } from './troubles.ts';
import { aheadMs, type Truth } from './truth.ts';

export interface FleetOptions {
  readonly seed: number;
  readonly devices: number;
  /** When history begins and when it meets the present, ms since 1970. */
  readonly begin: number;
  readonly end: number;
}

/** What a device is, before anything happens to it. */
export interface Body {
  readonly index: number;
  readonly seed: number;
  readonly id: DeviceId;
  readonly name: string;
  readonly site: string;
  readonly role: Role;
  readonly system: System;
  readonly model: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly cores: number;
  readonly memory: number;
  readonly mounts: readonly Mount[];
  /** It is switched off every evening and over the weekend. */
  readonly nights: boolean;
  /** It measures so long after each multiple of its interval, ms. */
  readonly phase: number;
  /** Its clock is usually so far behind, ms. */
  readonly offset: number;
}

export interface Device extends Body {
  /** Its own and those of its site, by beginning. */
  readonly troubles: readonly Truth[];
  readonly off: readonly OffSpan[];
  readonly boots: readonly number[];
  /** When its site cannot be reached. */
  readonly cut: readonly Span[];
}

export interface Fleet {
  readonly options: FleetOptions;
  readonly devices: readonly Device[];
  /** By beginning. */
  readonly truths: readonly Truth[];
}

/** Devices measure at a moment of their own in the first of these ms of an interval. */
export const spreadMs = 10_000;

const sites = [
  { code: 'ber', site: 'berlin' },
  { code: 'ham', site: 'hamburg' },
  { code: 'vie', site: 'vienna' },
  { code: 'zrh', site: 'zurich' },
] as const;
/** Of a hundred devices that are no router. */
const mix: readonly (readonly [RoleName, number])[] = [
  ['web', 25],
  ['db', 15],
  ['file', 8],
  ['build', 12],
  ['pc', 40],
];
const devicesPerRouter = 25;

export function makeFleet(options: FleetOptions): Fleet {
  const bodies = makeBodies(options);
  const truths = planTroubles(bodies, options);
  const horizon = { from: options.begin - day, to: options.end + aheadMs };
  const devices = bodies.map((body): Device => {
    const troubles = truths.filter(({ device, site }) => (device === null ? site === body.site : device === body.name));
    const off = offSpans(body, troubles, horizon);
    const first = options.begin - Math.round(chance(body.seed, 3, 0) * 60 * day) - hour;
    return {
      ...body,
      troubles,
      off,
      boots: [first, ...off.map(({ boot }) => boot)],
      cut: troubles.filter(({ kind }) => kind === 'site-outage'),
    };
  });
  return { options, devices, truths };
}

function makeBodies({ seed, devices }: FleetOptions): Body[] {
  const used = sites.slice(0, Math.max(1, Math.min(sites.length, Math.floor(devices / 3))));
  const routers = Math.max(used.length, Math.round(devices / devicesPerRouter));
  const counters = new Map<string, number>();
  return Array.from({ length: devices }, (_, index) => {
    const { code, site } = used[index % used.length] ?? sites[0];
    const roleName = index < routers ? 'gw' : roleOf(index - routers);
    const number = (counters.get(code + roleName) ?? 0) + 1;
    counters.set(code + roleName, number);
    const name = `${code}-${roleName}-${String(number).padStart(2, '0')}`;
    return makeBody({ index, name, site, role: roles[roleName], fleetSeed: seed });
  });
}

/** Spread so that also a few devices are of all roles, in about the right shares. */
function roleOf(place: number): RoleName {
  // 37 and 100 have no divisor in common: a hundred in a row meet each number once.
  let at = (place * 37 + 5) % 100;
  for (const [role, share] of mix) {
    if (at < share) return role;
    at -= share;
  }
  return 'pc';
}

interface Making {
  readonly index: number;
  readonly name: string;
  readonly site: string;
  readonly role: Role;
  readonly fleetSeed: number;
}

function makeBody({ index, name, site, role, fleetSeed }: Making): Body {
  const seed = seedOf(fleetSeed, name);
  const system = pick(seed, 1, role.systems);
  const env = role.env === 'production' && chance(seed, 2, 0) < 0.15 ? 'test' : role.env;
  return {
    index,
    seed,
    id: deviceIdOf(fleetSeed, index),
    name,
    site,
    role,
    system,
    model: pick(seed, 4, role.models),
    labels: { role: role.role, env },
    cores: pick(seed, 5, role.cores),
    memory: pick(seed, 6, role.memory),
    mounts: role.mounts.map((mount, i) => ({
      ...mount,
      point: system.family === 'windows' ? `${'CEF'[i] ?? 'G'}:` : mount.point,
      level: mount.level + 0.12 * (chance(seed, 7, i) - 0.5),
    })),
    nights: role.kind === 'desktop' && chance(seed, 8, 0) < 0.3,
    phase: Math.floor(chance(seed, 9, 0) * spreadMs),
    offset: Math.round(40 * (chance(seed, 10, 0) - 0.5)),
  };
}
