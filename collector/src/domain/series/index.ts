export { checkFrame } from './check-frame.ts';
export { type Ingested, type IngestInput, type IngestPorts, ingest, type Outcome } from './ingest.ts';
export { type KeyTime, keyTime } from './key-time.ts';
export { latestValues } from './latest.ts';
export { type FrameRefusal, recordRefusal } from './record-refusal.ts';
export { processesAt, processRows } from './processes.ts';
export { querySeries, type SeriesInput } from './query.ts';
export type { SeriesAbilities, SeriesStore } from './store.ts';
export type { Appended, Latest, RangeQuery, SeriesPoints, StoredFrame, StoredTable } from './types.ts';
