import type { Database } from 'better-sqlite3';
import { shardDevices } from '../files/schema.ts';
import { decodeBuckets } from '../rollup/codec.ts';
import { decodeFleet } from '../rollup/fleet-codec.ts';
import type { Check } from './finding.ts';
import { checkRows, type Row } from './rows.ts';

interface PieceRow extends Row {
  readonly from: number;
  readonly to: number;
}

interface FleetRow extends Row {
  readonly from: number;
  readonly shard: number;
}

/** Every piece of a `five` or `hour` file, and the fleet rows of the first. */
export function checkRollups(db: Database, file: string, { findings, counts }: Check): void {
  counts.piece += checkRows<PieceRow>(
    db,
    {
      file,
      what: 'piece',
      ids: 'select id from piece order by id',
      read: 'select id, device, start as "from", finish as "to", crc, data from piece where id = ?',
      judge({ data, from, to }) {
        const { starts, length } = decodeBuckets(data);
        const inside = starts.every((start) => start >= from && start + length <= to);
        return inside ? null : 'it holds other buckets than it says';
      },
    },
    findings,
  );
  if (!hasTable(db, 'fleet')) return;
  counts.fleet += checkRows<FleetRow>(
    db,
    {
      file,
      what: 'fleet',
      ids: 'select rowid from fleet order by rowid',
      read: `select rowid as id, null as device, start as "from", start + 7200000 as "to", shard, crc, data
             from fleet where rowid = ?`,
      judge({ data, from, shard }) {
        const { start, devices } = decodeFleet(data);
        const isRight = start === from && devices.every((device) => Math.floor(device / shardDevices) === shard);
        return isRight ? null : 'it holds other devices or another time than it says';
      },
    },
    findings,
  );
}

function hasTable(db: Database, name: string): boolean {
  return db.prepare("select 1 from sqlite_schema where type = 'table' and name = ?").get(name) !== undefined;
}
