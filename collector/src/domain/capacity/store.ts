import type { DeviceId } from '@fettle/shared/ids';
import type { Scope } from '../access/index.ts';
import type { Note } from '../events/index.ts';
import type { Forecast, Limit, StoredForecast } from './types.ts';

export interface ForecastQuery {
  readonly kind?: Forecast['kind'];
  readonly site?: string;
  readonly device?: string;
  /** Only what is full before it, ms since 1970. */
  readonly before?: number;
}

/** Each method is one atomic step. */
export interface CapacityStore {
  /** Those of the scope’s sites, and those of no site where the scope is of all; by id. */
  limits(scope: Scope): Promise<Limit[]>;
  /** Adds a limit (`version` 1) or puts it in the place of the version before it. Called twice at once with the same version, one wins. */
  putLimit(limit: Limit, note: Note): Promise<'put' | 'changed_meanwhile'>;
  /** With what was counted of it and its forecast. Called twice at once, one wins. */
  removeLimit(id: string, version: number, note: Note): Promise<'removed' | 'changed_meanwhile' | 'not_found'>;

  /** How many seats were taken on which day (days since 1970), ascending. */
  counts(limit: string): Promise<readonly (readonly [day: number, count: number])[]>;
  /** The newest word of a day holds. */
  keepCount(limit: string, day: number, count: number): Promise<void>;

  /**
   * Those of the scope’s sites, and those of no site where the scope is of all: soonest full first, those without a date last. What a selector leaves
   * out of the scope is the caller’s to leave out.
   */
  forecasts(scope: Scope, query: ForecastQuery): Promise<StoredForecast[]>;
  forecast(scope: Scope, id: string): Promise<StoredForecast | null>;
  /** Puts these in the place of all that these owners had: a device, or `limit:<id>`. */
  keepForecasts(owners: readonly ForecastOwner[], forecasts: readonly Forecast[], madeAt: number): Promise<void>;
  /** Removes what was reckoned before a time: what it was of is gone. */
  sweepForecasts(before: number): Promise<void>;
  /** When the oldest of them was reckoned; null: there are none. */
  reckonedAt(): Promise<number | null>;
}

export type ForecastOwner = DeviceId | `limit:${string}`;
