/** Tables of the capability capacity. */

interface LimitsTable {
  id: string;
  site: string | null;
  /** JSON: a limit without its id, site and version. */
  body: string;
  version: number;
}

interface CountsTable {
  limit_id: string;
  /** Days since 1970. */
  day: number;
  count: number;
}

interface ForecastsTable {
  id: string;
  /** A device, or `limit:<id>`. */
  owner: string;
  kind: string;
  device: string | null;
  site: string | null;
  full_at: number | null;
  made_at: number;
  /** JSON: a forecast. */
  body: string;
}

export interface CapacityTables {
  capacity_limits: LimitsTable;
  capacity_counts: CountsTable;
  forecasts: ForecastsTable;
}
