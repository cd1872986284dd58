/** Invented problems, for rendering tests. */
import type { Incident } from '@fettle/shared/api/incidents';
import type { Problem } from '@fettle/shared/api/problems';
import { fleetOf } from '../fake-fleet.ts';

const day = 86_400_000;

export function problemsAt(now: number): Map<string, Problem> {
  const one = (id: string, some: Partial<Problem>): Problem => ({
    id,
    title: 'archive_command lost after an update of postgresql',
    state: 'proposed',
    by: 'rule',
    key: 'file-system-full',
    why: '7 incidents of “File system fills up” on 3 devices in 30 days; usual are 1.',
    rootCause: '',
    workaround: '',
    owner: null,
    incidents: 7,
    devices: 3,
    firstAt: now - 26 * day,
    lastAt: now - 2 * 3_600_000,
    createdAt: now - day,
    version: 1,
    ...some,
  });
  const problems = [
    one('b1', {}),
    one('b2', {
      title: 'Disks of the model ACME 9 wear out early',
      by: 'model',
      key: 'ACME 9',
      why: '4 incidents of “Disk worn” on 4 devices of the model ACME 9 in 30 days.',
      incidents: 4,
      devices: 4,
    }),
    one('b3', {
      title: 'Backups run into the morning',
      state: 'open',
      owner: { id: 'p1', name: 'Ida Lund' },
      why: '12 incidents of “CPU busy” on 6 devices in 30 days.',
      incidents: 12,
      devices: 6,
    }),
    one('b4', {
      title: 'Memory leak of the shop’s search',
      state: 'known-error',
      owner: { id: 'p2', name: 'Tomasz Zych' },
      rootCause: 'Version 4.2 keeps every query in memory.',
      workaround: 'Restart shop-search.service at night.',
      incidents: 9,
      devices: 2,
    }),
    one('b5', { title: 'A switch that lost its fan', state: 'closed', incidents: 3, devices: 1 }),
  ];
  return new Map(problems.map((problem) => [problem.id, problem]));
}

/** The incidents of a problem, open ones first. */
export function linkedTo({ id, incidents, key }: Problem, now: number): Incident[] {
  const devices = fleetOf(now);
  const clock = { targetMs: 900_000, dueAt: null, ranMs: 240_000, state: 'met' } as const;
  return Array.from({ length: incidents }, (_, n): Incident => {
    const device = devices[n * 3 + 1];
    const open = n === 0;
    const openedAt = now - n * 3 * day - 2 * 3_600_000;
    return {
      id: `${id}i${n}`,
      rule: key,
      ruleName: 'File system fills up',
      device: device?.id ?? '',
      deviceName: device?.name ?? '',
      site: device?.site ?? '',
      instance: 'system.filesystem.mountpoint=/var',
      metric: 'system.filesystem.utilization',
      attributes: { 'system.filesystem.mountpoint': '/var' },
      severity: n % 2 === 0 ? 'critical' : 'warning',
      worst: 'critical',
      state: open ? 'open' : 'closed',
      words: `/var is ${(91.4 + n / 2).toFixed(1)} % full`,
      value: 0.914,
      limit: 0.9,
      unit: '1',
      openedAt,
      acknowledgedAt: null,
      resolvedAt: open ? null : openedAt + 5_400_000,
      closedAt: open ? null : openedAt + 6_000_000,
      reopened: 0,
      owner: null,
      priority: 2,
      quiet: null,
      problem: id,
      affected: 0,
      cause: null,
      acknowledge: clock,
      resolve: clock,
      version: 1,
    };
  });
}
