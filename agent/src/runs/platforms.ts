import { existsSync } from 'node:fs';
import type { ProgramPlatform } from '@fettle/shared/trust/script';

const names: Partial<Record<NodeJS.Platform, ProgramPlatform>> = {
  linux: 'linux',
  darwin: 'macos',
  win32: 'windows',
  freebsd: 'freebsd',
};

/** What scripts may be written for to run here, the nearest first. */
export function readPlatforms(): readonly ProgramPlatform[] {
  const own = names[process.platform];
  if (own === undefined) return [];
  return own === 'linux' && existsSync('/etc/openwrt_release') ? ['openwrt', 'linux'] : [own];
}
