import type { ServiceBody, ServiceState } from '@fettle/shared/api/services';
import type { DeviceId, IncidentId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import type { WindowWhen } from '../windows/index.ts';

/** A slug that people choose. */
export type ServiceId = string;

/** A business service as it is kept; its composition over time stands beside it. */
export interface Service extends ServiceBody {
  readonly id: ServiceId;
  /** From when its history counts. */
  readonly countedFrom: number;
  readonly version: number;
}

/**
 * A time in which something of a device was out: an incident was open with one severity, or the device did not speak. Made of what
 * incidents and devices told, so that it is known to the millisecond; a reopened incident has one for each time, a severity that changes
 * ends one and begins another.
 */
export interface Spell {
  /** `i:<incident>:<from>` or `a:<device>:<from>`. */
  readonly id: string;
  readonly kind: 'incident' | 'away';
  readonly device: DeviceId;
  /** Of the device when it began. */
  readonly site: string;
  readonly incident: IncidentId | null;
  readonly rule: string | null;
  readonly instance: string | null;
  readonly severity: Severity | null;
  readonly words: string;
  readonly from: number;
  /** Null: it lasts. */
  readonly to: number | null;
}

/** What a service was made of from a time on, until the next composition; devices that selectors chose are written out. */
export interface Composition {
  readonly service: ServiceId;
  readonly from: number;
  readonly parts: ServiceBody['parts'];
  /** For each part its devices (of `service` parts: none). */
  readonly devices: readonly (readonly DeviceId[])[];
}

/** What a window was for some time: when it opens, and the devices that it was for, written out. */
export interface WindowTerm {
  readonly window: string;
  readonly from: number;
  /** Null: it still is so. */
  readonly to: number | null;
  readonly when: WindowWhen;
  readonly devices: readonly DeviceId[];
}

/** [from, to) ms since 1970. */
export interface Opening {
  readonly from: number;
  readonly to: number;
}

/**
 * One stretch of a service's history. `causes` are ids of spells, or `service:<id>` of services that it relies on, at most 100: of each
 * part those that began first.
 */
export interface StateStretch {
  readonly from: number;
  readonly to: number;
  readonly state: ServiceState;
  /** Something is out, and all of it was to be: of `window` always, of `degraded` it may be so, of others never. */
  readonly planned: boolean;
  readonly causes: readonly string[];
}
