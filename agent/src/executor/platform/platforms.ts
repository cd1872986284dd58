/** One line a system: how it runs what was signed. Programs are named by full paths and never looked for. */
import { existsSync } from 'node:fs';
import type { Interpreter } from '@fettle/shared/trust/action';
import type { ProgramPlatform } from '@fettle/shared/trust/script';
import type { Platform } from './platform.ts';
import { posixAccount, posixEnvironment, removePosix, startPosix, sweepProcesses } from './posix.ts';
import { removeWindows, startWindows, system32, windowsEnvironment } from './windows.ts';

type Line = readonly string[];
/** By interpreter: where it may be, each with what comes before the script's file. */
type Table = Readonly<Record<Interpreter, readonly Line[]>>;

const bash = ['--noprofile', '--norc'];
const pwsh = ['-NoProfile', '-NonInteractive', '-File'];
const linux: Table = {
  sh: [['/bin/sh']],
  bash: [
    ['/bin/bash', ...bash],
    ['/usr/bin/bash', ...bash],
  ],
  python3: [['/usr/bin/python3', '-I']],
  powershell: [
    ['/usr/bin/pwsh', ...pwsh],
    ['/opt/microsoft/powershell/7/pwsh', ...pwsh],
  ],
};
const macos: Table = {
  ...linux,
  bash: [['/bin/bash', ...bash]],
  powershell: [['/usr/local/microsoft/powershell/7/pwsh', ...pwsh]],
};
// Packages of FreeBSD are root's; on macOS /usr/local/bin may be a user's.
const freebsd: Table = {
  sh: [['/bin/sh']],
  bash: [['/usr/local/bin/bash', ...bash]],
  python3: [['/usr/local/bin/python3', '-I']],
  powershell: [],
};
const windows: Table = {
  sh: [],
  bash: [],
  python3: [],
  powershell: [[`${system32}\\WindowsPowerShell\\v1.0\\powershell.exe`, '-ExecutionPolicy', 'Bypass', ...pwsh]],
};

const systemctl = ['/usr/bin/systemctl', '/bin/systemctl'];
const shutdown = ['/usr/sbin/shutdown', '/sbin/shutdown'];

interface System {
  readonly interpreters: Table;
  readonly restart: (unit: string) => Line | null;
  readonly reboot: (minutes: number, why: string) => Line | null;
}

const systems: Readonly<Record<ProgramPlatform, System>> = {
  linux: {
    interpreters: linux,
    restart: (unit) => line(systemctl, ['restart', '--', unit]),
    reboot: (minutes, why) => line(shutdown, ['-r', `+${minutes}`, why]),
  },
  openwrt: {
    interpreters: linux,
    restart: (unit) => line([`/etc/init.d/${unit}`], ['restart']),
    reboot: () => null,
  },
  macos: {
    interpreters: macos,
    restart: (unit) => line(['/bin/launchctl'], ['kickstart', '-k', `system/${unit}`]),
    reboot: (minutes, why) => line(['/sbin/shutdown'], ['-r', `+${minutes}`, why]),
  },
  freebsd: {
    interpreters: freebsd,
    restart: (unit) => line(['/usr/sbin/service'], [unit, 'restart']),
    reboot: (minutes, why) => line(['/sbin/shutdown'], ['-r', `+${minutes}`, why]),
  },
  windows: {
    interpreters: windows,
    restart: (unit) =>
      line(
        [`${system32}\\WindowsPowerShell\\v1.0\\powershell.exe`],
        ['-NoProfile', '-Command', `Restart-Service -Name '${unit}'`],
      ),
    reboot: (minutes, why) => line([`${system32}\\shutdown.exe`], ['/r', '/t', String(minutes * 60), '/c', why]),
  },
};

/** The first of these programs that is here, with its arguments. */
function line(places: Line, args: Line): Line | null {
  const program = places.find((place) => existsSync(place));
  return program === undefined ? null : [program, ...args];
}

/** @throws Error on a system that the executor does not know */
export function platformOf(name: NodeJS.Platform = process.platform): Platform {
  const programs = programsOf(name);
  const { interpreters, restart, reboot } = systems[programs];
  const asked = {
    programs,
    restart,
    reboot,
    interpreter(of: Interpreter) {
      const found = interpreters[of].find(([program = '']) => existsSync(program));
      return found === undefined ? null : { argv: found, ending: of === 'powershell' ? '.ps1' : '' };
    },
  };
  if (programs === 'windows') {
    return {
      ...asked,
      account: () => null,
      environment: windowsEnvironment,
      start: startWindows,
      sweep: async () => {},
      removeFolder: removeWindows,
    };
  }
  const isLinux = programs === 'linux' || programs === 'openwrt';
  return {
    ...asked,
    account: posixAccount,
    environment: posixEnvironment,
    start: (command) => startPosix(command, isLinux),
    sweep: async (cookie) => {
      if (isLinux) await sweepProcesses(cookie);
    },
    removeFolder: removePosix,
  };
}

function programsOf(name: NodeJS.Platform): ProgramPlatform {
  const known: Partial<Record<NodeJS.Platform, ProgramPlatform>> = {
    darwin: 'macos',
    win32: 'windows',
    freebsd: 'freebsd',
  };
  if (name === 'linux') return existsSync('/etc/openwrt_release') ? 'openwrt' : 'linux';
  const found = known[name];
  if (found === undefined) throw new Error(`the executor does not know ${name}`);
  return found;
}
