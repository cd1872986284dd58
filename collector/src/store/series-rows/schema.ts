/** The tables of `series.db`. A change of them is a new `formatVersion` with a step in `open.ts`. */

/** Kept in `PRAGMA user_version`. */
export const formatVersion = 1;
/** Kept in `PRAGMA application_id`: "Fttl" in ASCII. */
export const applicationId = 0x4674746c;

/**
 * - `device`: a small number for each device id. `resume`: the highest sequence number that retention removed.
 * - `dictionary`: each once; `hash` is the SHA-256 of the content before compression. They stay when their frames go.
 * - `frame`: one row each. `time` is the key time; `shift` what was the device's own clock less `time`; `data` as in blob.ts.
 *   Rows are appended in order of arrival: clustering them by device costs five times the write volume.
 * - `frame_table`: one table a minute; rows as in tables.ts.
 */
export const schema = `
create table device (
  id integer primary key,
  name text not null unique,
  resume integer not null default 0
) strict;
create table dictionary (
  id integer primary key,
  hash blob not null unique,
  content blob not null
) strict;
create table frame (
  id integer primary key,
  device integer not null,
  sequence integer not null,
  time integer not null,
  shift integer not null,
  offset integer not null,
  dictionary integer not null,
  data blob not null
) strict;
create unique index frame_sequence on frame (device, sequence);
create index frame_time on frame (device, time, sequence);
create table frame_table (
  device integer not null,
  name text not null,
  minute integer not null,
  time integer not null,
  sequence integer not null,
  content blob not null,
  primary key (device, name, minute)
) strict, without rowid;
`;
