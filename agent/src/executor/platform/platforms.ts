/** How each system runs what was signed. Programs are named by full paths and never looked for. */
import { existsSync } from 'node:fs';
import type { Interpreter } from '@fettle/shared/trust/action';
import type { ProgramPlatform } from '@fettle/shared/trust/script';
import type { Platform } from './platform.ts';
import { posixAccount, posixEnvironment, removePosix, startPosix, sweepProcesses } from './posix.ts';
import { removeWindows, startWindows, system32, windowsEnvironment } from './windows.ts';

/** By interpreter: where it may be, and what stands between it and the script's file. */
type Interpreters = Readonly<Record<Interpreter, readonly [places: readonly string[], args?: readonly string[]]>>;

const bash = ['--noprofile', '--norc'];
const pwsh = ['-NoProfile', '-NonInteractive', '-File'];
const powershell = `${system32}\\WindowsPowerShell\\v1.0\\powershell.exe`;
const linux: Interpreters = {
  sh: [['/bin/sh']],
  bash: [['/bin/bash', '/usr/bin/bash'], bash],
  python3: [['/usr/bin/python3'], ['-I']],
  powershell: [['/usr/bin/pwsh', '/opt/microsoft/powershell/7/pwsh'], pwsh],
};
// Packages of FreeBSD are root's; on macOS /usr/local/bin may be a user's.
const interpreters: Readonly<Record<ProgramPlatform, Interpreters>> = {
  linux,
  openwrt: linux,
  macos: { ...linux, powershell: [['/usr/local/microsoft/powershell/7/pwsh'], pwsh] },
  freebsd: { ...linux, bash: [['/usr/local/bin/bash'], bash], python3: [['/usr/local/bin/python3'], ['-I']] },
  windows: {
    sh: [[]],
    bash: [[]],
    python3: [[]],
    powershell: [[powershell], ['-ExecutionPolicy', 'Bypass', ...pwsh]],
  },
};

/** Command lines of the closed deeds. */
const restarts: Readonly<Record<ProgramPlatform, (unit: string) => readonly string[]>> = {
  linux: (unit) => ['/usr/bin/systemctl', 'restart', '--', unit],
  openwrt: (unit) => [`/etc/init.d/${unit}`, 'restart'],
  macos: (unit) => ['/bin/launchctl', 'kickstart', '-k', `system/${unit}`],
  freebsd: (unit) => ['/usr/sbin/service', unit, 'restart'],
  windows: (unit) => [powershell, '-NoProfile', '-Command', `Restart-Service -Name '${unit}'`],
};
const shutdown = (minutes: number, why: string) => ['/sbin/shutdown', '-r', `+${minutes}`, why];
const reboots: Readonly<Record<ProgramPlatform, (minutes: number, why: string) => readonly string[]>> = {
  linux: shutdown,
  openwrt: shutdown,
  macos: shutdown,
  freebsd: shutdown,
  windows: (minutes, why) => [`${system32}\\shutdown.exe`, '/r', '/t', String(minutes * 60), '/c', why],
};

const names: Partial<Record<NodeJS.Platform, ProgramPlatform>> = {
  linux: existsSync('/etc/openwrt_release') ? 'openwrt' : 'linux',
  darwin: 'macos',
  win32: 'windows',
  freebsd: 'freebsd',
};

/** @param exists whether there is a program @throws Error on a system that the executor does not know */
export function platformOf(name: NodeJS.Platform = process.platform, exists = existsSync): Platform {
  const programs = names[name];
  if (programs === undefined) throw new Error(`the executor does not know ${name}`);
  const ifThere = (line: readonly string[]) => (exists(line[0] ?? '') ? line : null);
  const asked = {
    programs,
    restart: (unit: string) => ifThere(restarts[programs](unit)),
    reboot: (minutes: number, why: string) => ifThere(reboots[programs](minutes, why)),
    interpreter(of: Interpreter) {
      const [places, args = []] = interpreters[programs][of];
      const found = places.find((place) => exists(place));
      return found === undefined ? null : { argv: [found, ...args], ending: of === 'powershell' ? '.ps1' : '' };
    },
  };
  if (programs === 'windows') {
    const [start, environment, removeFolder] = [startWindows, windowsEnvironment, removeWindows];
    return { ...asked, start, environment, removeFolder, account: () => null, sweep: async () => {} };
  }
  const isLinux = name === 'linux';
  return {
    ...asked,
    account: posixAccount,
    environment: posixEnvironment,
    start: (command) => startPosix(command, isLinux),
    sweep: async (cookie) => (isLinux ? sweepProcesses(cookie) : undefined),
    removeFolder: removePosix,
  };
}
