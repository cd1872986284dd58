// pure

/**
 * One frame as bytes, readable without any other: how it lies in the journal, and in memory until it is sealed.
 *
 *     length of what follows (varint) · sequence (varint) · time (varint, zigzag) · shift (varint, zigzag) · offset (varint, zigzag) ·
 *     dictionary (varint) · length of values (varint) · values (frame-values.ts) · tables (varint), each:
 *     length of name (varint) · name (UTF-8) · length (varint) · rows (table-rows.ts)
 *
 * Only tables that are to be kept are in it.
 */
export interface FrameHead {
  readonly sequence: number;
  readonly time: number;
  readonly shift: number;
  readonly offset: number;
  readonly dictionary: number;
  /** Where the values begin and end. */
  readonly values: { readonly start: number; readonly end: number };
  /** Where the number of tables stands. */
  readonly tables: number;
  /** Where the next record begins. */
  readonly next: number;
}
