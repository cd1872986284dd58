import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openRecords } from '@fettle/collector/store/open';
import { migrate, migrations } from '@fettle/collector/store/records/migrations/migrate';
import { describe, expect, test } from 'vitest';
import type { Open } from './place.ts';
import { renameOften } from './rename-often.ts';
import { device, deviceId, enrolled, everywhere, note, noted, start } from './samples.ts';

export function openingContract(open: Open): void {
  test('answers a ping, and not once closed', async () => {
    const place = await open();
    await place.records.ping();
    await place[Symbol.asyncDispose]();
    await expect(place.records.ping()).rejects.toThrow(/destroyed|closed|end/i);
  });

  test('what a version brings is brought once', async () => {
    await using place = await open();
    await enrolled(place, device('a'));
    let ran = 0;
    const next = async () => {
      ran++;
    };
    await Promise.all([migrate(place.db, [...migrations, next]), migrate(place.db, [...migrations, next])]);
    await migrate(place.db, [...migrations, next]);
    expect(ran).toBe(1);
    expect(await place.records.devices.devices(everywhere)).toHaveLength(1);
  });

  test('a version that fails leaves nothing of itself', async () => {
    await using place = await open();
    const fails: (typeof migrations)[number] = async (db) => {
      await db.schema.createTable('half').addColumn('x', 'text').execute();
      throw new Error('no further');
    };
    await expect(migrate(place.db, [...migrations, fails])).rejects.toThrow('no further');
    const whole: (typeof migrations)[number] = (db) => db.schema.createTable('half').addColumn('x', 'text').execute();
    await migrate(place.db, [...migrations, whole]);
  });

  test('a database of a newer version is refused and left as it is', async () => {
    await using place = await open();
    await migrate(place.db, [...migrations, async () => undefined]);
    await expect(migrate(place.db)).rejects.toMatchObject({
      code: 'database_newer',
      details: { database: migrations.length + 1, program: migrations.length },
    });
    await migrate(place.db, [...migrations, async () => undefined]);
  });
}

/** For what outlives a process. */
export function lastingContract(open: Open): void {
  describe('opened a second time', () => {
    test('everything is there, and the logs go on', async () => {
      await using place = await open();
      await enrolled(place, device('a'));
      await place.records.devices.setState(deviceId('a'), 'unknown', 'online', start, note('first'));
      if (!place.address) throw new Error('nothing to open again');
      const again = await openRecords(place.address);
      try {
        expect(await again.devices.device(everywhere, deviceId('a'))).toMatchObject({ state: 'online' });
        await again.devices.setState(deviceId('a'), 'online', 'late', start, note('second'));
      } finally {
        await again.close();
      }
      expect(await noted(place)).toEqual(['first', 'second']);
      expect(await place.records.events.checkAudit()).toEqual({ rows: 2, brokenAt: null });
    });

    test('by another process at once, both write and neither loses an event', async () => {
      await using place = await open();
      await enrolled(place, device('a'));
      if (!place.address) throw new Error('nothing to open again');
      const script = fileURLToPath(new URL('rename-often.ts', import.meta.url));
      const other = promisify(execFile)(process.execPath, [script, JSON.stringify(place.address), 'y']);
      await Promise.all([other, renameOften(place.records, 'x'), renameOften(place.records, 'z')]);
      const { version = 0 } = (await place.records.devices.device(everywhere, deviceId('a'))) ?? {};
      const noticed = await noted(place);
      expect(noticed).toHaveLength(version - 1);
      expect(noticed).toContain('y');
      expect(await place.records.events.checkAudit()).toEqual({ rows: version - 1, brokenAt: null });
    });

    test('a newer database is refused by name', async () => {
      await using place = await open();
      await migrate(place.db, [...migrations, async () => undefined]);
      if (!place.address) throw new Error('nothing to open again');
      await expect(openRecords(place.address)).rejects.toMatchObject({ code: 'database_newer' });
    });
  });
}
