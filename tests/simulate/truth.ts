// pure
import type { DeviceId } from '@fettle/shared/ids';
import { day, type Span } from './time.ts';

export const truthKinds = [
  'memory-leak',
  'disk-fills',
  'device-outage',
  'site-outage',
  'router-reboot',
  'unit-flaps',
  'noisy',
  'clock-offset',
  'cpu-runaway',
] as const;
export type TruthKind = (typeof truthKinds)[number];

/**
 * A trouble that was planted, as `truths.json` tells it: what a person or a test should find. `from` and `to` are exact;
 * what a sample can show of them lies up to one interval later.
 */
export interface Truth extends Span {
  readonly kind: TruthKind;
  /** Null: all devices of the site. */
  readonly device: string | null;
  readonly id: DeviceId | null;
  readonly site: string;
  /** Where it shows; null where it shows by silence. */
  readonly metric: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  /**
   * - memory-leak: `bytesPerHour`; at `to` the device restarts.
   * - disk-fills: `bytesPerHour`, `warningAt`, `criticalAt`, `fullAt` (99.5 %, where it stays); at `to` it is cleaned up.
   * - device-outage, router-reboot: none; the device is off and boots before `to`.
   * - site-outage: none; devices measure on and send it all afterwards.
   * - unit-flaps: `period` and `down`, ms: failed for the first `down` of each period.
   * - noisy: `swing`, the share of the processors by which it jumps.
   * - clock-offset: `offset`, what must be added to the device's clock, ms.
   * - cpu-runaway: `share` of all processors, `pid` of the process.
   */
  readonly figures: Readonly<Record<string, number>>;
  readonly words: string;
}

/** How far beyond the end of the history troubles are planned. */
export const aheadMs = 7 * day;
/** After this much of it is used a file system stays as it is: programs fail to write. */
export const fullShare = 0.995;
/** The limits of the catalogue. */
export const warningShare = 0.87;
export const criticalShare = 0.95;
