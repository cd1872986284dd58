/** Where devices belong, signed from the command line. */
import { readGrant } from '@fettle/shared/trust/grant';
import { payloadTypes, unpack } from '@fettle/shared/trust/envelope';
import { parseCanonical } from '@fettle/shared/trust/canonical';
import { openRecords } from '@fettle/collector/store/open';
import type { DeviceId } from '@fettle/shared/ids';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Fettle } from '../support/fettle.ts';

test('a device is granted its site and labels, each time a version later', async () => {
  await using fettle = await Fettle.create();
  await fettle.startCollector();
  await fettle.enrol('--name', 'front desk');
  await expect(fettle.cli('device', 'grant')).rejects.toThrow(/Name devices, or give --all/);
  await expect(fettle.cli('device', 'grant', 'back office')).rejects.toThrow(/No device has the name or id/);
  expect(await fettle.cli('device', 'grant', '--all')).toContain('front desk: home (version 1)');
  expect(await fettle.cli('device', 'grant', '--all')).toContain('Every device has its grant already.');
  const labelled = ['--site', 'berlin', '--label', 'role=db', '--label', 'env=lab'];
  const { items } = JSON.parse(await fettle.cli('device', 'grant', 'front desk', ...labelled, '--json')) as {
    items: { device: DeviceId; version: number }[];
  };
  expect(items).toMatchObject([{ version: 2, site: 'berlin', labels: { role: 'db', env: 'lab' } }]);
  const records = await openRecords({ sqlite: join(fettle.data, 'records.db') });
  const kept = await records.devices.grant(items[0]?.device as DeviceId);
  await records.close();
  const { payload } = unpack(JSON.parse(kept?.envelope ?? '') as never, payloadTypes.grant);
  expect(readGrant(parseCanonical(payload))).toMatchObject({ site: 'berlin', labels: { role: 'db', env: 'lab' } });
});
