import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KindSigns } from './kind.ts';

/** Links that a distribution makes for the login at a screen; where they lead need not exist below another root. */
const displayManagers = ['etc/systemd/system/display-manager.service', 'etc/X11/default-display-manager'];

export function readKindSigns(root: string): KindSigns {
  const text = (file: string) => textOf(join(root, file));
  const release = text('etc/os-release') ?? text('usr/lib/os-release') ?? '';
  const chassis = Number(text('sys/class/dmi/id/chassis_type') ?? Number.NaN);
  return {
    os: existsSync(join(root, 'etc/openwrt_release'))
      ? 'openwrt'
      : (/^ID=["']?(.*?)["']?$/m.exec(release)?.[1] ?? '').toLowerCase(),
    chassis: Number.isNaN(chassis) ? null : chassis,
    virtual: isVirtual(
      text('proc/cpuinfo') ?? '',
      text('sys/hypervisor/type'),
      text('proc/device-tree/hypervisor/compatible'),
    ),
    battery: hasBattery(join(root, 'sys/class/power_supply')),
    displayManager: displayManagers.some((file) => isThere(join(root, file))),
  };
}

/** x86 processors have a flag for it, others are told by the firmware. */
function isVirtual(cpuinfo: string, ...told: readonly (string | undefined)[]): boolean {
  return /^flags\s*:.*\bhypervisor\b/m.test(cpuinfo) || told.some((one) => one !== undefined && one !== '');
}

function hasBattery(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((name) => {
    const of = (file: string) => textOf(join(folder, name, file));
    return of('type') === 'Battery' && of('scope') !== 'Device';
  });
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Trimmed; undefined where it is not there or may not be read. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
