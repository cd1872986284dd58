// pure
import type { DeviceId } from '@fettle/shared/ids';
import type { Composition, StateStretch } from '../services/index.ts';
import { joined, type Span } from './calendar.ts';
import type { BackupLook } from './types.ts';

/**
 * When a service was fresh: at a time at which each device that it is made of had a run of `backup-freshness` that told its backup fresh no
 * longer than `withinMs` before, and none since then that told otherwise. Cause of a time that is not: `b:<device>`, each that was not.
 * Before the first composition, and while it is made of no device, nobody can tell.
 * @param looks of its devices, oldest first, from `withinMs` before
 */
export function freshnessIn(
  looks: readonly BackupLook[],
  compositions: readonly Composition[],
  withinMs: number,
  { from, to }: Span,
): StateStretch[] {
  const byDevice = Map.groupBy(looks, ({ device }) => device);
  const fresh = new Map([...byDevice].map(([device, own]) => [device, freshSpans(own, withinMs)]));
  const stretches: StateStretch[] = [];
  compositions.forEach((composition, i) => {
    const held = { from: Math.max(from, composition.from), to: Math.min(to, compositions[i + 1]?.from ?? to) };
    if (held.from >= held.to) return;
    const devices = [...new Set(composition.devices.flat())].toSorted();
    if (devices.length > 0) stretches.push(...cut(devices, fresh, held));
  });
  return stretches;
}

/** When what was told of one device holds. */
function freshSpans(looks: readonly BackupLook[], withinMs: number): Span[] {
  return joined(
    looks.flatMap(({ time, fresh }, i) => {
      if (!fresh) return [];
      const next = looks[i + 1]?.time ?? Infinity;
      return [{ from: time, to: Math.min(time + withinMs, next) }];
    }),
  );
}

function cut(devices: readonly DeviceId[], fresh: ReadonlyMap<DeviceId, readonly Span[]>, held: Span): StateStretch[] {
  const times = new Set([held.from]);
  for (const device of devices) {
    for (const span of fresh.get(device) ?? []) {
      for (const time of [span.from, span.to]) if (time > held.from && time < held.to) times.add(time);
    }
  }
  const marks = [...times].toSorted((a, b) => a - b);
  return marks.map((at, i) => {
    const stale = devices.filter((device) => !fresh.get(device)?.some((span) => span.from <= at && at < span.to));
    return {
      from: at,
      to: marks[i + 1] ?? held.to,
      state: stale.length === 0 ? 'in-order' : 'down',
      planned: false,
      causes: stale.map((device) => `b:${device}`),
    };
  });
}
