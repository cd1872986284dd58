/** The tables of `journal.db`: the catalogue of names, and frames that no block has yet. */

/**
 * - `device`: a small number for each device id. `sealed`: its frames in batches up to this are in blocks. `sequences`: the
 *   sequence numbers that are in blocks or were removed by retention (journal/sequences.ts). `newest`: the record of its newest
 *   frame at that moment; null: none, or given up by retention.
 * - `series`: a number for each metric with its attributes (JSON, keys sorted), shared by all devices; never removed.
 * - `dictionary`: columns of frames; `hash` is the SHA-256 of `content`: series numbers (int32, little endian) then decimals.
 * - `batch`: one row a group commit: a number of entries `device (varint) · record` (journal/frame-record.ts); `crc` is the CRC-32 of `data`.
 *   Removed once all its frames are in blocks.
 * - `mark`: for each 256 device numbers what their open frames were at some batch (journal/mark-record.ts); `crc` is the CRC-32 of `data`.
 *   Without marks, or where one is damaged, a start reads all batches.
 * - `file`: the highest block id of a raw file that `device.sealed` knows of.
 */
export const schema = `
create table device (
  id integer primary key,
  name text not null unique,
  sealed integer not null default 0,
  sequences blob,
  newest blob
) strict;
create table series (
  id integer primary key,
  metric text not null,
  attributes text not null,
  unique (metric, attributes)
) strict;
create table dictionary (
  id integer primary key,
  hash blob not null unique,
  content blob not null
) strict;
create table batch (
  id integer primary key,
  crc integer not null,
  data blob not null
) strict;
create table file (
  name text primary key,
  confirmed integer not null
) strict, without rowid;
`;

/** Came later than the others: journals of before do without it. */
export const markSchema = `
create table if not exists mark (
  id integer primary key,
  crc integer not null,
  data blob not null
) strict;
`;
