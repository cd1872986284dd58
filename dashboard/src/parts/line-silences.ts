// pure
import type { EventItem } from '@fettle/shared/api/events';
import type { FleetDevice } from '../state/standing.ts';

/** A device of the line's scope. */
export type LineDevice = FleetDevice & { readonly enrolledAt: number };

export interface Silence {
  readonly device: string;
  readonly from: number;
  readonly to: number;
  readonly purpose: boolean;
}

const quiet = new Set(['offline', 'unreachable', 'unknown', 'stopped']);

/** When a device said nothing, from its changes of state and the state it is in. */
export function silencesOf(device: LineDevice, ordered: readonly EventItem[], from: number, now: number): Silence[] {
  const found: Silence[] = [];
  let since: { time: number; purpose: boolean } | undefined;
  const begin = (time: number, state: string) => {
    since ??= { time, purpose: state === 'stopped' };
  };
  const end = (time: number) => {
    if (since) found.push({ device: device.id, from: since.time, to: time, purpose: since.purpose });
    since = undefined;
  };
  let first = true;
  for (const { time, detail } of ordered) {
    const before = String(detail['from']);
    const after = String(detail['to']);
    if (first && quiet.has(before) && device.enrolledAt < from) begin(from, before);
    first = false;
    if (quiet.has(after)) begin(time, after);
    else end(time);
  }
  if (quiet.has(device.state) && device.lastSeen !== null) begin(Math.max(from, device.stateSince), device.state);
  if (since && quiet.has(device.state)) end(now);
  return found;
}

/** Where none of the devices sent anything. */
export function cutsOf(devices: readonly LineDevice[], silences: readonly Silence[], from: number, now: number) {
  const known = devices.filter(({ state, lastSeen }) => state !== 'retired' && lastSeen !== null);
  if (known.length === 0) return [];
  const ids = new Set(known.map(({ id }) => id));
  // By how many more devices are silent, or not yet there, from each time on; the silences of one device never overlap.
  const turns = new Map<number, number>([
    [from, 0],
    [now, 0],
  ]);
  const turn = (time: number, by: number) => turns.set(time, (turns.get(time) ?? 0) + by);
  for (const silence of silences) {
    if (!ids.has(silence.device)) continue;
    turn(silence.from, 1);
    turn(silence.to, -1);
  }
  for (const { enrolledAt } of known) {
    if (enrolledAt <= from) continue;
    turn(from, 1);
    turn(Math.min(now, enrolledAt), -1);
  }
  const cuts: { from: number; to: number }[] = [];
  let silent = 0;
  let since: number | undefined;
  for (const [time, by] of [...turns].toSorted(([a], [b]) => a - b)) {
    silent += by;
    const all = silent >= known.length && time < now;
    if (all) since ??= time;
    else if (since !== undefined) {
      cuts.push({ from: since, to: time });
      since = undefined;
    }
  }
  return cuts;
}
