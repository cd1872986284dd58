/** A frame: all samples that a device took at one instant, and the tables taken with them. */

/** The series of a frame's columns. Shared by all frames until a series is added. */
export interface Dictionary {
  readonly series: readonly import('./messages.ts').SeriesDescription[];
}

export interface TableRow {
  /** Process id; with `start` it names one process for good. */
  readonly id: number;
  /** Milliseconds since 1970 at which the process started. */
  readonly start: number;
  /** Executable name without arguments. */
  readonly name: string;
  /** One value a column of the table's description; NaN where it is not known. */
  readonly values: readonly number[];
}

export interface Table {
  readonly name: string;
  readonly rows: readonly TableRow[];
}

export interface Frame {
  /** Counts up for the life of a device, across restarts; gaps are allowed. From 1. */
  readonly sequence: number;
  /** The device's clock, ms since 1970. */
  readonly time: number;
  /** What the agent believes must be added to its clock to get the collector's, ms; 0 until measured. */
  readonly offset: number;
  /** One value a column; NaN: not measured this time. Same length as the dictionary, or shorter (the rest is absent). */
  readonly values: Float64Array;
  readonly tables: readonly Table[];
}
