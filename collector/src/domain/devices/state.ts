// pure
import type { DeviceState } from '@fettle/shared/api/devices';

/** What is known of a device's link. Times are the collector's, ms since 1970. */
export interface Link {
  readonly current: DeviceState;
  readonly connected: boolean;
  /** Since when it is connected; what it owes counts from there. Absent: from its last frame. */
  readonly connectedSince?: number | null;
  /** When its last frame arrived; null when none ever did. */
  readonly lastFrameAt: number | null;
  /** How often it measures, ms. */
  readonly interval: number;
  /** Its last word was that it stops. */
  readonly goodbye: boolean;
  /** When the collector began to listen: silence before that says nothing of the device. */
  readonly listeningSince?: number;
  readonly now: number;
}

const shortestPatienceMs = 5_000;

/** How long a device may be silent: three intervals, 5 s at least. */
export function patience(interval: number): number {
  return Math.max(3 * interval, shortestPatienceMs);
}

/**
 * The state of a device. `quarantined` and `retired` are decided by people or by proof and stay. Where nothing can be
 * said yet (the collector or the connection has only just begun) it stays what it was.
 */
export function stateOf(link: Link): DeviceState {
  const { current, connected, connectedSince, lastFrameAt, interval, goodbye, listeningSince = 0, now } = link;
  if (current === 'retired' || current === 'quarantined') return current;
  if (goodbye && !connected) return 'stopped';
  if (lastFrameAt === null) return 'unknown';
  const allowed = patience(interval);
  if (now - lastFrameAt <= allowed) return 'online';
  const owedSince = Math.max(lastFrameAt, listeningSince, connected ? (connectedSince ?? 0) : 0);
  if (now - owedSince <= allowed) return current;
  return connected ? 'late' : 'offline';
}
