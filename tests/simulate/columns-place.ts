// pure
/** File systems, disks, interfaces. */
import { diskBusy, diskIo, diskOperations } from '@fettle/shared/metrics/disk';
import {
  filesystemLimit,
  filesystemStates,
  filesystemUsage,
  filesystemUtilization,
} from '@fettle/shared/metrics/filesystem';
import { networkErrors, networkIo, networkPackets, networkState } from '@fettle/shared/metrics/network';
import type { Group } from './columns.ts';
import type { Device } from './fleet.ts';
import { drift } from './noise.ts';
import type { Mount } from './roles.ts';
import type { Signals } from './signals.ts';
import { day } from './time.ts';
import { fullShare } from './truth.ts';

export const filesystemGroup: Group = {
  columns: ({ mounts }) =>
    mounts.flatMap(({ point }) => [
      [filesystemUtilization, point] as const,
      ...filesystemStates.map((state) => [filesystemUsage, point, state] as const),
      [filesystemLimit, point] as const,
    ]),
  put(sheet, device, signals) {
    for (const [place, mount] of device.mounts.entries()) {
      const limit = Math.round(mount.size);
      const reserved = Math.round(limit * mount.reserved);
      const capacity = limit - reserved;
      const used = Math.round(capacity * Math.min(fullShare, usedShare(device, signals, mount, place)));
      sheet.put(used / capacity);
      sheet.put(used);
      sheet.put(capacity - used);
      sheet.put(reserved);
      sheet.put(limit);
    }
  },
};

/** Logs and files grow through a week and are cleared away; a file system that fills does nothing else. */
function usedShare({ seed, troubles }: Device, { time, effects }: Signals, mount: Mount, place: number): number {
  const { point, level } = mount;
  if (effects.mountpoint === point) return level + effects.filled / (mount.size * (1 - mount.reserved));
  if (troubles.some(({ attributes }) => attributes['system.filesystem.mountpoint'] === point)) return level;
  const week = 7 * day;
  const shifted = time + (seed % 7) * day;
  return level + 0.04 * ((shifted % week) / week) + 0.005 * drift(seed, 70 + place, time, day / 4);
}

export const diskGroup: Group = {
  columns: ({ role }) =>
    role.disks.flatMap((disk, place) => [
      [diskIo, disk, 'read'] as const,
      [diskIo, disk, 'write'] as const,
      [diskBusy, disk] as const,
      ...(place === 0
        ? ([
            [diskOperations, disk, 'read'],
            [diskOperations, disk, 'write'],
          ] as const)
        : []),
    ]),
  put(sheet, { role }, { read, written, waiting }) {
    for (let disk = 0; disk < role.disks.length; disk++) {
      const part = disk === 0 ? 1 : 0.45 / disk;
      sheet.put(read * part);
      sheet.put(written * part);
      sheet.put(Math.min(1, waiting * 6 * part + (written * part) / 2e8));
      if (disk > 0) continue;
      sheet.put(read / 32_768);
      sheet.put(written / 16_384);
    }
  },
};

const up = networkState.states?.indexOf('up') ?? 0;
const bytesAPacket = { received: 820, sent: 640 };

export const networkGroup: Group = {
  columns: ({ role }) =>
    role.interfaces.flatMap((name, place) => [
      [networkIo, name, 'receive'] as const,
      [networkIo, name, 'transmit'] as const,
      [networkState, name] as const,
      ...(place === 0
        ? ([
            [networkPackets, name, 'receive'],
            [networkPackets, name, 'transmit'],
            [networkErrors, name, 'receive'],
          ] as const)
        : []),
    ]),
  put(sheet, { role }, { received, sent }) {
    for (let place = 0; place < role.interfaces.length; place++) {
      const part = place === 0 ? 1 : 0.4 / place;
      sheet.put(received * part);
      sheet.put(sent * part);
      sheet.put(up);
      if (place > 0) continue;
      sheet.put(received / bytesAPacket.received);
      sheet.put(sent / bytesAPacket.sent);
      sheet.put(0);
    }
  },
};
