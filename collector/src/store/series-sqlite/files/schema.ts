/** The tables of the period files. A change of them is a new `formatVersion`. */
import type { PeriodKind } from './periods.ts';

/** Kept in `PRAGMA user_version` of every file. */
export const formatVersion = 2;
/** Kept in `PRAGMA application_id`: "Fttl" in ASCII. */
export const applicationId = 0x4674746c;
/** Bytes; kept from the first page on. */
export const pageSize = 8_192;
/** A compacted block and a piece of five minutes cover spans of this length, beginning at multiples of it since 1970. */
export const spanMs = 7_200_000;

/**
 * - `block`: frames of one device (block/codec.ts). `level` 0: sealed from the journal, any span inside the period; 1: all
 *   frames of one span at the time of compaction. `first`, `last`: times of its first and last frame. `through`: the highest
 *   journal batch in it. `crc`: CRC-32 of `data`. Rows are appended: clustering by device costs five times the write volume.
 * - `moment`: tables (top processes) of one device, a row a sealed segment; `data` as in files/moments.ts.
 * A block or moment never crosses a period's bounds.
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
create index block_device on block (device, first);
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
`;

/**
 * `piece`: roll-ups of one device (rollup/codec.ts) over [start, finish): in a five file a span of two hours or, merged, a
 * UTC day; in an hour file a UTC day or a UTC month. Pieces of one device never overlap. `absorbed`: raw blocks with
 * `through` up to this are in it.
 */
const pieces = `
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
`;

/**
 * `fleet`: one series of many devices over one span, five-minute buckets (rollup/fleet-codec.ts). `shard` is
 * floor(device / 512). A cache for questions over many devices: whoever reads it checks per device that no younger block
 * or piece tells otherwise (`absorbed` of its row is at least the piece's).
 */
const fleet = `
create table fleet (
  series integer not null,
  start integer not null,
  shard integer not null,
  absorbed integer not null,
  crc integer not null,
  data blob not null,
  primary key (series, start, shard)
) strict;
`;

export const schemas: Readonly<Record<PeriodKind, string>> = { raw, five: pieces + fleet, hour: pieces };
