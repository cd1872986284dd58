// pure

/** The tables of the period files. A change of them is a new `formatVersion`. */
import type { PeriodKind } from './periods.ts';

/** Kept in `PRAGMA user_version` of every file. */
export const formatVersion = 2;
/** Kept in `PRAGMA application_id`: "Fttl" in ASCII. */
export const applicationId = 0x4674746c;
/** Bytes of a page of the journal; kept from the first page on. */
export const journalPage = 8_192;
/** Of a period file: a block ends somewhere in its last page, so small ones waste less. Files of earlier versions have larger ones, and keep them. */
export const periodPage = 4_096;
/** A compacted block and a piece of five minutes cover spans of this length, beginning at multiples of it since 1970. */
export const spanMs = 7_200_000;
export const dayMs = 86_400_000;
/** Devices in a row of `fleet`. */
export const shardDevices = 512;

/**
 * - `block`: frames of one device (block/codec.ts) inside one span. `level` 0: sealed from the journal, several may share a span;
 *   1: all frames of the span at the time of compaction; 2: set aside, because its bytes did not fit `crc` when it was to be
 *   compacted. `first`, `last`: times of its first and last frame. `through`: the highest journal batch in it; negative while a
 *   later file is yet to say that the same segment is whole (files/blocks.ts). `crc`: CRC-32 of `data`.
 *   Rows are appended; numbers grow for ever, also when the file was dropped and made anew.
 * - `moment`: tables (top processes) of one device, a row a sealed segment and span, or a row a span once compacted; `data` as in
 *   files/moments.ts.
 * - `total`: one row: frames in the file's blocks; the highest number of a block that came from the journal, not from compacting.
 * The indexes are partial, so that a seal writes into the small one only: a question must name the level as a number in its text.
 */
const raw = `
create table block (
  id integer primary key,
  device integer not null,
  level integer not null,
  first integer not null,
  last integer not null,
  frames integer not null,
  through integer not null,
  crc integer not null,
  data blob not null
) strict;
create index block_sealed on block (device, first, last) where level = 0;
create index block_compacted on block (device, first) where level = 1;
create index block_aside on block (device, first) where level = 2;
create index block_pending on block (device) where through < 0;
create table moment (
  id integer primary key,
  device integer not null,
  name text not null,
  first integer not null,
  last integer not null,
  crc integer not null,
  data blob not null
) strict;
create index moment_device on moment (device, name, first);
create table total (frames integer not null, sealed integer not null) strict;
insert into total values (0, 0);
`;

/**
 * - `piece`: roll-ups of one device (rollup/codec.ts) over [start, finish): in a five file a span of two hours or, merged, a
 *   UTC day; in an hour file a UTC day or a UTC month. Pieces of one device never overlap. `absorbed`: the highest `through` of
 *   the blocks in it; in a piece of one span all blocks up to that are in it. The second index has what is yet to be merged,
 *   in order of time.
 * - `added`: blocks of level 0 (their number, and the beginning of their week) that are in longer pieces already.
 */
const pieces = (unmerged: number) => `
create table piece (
  id integer primary key,
  device integer not null,
  start integer not null,
  finish integer not null,
  absorbed integer not null,
  crc integer not null,
  data blob not null
) strict;
create unique index piece_device on piece (device, start);
create index piece_unmerged on piece (start, device) where finish - start = ${unmerged};
create table added (
  week integer not null,
  block integer not null,
  primary key (week, block)
) strict, without rowid;
`;

/**
 * - `fleet`: one series of the devices of a shard over one span, five-minute buckets (rollup/fleet-codec.ts). `shard` is
 *   floor(device / 512). A cache for questions over many devices, made when a span was compacted for many of them. Where a
 *   shard's span has any row, it has one for each series that any of its devices then had a piece of.
 * - `newer`: devices of which those rows do not tell the truth any longer, for they got a new piece: read that one.
 */
const fleet = `
create table fleet (
  start integer not null,
  shard integer not null,
  series integer not null,
  crc integer not null,
  data blob not null,
  primary key (start, shard, series)
) strict;
create table newer (
  start integer not null,
  shard integer not null,
  device integer not null,
  primary key (start, shard, device)
) strict, without rowid;
`;

export const schemas: Readonly<Record<PeriodKind, string>> = {
  raw,
  late: raw,
  five: pieces(spanMs) + fleet,
  hour: pieces(dayMs),
};
