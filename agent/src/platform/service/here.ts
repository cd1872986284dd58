/** Which service manager this system has. */
import { FettleError } from '@fettle/shared/errors';
import { realHost } from '../host.ts';
import type { InstalledService, ServiceManager, ServiceState } from './service.ts';
import { createSystemd, installedUnit, systemdRuns } from './systemd.ts';

/** @throws FettleError `system_unsupported` */
export function serviceManager(platform: NodeJS.Platform = process.platform): ServiceManager {
  const names: Partial<Record<NodeJS.Platform, string>> = { win32: 'Windows', darwin: 'macOS (launchd)' };
  if (platform === 'linux' && systemdRuns()) return createSystemd(realHost(servicePrograms));
  const here = platform === 'linux' ? 'Linux without systemd (OpenWrt’s procd, OpenRC)' : (names[platform] ?? platform);
  throw new FettleError(
    'system_unsupported',
    `The agent cannot yet be made a service of ${here}. Let the system’s own manager start fettle-agent run.`,
  );
}

/** Null: none. Any local user may ask. */
export function installedService(platform: NodeJS.Platform = process.platform): InstalledService | null {
  return platform === 'linux' ? installedUnit() : null;
}

/** Null: this system's services cannot be asked. Any local user may ask. */
export async function serviceState(platform: NodeJS.Platform = process.platform): Promise<ServiceState | null> {
  if (platform !== 'linux' || !systemdRuns()) return null;
  try {
    return await createSystemd(realHost(servicePrograms)).state();
  } catch (error) {
    // Without a message bus only root may ask.
    if (error instanceof FettleError) return null;
    throw error;
  }
}

const servicePrograms = new Map([
  ['systemctl', ['/usr/bin/systemctl', '/bin/systemctl']],
  ['useradd', ['/usr/sbin/useradd', '/sbin/useradd']],
  ['userdel', ['/usr/sbin/userdel', '/sbin/userdel']],
]);
