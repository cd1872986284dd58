import type { Device } from '@fettle/shared/api/devices';
import type { EventItem } from '@fettle/shared/api/events';
import type { Span } from '../../charts/gaps.ts';
import { minute } from '../../format/time.ts';

const reasons: Readonly<Record<string, string>> = {
  stopped: 'agent stopped on purpose',
  offline: 'no goodbye',
  unreachable: 'unreachable',
  unknown: 'unknown',
};

/** Why a device said nothing in a gap, as far as its events tell; empty when they do not. */
export function gapReason(
  { from, to }: Span,
  device: Pick<Device, 'enrolledAt'>,
  events: readonly EventItem[],
): string {
  if (to <= device.enrolledAt + minute) return 'not enrolled yet';
  const began = events.filter(
    ({ kind, time, detail }) =>
      kind === 'device.state' && time >= from - minute && time <= to && reasons[String(detail['to'])] !== undefined,
  );
  const first = began.toSorted((a, b) => a.time - b.time)[0];
  if (first) return reasons[String(first.detail['to'])] ?? '';
  const restarted = events.some(({ kind, time }) => kind === 'device.restarted' && time >= from && time <= to + minute);
  return restarted ? 'restarted' : '';
}
