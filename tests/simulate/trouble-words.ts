// pure
/** Makes truths: what each kind of trouble does to a device, in figures and in words. */
import { filesystemUtilization } from '@fettle/shared/metrics/filesystem';
import { cpuBusy } from '@fettle/shared/metrics/cpu';
import { memoryUsage } from '@fettle/shared/metrics/memory';
import { unitState } from '@fettle/shared/metrics/unit';
import { clockError, systemUptime } from '@fettle/shared/metrics/uptime';
import type { Body } from './fleet.ts';
import { memoryBase } from './memory.ts';
import { hour, minute, type Span } from './time.ts';
import { criticalShare, fullShare, type Truth, warningShare } from './truth.ts';

/** Memory in use when a leak ends in a restart. */
const leakedShare = 0.975;

function of({ id, name, site }: Body, kind: Truth['kind'], { from, to }: Span) {
  return { kind, device: name, id, site, from, to, attributes: {} };
}

export const describe = {
  leak(body: Body, span: Span): Truth {
    const bytesPerHour = ((leakedShare - memoryBase(body)) * body.memory * hour) / (span.to - span.from);
    return {
      ...of(body, 'memory-leak', span),
      metric: memoryUsage.name,
      attributes: { 'system.memory.state': 'used' },
      figures: { bytesPerHour },
      words: `${body.name} loses ${Math.round(bytesPerHour / 2 ** 20)} MiB of memory an hour until it restarts.`,
    };
  },

  /** @param slack the share of the span that it stays full before somebody cleans up; 0: it never gets that far */
  filling(body: Body, span: Span, slack: number): Truth {
    // The last one is where data grows; the first would be the system.
    const mount = body.mounts.at(-1) ?? body.mounts[0];
    if (!mount) throw new RangeError(`${body.name} has no file system`);
    const capacity = mount.size * (1 - mount.reserved);
    const fullAt = slack > 0 ? span.from + (1 - slack) * (span.to - span.from) : span.to + (span.to - span.from) / 8;
    const perMs = (fullShare - mount.level) / (fullAt - span.from);
    const reaches = (share: number) => Math.round(span.from + (share - mount.level) / perMs);
    return {
      ...of(body, 'disk-fills', span),
      metric: filesystemUtilization.name,
      attributes: { 'system.filesystem.mountpoint': mount.point },
      figures: {
        bytesPerHour: perMs * capacity * hour,
        warningAt: reaches(warningShare),
        criticalAt: reaches(criticalShare),
        fullAt: Math.round(fullAt),
      },
      words: `${mount.point} of ${body.name} fills up.`,
    };
  },

  outage(body: Body, span: Span): Truth {
    return {
      ...of(body, 'device-outage', span),
      metric: null,
      figures: {},
      words: `${body.name} is off for ${minutes(span)}.`,
    };
  },

  siteOutage(site: string, { from, to }: Span): Truth {
    return {
      kind: 'site-outage',
      device: null,
      id: null,
      site,
      from,
      to,
      metric: null,
      attributes: {},
      figures: {},
      words: `Nothing of ${site} can be reached for ${minutes({ from, to })}; its devices send it all afterwards.`,
    };
  },

  reboot(body: Body, span: Span): Truth {
    return {
      ...of(body, 'router-reboot', span),
      metric: systemUptime.name,
      figures: {},
      words: `${body.name} restarts.`,
    };
  },

  flapping(body: Body, span: Span): Truth {
    const unit = body.role.units[0] ?? '';
    return {
      ...of(body, 'unit-flaps', span),
      metric: unitState.name,
      attributes: { 'systemd.unit.name': unit },
      figures: { period: 10 * minute, down: 4 * minute },
      words: `${unit} of ${body.name} fails and comes back every 10 minutes for ${minutes(span)}.`,
    };
  },

  noisy(body: Body, span: Span, swing: number): Truth {
    return {
      ...of(body, 'noisy', span),
      metric: cpuBusy.name,
      figures: { swing },
      words: `${body.name} is noisy: its processors jump by up to ${Math.round(swing * 100)} % without a reason.`,
    };
  },

  clock(body: Body, span: Span, offset: number): Truth {
    return {
      ...of(body, 'clock-offset', span),
      metric: clockError.name,
      figures: { offset },
      words: `The clock of ${body.name} is ${Math.abs(Math.round(offset / 1_000))} s ${offset > 0 ? 'behind' : 'ahead'}.`,
    };
  },

  runaway(body: Body, span: Span, share: number): Truth {
    return {
      ...of(body, 'cpu-runaway', span),
      metric: cpuBusy.name,
      figures: { share, pid: 20_000 + (body.seed % 9_000) },
      words: `A process of ${body.name} takes ${Math.round(share * 100)} % of its processors for ${minutes(span)}.`,
    };
  },
};

function minutes({ from, to }: Span): string {
  const long = Math.round((to - from) / minute);
  return long >= 120 ? `${Math.round(long / 60)} hours` : `${long} minutes`;
}
