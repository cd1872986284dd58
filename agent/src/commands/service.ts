/** The command line of `install` and `uninstall`. */
import { FettleError } from '@fettle/shared/errors';
import type { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { dataFolder, deviceName, proxySettings, samplingInterval } from '../config.ts';
import { dialWith } from '../link/socket.ts';
import { placedProgram, programFiles } from '../platform/service/program.ts';
import { installedService, serviceManager } from '../platform/service/here.ts';
import { shellWord } from '../platform/service/shortcut.ts';
import { systemdTexts } from '../platform/service/systemd.ts';
import type { ServicePlan } from '../platform/service/unit-file.ts';
import { enrolCommand } from './enrol.ts';
import { formatInstall, installCommand } from './install.ts';
import { formatUninstall, uninstallCommand } from './uninstall.ts';

const usualUser = 'fettle';
const usualFolder = '/var/lib/fettle-agent';

interface Speech {
  readonly print: (text: string) => void;
  readonly dataText: string;
}

interface InstallFlags {
  readonly data?: string;
  readonly user: string;
  readonly interval?: string;
  readonly collector?: string;
  readonly token?: string;
  readonly name?: string;
  readonly monitorOnly?: true;
  readonly print?: true;
  readonly json?: true;
}

export function addServiceCommands(program: Command, { print, dataText }: Speech): void {
  program
    .command('install')
    .description('makes the agent a service of this system that nobody notices; to be run as root')
    .option('--collector <url>', 'enrols first: address of the collector')
    .option('--token <token>', 'enrols first: what `fettle token enrol` printed')
    .option('--name <name>', 'enrols first: what the device is called; default the name of this host')
    .option('--data <folder>', `${dataText}; default ${usualFolder}`)
    .option('--user <name>', 'the unprivileged user that it runs as, made where there is none', usualUser)
    .option('--interval <time>', 'time between measurements, 1s to 1h')
    .option('--monitor-only', 'without the executor: nothing can be run on this machine, whoever signs it')
    .option('--print', 'shows the units and does nothing')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  sudo fettle-agent install --collector https://fettle.example:8420 --token fettle1-…',
    )
    .action(async (flags: InstallFlags) => {
      const plan = planOf(flags);
      if (flags.print) return print(systemdTexts(plan).trimEnd());
      const interval = flags.interval === undefined ? undefined : samplingInterval(flags.interval);
      needRoot();
      const manager = serviceManager();
      const files = programFiles(process.execPath, process.argv[1] ?? '');
      const result = await installCommand(
        { ...plan, files, interval, enrol: enrolment(flags, plan.folder) },
        manager,
        systemClock,
      );
      print(flags.json ? JSON.stringify(result) : formatInstall(result));
      if (result.link?.state !== 'connected') process.exitCode = 1;
    });

  program
    .command('uninstall')
    .description('stops and removes the service; works without a collector; to be run as root')
    .option('--data <folder>', `${dataText}; default ${usualFolder}`)
    .option('--user <name>', 'the user that the service ran as', usualUser)
    .option('--purge', 'removes the data folder with this device’s keys, and the user, as well')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  sudo fettle-agent uninstall --purge')
    .action(async ({ data, user, purge, json }: { data?: string; user: string; purge?: true; json?: true }) => {
      needRoot();
      const uses = installedService() ?? { folder: data === undefined ? usualFolder : dataFolder(data), user };
      const result = await uninstallCommand({ uses, purge: purge === true }, serviceManager());
      print(json ? JSON.stringify(result) : formatUninstall(result));
    });
}

/** The service is of the system, so its folder is the system's whoever prints it. */
function planOf({ data, user, monitorOnly }: InstallFlags): ServicePlan {
  const folder = data === undefined ? usualFolder : dataFolder(data);
  return { program: placedProgram(), folder, user, monitorOnly: monitorOnly === true };
}

function enrolment({ collector, token, name }: InstallFlags, folder: string): (() => Promise<void>) | undefined {
  if (collector === undefined && token === undefined && name === undefined) return undefined;
  if (collector === undefined || token === undefined) {
    throw new FettleError('input_invalid', 'To enrol, both --collector and --token are needed.');
  }
  const device = deviceName(name);
  return async () => {
    await enrolCommand(
      { collector, token, folder, name: device },
      (pin) => dialWith(pin, systemClock, proxySettings()),
      systemClock,
    );
  };
}

/** @throws FettleError `root_needed` with the line to type */
function needRoot(): void {
  if (process.getuid === undefined || process.getuid() === 0) return;
  const line = [process.execPath, ...process.argv.slice(1)].map(shellWord).join(' ');
  throw new FettleError('root_needed', `Only root may do this. Run it so:\n  sudo ${line}\n`);
}
