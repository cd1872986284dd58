export { checkFrame } from './check-frame.ts';
export { type Ingested, type IngestInput, type IngestPorts, ingest, type Outcome } from './ingest.ts';
export { type KeyTime, keyTime } from './key-time.ts';
export { latestValues } from './latest.ts';
export { type FrameRefusal, recordRefusal } from './record-refusal.ts';
export { newestValues } from './newest.ts';
export { processesAt, processRows } from './processes.ts';
export { querySeries, querySeriesText, type SeriesInput } from './query.ts';
export { deviceSize } from './size.ts';
export { type TopInput, topSeries } from './top.ts';
export type { Held, Maintained, SeriesAbilities, SeriesSizes, SeriesStore } from './store.ts';
export type {
  Appended,
  Latest,
  RangeQuery,
  RetentionPlan,
  SeriesForm,
  SeriesPoints,
  SeriesText,
  StoredFrame,
  StoredTable,
} from './types.ts';
