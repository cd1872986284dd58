/** What the first version of the tables kept is there, and means the same, after every later one. */
import { migrate, type Migration, migrations } from '@fettle/collector/store/records/migrations/migrate';
import type { DeviceId, PersonId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import type { Open } from './place.ts';
import { everywhere, start } from './samples.ts';

const device = `d${'a'.repeat(26)}` as DeviceId;

/** As the first version wrote it, by its own columns. */
const kept = {
  people: {
    id: 'pada',
    name: 'Ada',
    name_key: 'ada',
    role: 'operator',
    sites: '["berlin"]',
    password_hash: '$argon2id$…',
    created_at: start,
    version: 3,
  },
  sessions: { hash: 'aa', person: 'pada', created_at: start, used_at: start, expires_at: start + 1_000 },
  api_tokens: {
    id: 'tone',
    name: 'exporter',
    role: 'viewer',
    sites: '"all"',
    hash: 'bb',
    maker: 'pada',
    created_at: start,
    expires_at: null,
    last_used_at: start,
  },
  roots: { version: 1, envelope: '{"payload":""}' },
  devices: {
    id: device,
    name: 'db-1',
    kind: 'server',
    kind_chosen: 1,
    os: 'Debian 12',
    site: 'berlin',
    labels: '{"role":"db"}',
    public_key: 'key',
    sealing_key: 'sealing',
    state: 'online',
    state_since: start,
    enrolled_at: start,
    enrolled_with: 'token',
    version: 2,
  },
  sightings: { device, last_seen: start, sampling_interval: 10_000, clock_offset: 5, agent_version: '0.1.0' },
  grants: { device, version: 4, envelope: '{"payload":"grant"}' },
  fact_sheets: { device, time: start },
  facts: { device, name: 'os.name', value: 'Debian 12', since: start },
  events: { sequence: 1, time: start, kind: 'device.enrolled', device, site: 'berlin', detail: '{"name":"db-1"}' },
} as const;

export function migrationContract(open: Open): void {
  test('what the first version kept is there after every later one', async () => {
    await using place = await open(migrations.slice(0, 1));
    const db = place.db as unknown as Parameters<Migration>[0];
    for (const [table, row] of Object.entries(kept)) await db.insertInto(table).values(row).execute();
    await db.updateTable('heads').set({ sequence: 1 }).where('log', '=', 'events').execute();
    await migrate(place.db);

    const { access, devices, events, inventory } = place.records;
    expect(await access.person('pada' as PersonId)).toMatchObject({
      name: 'Ada',
      role: 'operator',
      sites: ['berlin'],
      selector: '',
      state: 'active',
      contacts: [],
      passwordHash: kept.people.password_hash,
      version: 3,
    });
    expect(await access.session('aa')).toMatchObject({ person: 'pada', expiresAt: start + 1_000 });
    expect(await access.apiTokenByHash('bb')).toMatchObject({ id: 'tone', role: 'viewer', sites: 'all', scopes: null });
    expect(await access.roots()).toEqual([kept.roots]);
    expect(await devices.device(everywhere, device)).toMatchObject({
      name: 'db-1',
      labels: { role: 'db' },
      state: 'online',
      lastSeen: start,
      interval: 10_000,
      clockOffset: 5,
      version: 2,
    });
    expect(await devices.grant(device)).toEqual({ version: 4, envelope: kept.grants.envelope });
    expect(await inventory.facts(device)).toMatchObject([{ name: 'os.name', value: 'Debian 12', since: start }]);
    expect(await events.after(everywhere, 0, 10)).toMatchObject([
      { sequence: 1, kind: 'device.enrolled', device, detail: { name: 'db-1' } },
    ]);
  });
}
