/** Where devices belong, signed from the command line. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deviceCommand } from '@fettle/collector/commands/device';
import { keyCommand } from '@fettle/collector/commands/key';
import { setupCommand } from '@fettle/collector/commands/setup';
import { agentActor, systemActor } from '@fettle/collector/domain/access/index';
import { enrolDevice, publishToken } from '@fettle/collector/domain/devices/index';
import { openRecords } from '@fettle/collector/store/open';
import type { DeviceId } from '@fettle/shared/ids';
import { parseCanonical } from '@fettle/shared/trust/canonical';
import { payloadTypes, unpack } from '@fettle/shared/trust/envelope';
import { readGrant } from '@fettle/shared/trust/grant';
import { toBase64 } from '@fettle/shared/trust/keys';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandLine, type Ran } from '../support/cli.ts';

const folder = await mkdtemp(join(tmpdir(), 'fettle-grant-'));
const run = commandLine(
  { device: deviceCommand, key: keyCommand, setup: setupCommand },
  { FETTLE_DATA: join(folder, 'data'), FETTLE_HOME: join(folder, 'home') },
);
const records = () => openRecords({ sqlite: join(folder, 'data', 'records.db') });
const key = (letter: string) => toBase64(Buffer.alloc(32, letter));
const device = `d${'a'.repeat(26)}` as DeviceId;

/** As it is after `npm start` when a device came in by a token for the site home. */
beforeAll(async () => {
  expect(await run('setup', '--solo')).toMatchObject({ code: 0, err: '' });
  const stores = await records();
  const at = { store: stores.devices, now: Date.now() };
  const span = { notBefore: at.now - 1, notAfter: at.now + 86_400_000 };
  await publishToken(at, systemActor('cli'), {
    key: key('k'),
    envelope: '{}',
    site: 'home',
    labels: {},
    uses: 1,
    ...span,
  });
  const record = { id: device, host: 'front desk', publicKey: key('p'), sealingKey: key('s') };
  await enrolDevice(at, agentActor(device), { record, tokenKey: key('k'), agentVersion: '0.1.0' });
  await stores.close();
});
afterAll(() => rm(folder, { recursive: true }));

const json = ({ out }: Ran) => JSON.parse(out) as { items: { device: DeviceId; version: number }[] };

test('a device is granted its site and labels, each time a version later', async () => {
  expect((await run('device', 'grant')).err).toContain('or give --all');
  expect((await run('device', 'grant', 'back office')).err).toContain('No device has the name or id');
  expect((await run('device', 'grant', '--all')).out).toContain('front desk: home (version 1)');
  expect((await run('device', 'grant', '--all')).out).toContain('Every device has its grant already.');
  const labelled = ['--site', 'berlin', '--label', 'role=db', '--label', 'env=lab'];
  const { items } = json(await run('device', 'grant', 'front desk', ...labelled, '--json'));
  expect(items).toMatchObject([{ version: 2, site: 'berlin', labels: { role: 'db', env: 'lab' } }]);
  const stores = await records();
  const kept = await stores.devices.grant(device);
  await stores.close();
  const { payload } = unpack(JSON.parse(kept?.envelope ?? '') as never, payloadTypes.grant);
  expect(readGrant(parseCanonical(payload))).toMatchObject({ site: 'berlin', labels: { role: 'db', env: 'lab' } });
});

test('with --if-open nothing is asked and nothing is signed where no key may', async () => {
  const elsewhere = commandLine(
    { device: deviceCommand },
    { FETTLE_DATA: join(folder, 'data'), FETTLE_HOME: join(folder, 'nobody') },
  );
  const said = await elsewhere('device', 'grant', 'front desk', '--if-open');
  expect(said).toMatchObject({ code: 0, out: expect.stringContaining('Your key is not open here') });
  const stores = await records();
  expect((await stores.devices.grant(device))?.version).toBe(2);
  await stores.close();
});
