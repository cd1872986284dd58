/** Every port over records, on every database that Fettle runs on. */
import { withRoster } from '@fettle/collector/domain/devices/index';
import { withTail } from '@fettle/collector/domain/events/index';
import { afterAll, beforeAll, describe } from 'vitest';
import type { Peer } from '../support/peer.ts';
import { postgres } from '../support/postgres.ts';
import { requires } from '../support/requires.ts';
import { accessContract } from './records/access.ts';
import { capacityContract } from './records/capacity.ts';
import { changeContract } from './records/changes.ts';
import { deviceContract } from './records/devices.ts';
import { eventContract } from './records/events.ts';
import { incidentContract } from './records/incidents.ts';
import { inventoryContract } from './records/inventory.ts';
import { levelContract } from './records/levels.ts';
import { lastingContract, openingContract } from './records/opening.ts';
import { manpowerContract } from './records/manpower.ts';
import { migrationContract } from './records/migrations.ts';
import { problemContract } from './records/problems.ts';
import { ruleContract } from './records/rules.ts';
import { peopleContract } from './records/people.ts';
import { channelContract, noticeContract } from './records/notices.ts';
import { orderContract } from './records/orders.ts';
import { reportContract } from './records/reports.ts';
import { improvementContract, requestContract } from './records/requests.ts';
import { scriptContract, trustContract } from './records/scripts.ts';
import { valueContract } from './records/value.ts';
import { serviceContract } from './records/services.ts';
import { viewContract } from './records/views.ts';
import { windowContract } from './records/windows.ts';
import { openFile, openMemory, openSchema, type Open } from './records/place.ts';

function everyPort(open: Open): void {
  describe('opening', () => openingContract(open));
  describe('migrations', () => migrationContract(open));
  describe('access', () => accessContract(open));
  describe('people', () => peopleContract(open));
  describe('devices', () => deviceContract(open));
  describe('inventory', () => inventoryContract(open));
  describe('events', () => eventContract(open));
  describe('incidents', () => incidentContract(open));
  describe('problems', () => problemContract(open));
  describe('rules', () => ruleContract(open));
  describe('windows', () => windowContract(open));
  describe('levels', () => levelContract(open));
  describe('changes', () => changeContract(open));
  describe('capacity', () => capacityContract(open));
  describe('services', () => serviceContract(open));
  describe('views', () => viewContract(open));
  describe('channels', () => channelContract(open));
  describe('notices', () => noticeContract(open));
  describe('reports', () => reportContract(open));
  describe('trust', () => trustContract(open));
  describe('scripts', () => scriptContract(open));
  describe('orders', () => orderContract(open));
  describe('manpower', () => manpowerContract(open));
  describe('value', () => valueContract(open));
  describe('requests', () => requestContract(open));
  describe('improvements', () => improvementContract(open));
}

describe('SQLite in memory', () => everyPort(openMemory));

describe('SQLite in memory, with a roster of devices', () =>
  deviceContract(async () => {
    const place = await openMemory();
    const devices = withRoster(place.records.devices, place.records.events, () => 0);
    return { ...place, records: { ...place.records, devices } };
  }));

describe('SQLite in memory, with the newest events kept in mind', () =>
  eventContract(async () => {
    const place = await openMemory();
    return { ...place, records: { ...place.records, events: withTail(place.records.events) } };
  }));

describe('SQLite in a file', () => {
  everyPort(openFile);
  lastingContract(openFile);
});

const server = requires('postgres');
server.describe('PostgreSQL', () => {
  let running: Peer | undefined;
  beforeAll(async () => {
    running = await postgres(server.path);
  });
  afterAll(() => running?.[Symbol.asyncDispose]());
  const open: Open = (versions) => {
    if (!running) throw new Error('PostgreSQL did not start');
    return openSchema(running, versions);
  };
  everyPort(open);
  lastingContract(open);
});
