import type { Forecast, ForecastDetail, Limit } from '@fettle/shared/api/capacity';
import type { DeviceId } from '@fettle/shared/ids';

/** One day of something that fills up. */
export interface Day {
  /** Days since 1970, UTC. */
  readonly day: number;
  /** When the value was so, in days since 1970: the end of the day for its highest, the middle for what is usual of it. */
  readonly at: number;
  readonly value: number;
}

/** What is forecast, with its past. */
export interface Subject {
  /** Equal for the same thing on each day: `filesystem:d…:/var`. */
  readonly id: string;
  readonly kind: Forecast['kind'];
  readonly device: DeviceId | null;
  readonly deviceName: string;
  readonly site: string | null;
  readonly metric: string | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly title: string;
  readonly unit: string;
  readonly value: number;
  readonly limit: number;
  /** Whether its days of the week may differ: what people cause. */
  readonly weekly: boolean;
  /** Ascending, at most one of each day. */
  readonly days: readonly Day[];
}

/** A forecast as it is kept, with what became of it. */
export interface StoredForecast {
  readonly forecast: Forecast;
  /** When it was reckoned. */
  readonly madeAt: number;
}

export type { Forecast, ForecastDetail, Limit };
