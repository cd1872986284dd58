import type { Device } from '../devices/index.ts';
import { betweenFailures, type BetweenFailures } from '../incidents/index.ts';
import { common, joined, lengthIn, lengthOf, outageCost, ppmOf, type Span } from '../levels/index.ts';
import type { Service, Spell, StateStretch } from '../services/index.ts';
import { type BasisBook, keyPart } from './basis-book.ts';
import type { Ask } from './kind.ts';

/** A time in which a service was down, and not by plan. */
export interface Outage extends Span {
  /** So much of it in its hours. */
  readonly ms: number;
  readonly causes: readonly string[];
}

/** What a service was over a span, in its hours. */
export interface Available {
  readonly service: Service;
  readonly key: string;
  readonly measured: readonly Span[];
  readonly downMs: number;
  readonly degradedMs: number;
  readonly plannedMs: number;
  readonly unknownMs: number;
  /** Share of what was measured in which it was not down, rounded down; null: nothing was. */
  readonly ppm: number | null;
  readonly outages: readonly Outage[];
  /** When it was down, in its hours. */
  readonly down: readonly Span[];
  readonly cost: number | null;
  readonly between: BetweenFailures;
}

export function availabilityOf(
  service: Service,
  stretches: readonly StateStretch[],
  hours: readonly Span[],
  span: Span,
): Available {
  const of = (wanted: (stretch: StateStretch) => boolean) => common(joined(stretches.filter(wanted)), hours);
  const down = of(({ state }) => state === 'down');
  const measured = of(({ state }) => state !== 'window' && state !== 'unknown');
  const [downMs, measuredMs] = [lengthOf(down), lengthOf(measured)];
  const outages = outagesOf(stretches, down);
  const failures = outages.map(({ from, to }) => ({ unit: service.id, key: String(from), from, to }));
  return {
    service,
    key: keyPart(service.id),
    measured,
    downMs,
    degradedMs: lengthOf(of(({ state }) => state === 'degraded')),
    plannedMs: lengthOf(of(({ state }) => state === 'window')),
    unknownMs: lengthOf(of(({ state }) => state === 'unknown')),
    ppm: ppmOf(measuredMs - downMs, measuredMs),
    outages,
    down,
    cost: service.costPerHour === null ? null : outageCost(downMs, service.costPerHour),
    between: betweenFailures(failures, span, 1),
  };
}

function outagesOf(stretches: readonly StateStretch[], down: readonly Span[]): Outage[] {
  const own = stretches.filter(({ state }) => state === 'down');
  return joined(own).flatMap(({ from, to }) => {
    const ms = lengthIn(down, from, to);
    const causes = own.filter((one) => one.from < to && one.to > from).flatMap((one) => one.causes);
    return ms === 0 ? [] : [{ from, to, ms, causes: [...new Set(causes)] }];
  });
}

/** When a device was not there. */
export interface DeviceAway {
  readonly device: Device;
  readonly knownMs: number;
  readonly awayMs: number;
  readonly times: number;
  readonly ppm: number | null;
  readonly between: BetweenFailures;
  readonly from: number;
}

/** Each device from when it was enrolled, least available first. */
export function deviceAway(devices: readonly Device[], spells: readonly Spell[], span: Span): DeviceAway[] {
  const byDevice = Map.groupBy(
    spells.filter(({ kind }) => kind === 'away'),
    ({ device }) => device,
  );
  const found = devices.map((device) => {
    const from = Math.min(span.to, Math.max(span.from, device.enrolledAt));
    const known = { from, to: span.to };
    const failures = (byDevice.get(device.id) ?? []).map((one) => {
      return { unit: device.id, key: one.id, from: one.from, to: one.to };
    });
    const between = betweenFailures(failures, known, 1);
    const knownMs = span.to - from;
    return {
      device,
      knownMs,
      awayMs: between.downMs,
      times: between.failures,
      ppm: ppmOf(knownMs - between.downMs, knownMs),
      between,
      from,
    };
  });
  return found.toSorted(
    (a, b) => (a.ppm ?? 2_000_000) - (b.ppm ?? 2_000_000) || (a.device.name < b.device.name ? -1 : 1),
  );
}

export interface AvailabilityFacts {
  readonly ask: Ask;
  readonly book: BasisBook;
  /** Least available first. */
  readonly services: readonly Available[];
  readonly before: ReadonlyMap<string, Available>;
  readonly devices: readonly DeviceAway[];
  readonly spells: ReadonlyMap<string, Spell>;
  readonly deviceNames: ReadonlyMap<string, string>;
}

export const measuredOf = ({ measured }: Available): number => lengthOf(measured);
