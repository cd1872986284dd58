// pure

export type FoundIn = 'file' | 'names' | 'batch' | 'block' | 'moment' | 'piece' | 'fleet' | 'sequences';

/** One thing that is not as it should be. */
export interface Finding {
  /** Its name in the folder. */
  readonly file: string;
  readonly what: FoundIn;
  /** The row's number in its table; null: it is about the whole file. */
  readonly row: number | null;
  /** Number of the device; null: of all, or nobody knows. */
  readonly device: number | null;
  /** The time it is about, ms since 1970; null: nobody knows. */
  readonly from: number | null;
  readonly to: number | null;
  readonly text: string;
}

/** Rows that were looked at, by table. */
export type Counts = Record<'batch' | 'block' | 'moment' | 'piece' | 'fleet', number>;

export interface Check {
  readonly findings: Finding[];
  readonly counts: Counts;
  readonly files: string[];
  /** Names of devices by their numbers, as far as the journal can be read. */
  readonly devices: Map<number, string>;
}

export const emptyCheck = (): Check => ({
  findings: [],
  counts: { batch: 0, block: 0, moment: 0, piece: 0, fleet: 0 },
  files: [],
  devices: new Map(),
});
