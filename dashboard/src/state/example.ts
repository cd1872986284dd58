import type { Device } from '@fettle/shared/api/devices';

/** A device in order, for tests: seen 2 s before `now`. */
export function exampleDevice(now: number, some: Partial<Device> = {}): Device {
  return {
    id: 'd00000000000000000000000001',
    name: 'ber-db-02',
    kind: 'server',
    os: 'Debian GNU/Linux 12 (bookworm)',
    agentVersion: '0.1.0',
    state: 'online',
    stateSince: now - 3_600_000,
    silence: null,
    lastSeen: now - 2_000,
    site: 'berlin',
    labels: {},
    interval: 10_000,
    clockOffset: 0,
    enrolledAt: now - 86_400_000 * 3,
    troubles: [],
    vitals: { cpu: 0.3, memory: 0.5, disk: 0.4 },
    version: 1,
    ...some,
  };
}

/** A trouble, for tests. */
export const exampleTrouble = (severity: 'warning' | 'critical', words: string) => ({
  severity,
  metric: 'system.filesystem.utilization',
  attributes: { 'system.filesystem.mountpoint': '/var' },
  value: 0.914,
  words,
});
