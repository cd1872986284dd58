import { everywhere } from '@fettle/collector/domain/access/index';
import {
  gatherEvidence,
  refreshSuspects,
  showEvidence,
  usualProviders,
} from '@fettle/collector/domain/incidents/index';
import { memorySeries } from '@fettle/collector/store/series-memory/store';
import type { Evidence } from '@fettle/shared/api/incidents';
import type { DeviceId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { cli, id, minute, person, second } from './device-world.ts';
import { remedyWorld } from './remedy-world.ts';

const [gate, web, far] = [id('a'), id('b'), id('c')];

async function world() {
  const own = await remedyWorld();
  await own.fleet('berlin', gate, web);
  await own.fleet('porto', far);
  await own.change(web, { labels: { behind: gate, role: 'web' } });
  const series = memorySeries();
  const ports = () => ({
    ...own.ports(),
    series,
    events: own.events,
    providers: usualProviders,
    suspects: own.suspects,
  });
  const happened = (kind: string, device: DeviceId, detail: object, site = 'berlin') =>
    own.events.record({
      events: [{ time: own.now, kind, device, site, detail: { ...detail } }],
      audit: [],
    });
  return {
    ...own,
    get now() {
      return own.now;
    },
    happened,
    ran: (name: string, device: DeviceId) =>
      own.ended({ name, device, startedAt: own.now - 3 * second, endedAt: own.now, rule: null }),
    async breaks(device: DeviceId) {
      await own.find(own.finding(device));
      const incident = await own.of(device);
      await gatherEvidence(ports(), incident.id, incident.openedAt);
      return own.of(device);
    },
    refresh: async (device: DeviceId) => {
      const incident = await own.of(device);
      return refreshSuspects(ports(), incident, incident.openedAt);
    },
    async suspected(device: DeviceId, actor = cli) {
      const shown = await showEvidence(ports(), actor, await own.of(device));
      const found = shown.find((one): one is Extract<Evidence, { kind: 'suspects' }> => one.kind === 'suspects');
      return found?.items.map(({ words }) => words) ?? [];
    },
  };
}

test('what was altered within 30 minutes before, on it and on what it hangs behind, newest first', async () => {
  await using story = await world();
  await story.happened('facts.changed', web, { changes: [{ name: 'os.kernel', before: '6.1', after: '6.2' }] });
  story.jump(31 * minute);
  await story.happened('facts.changed', web, {
    changes: [
      { name: 'os.kernel', before: '6.2', after: '6.8' },
      { name: 'host.boot.id', before: 'a', after: 'b' },
    ],
  });
  await story.happened('device.restarted', web, {});
  await story.happened('device.agent', web, { from: '0.1.0', to: '0.2.0' });
  story.jump(5 * minute);
  await story.ran('gate', gate);
  await story.ran('far', far);
  story.jump(minute);
  const incident = await story.breaks(web);
  expect(await story.suspected(web)).toEqual([
    `${gate}: The standing order “Clear temp” ran: done, exit 0.`,
    'The agent is another: 0.1.0 → 0.2.0.',
    'It was restarted.',
    'os.kernel: 6.2 → 6.8',
  ]);
  // The cause in a line is for everybody who sees the device, and so says nothing of others.
  expect(incident.likely).toBe('6 minutes before: The agent is another: 0.1.0 → 0.2.0');
});

test('who does not see the device in front does not hear what was done to it', async () => {
  await using story = await world();
  await story.ran('gate', gate);
  await story.ran('own', web);
  story.jump(minute);
  await story.breaks(web);
  const technician = { ...person('technician', 'berlin'), scope: { sites: ['berlin'], selector: 'role=web' } };
  expect(await story.suspected(web)).toHaveLength(2);
  expect(await story.suspected(web, technician)).toEqual(['The standing order “Clear temp” ran: done, exit 0.']);
});

test('a run of which is told only later is a suspect then, once', async () => {
  await using story = await world();
  const began = story.now;
  story.jump(minute);
  await story.breaks(web);
  expect(await story.suspected(web)).toEqual([]);
  story.jump(10 * minute);
  await story.ended({ name: 'late', device: web, startedAt: began, endedAt: began + second, rule: null });
  await story.hear();
  expect(story.suspectedLater.map(({ device }) => device)).toEqual([web]);
  await story.refresh(web);
  await story.refresh(web);
  expect(await story.suspected(web)).toEqual(['The standing order “Clear temp” ran: done, exit 0.']);
  const lines = await story.lines(await story.of(web));
  expect(lines.filter((line) => line.startsWith('evidence: Told later'))).toHaveLength(1);
});

test('what was meant to put it right is no suspect', async () => {
  await using story = await world();
  await story.ended({ device: web, startedAt: story.now, endedAt: story.now + second });
  story.jump(minute);
  await story.breaks(web);
  expect(await story.suspected(web)).toEqual([]);
});

test('a refused or expired run altered nothing, and a boot id alone is a restart', async () => {
  await using story = await world();
  await story.ended({ device: web, startedAt: story.now, endedAt: story.now, state: 'refused', rule: null });
  await story.happened('facts.changed', web, { changes: [{ name: 'host.boot.id', before: 'a', after: 'b' }] });
  await story.hear();
  expect(await story.changes.list(everywhere, { limit: 10 })).toEqual([]);
});
