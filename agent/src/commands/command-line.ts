/** The agent's command line, but for a `run` that `main` began by itself. */
import { version } from '@fettle/shared/version';
import { Command, CommanderError } from 'commander';
import { systemClock } from '../clock.ts';
import { addAskCommands } from './ask-commands.ts';
import { beginRun, type RunFlags } from './begin-run.ts';
import { doctorCommand } from './doctor.ts';
import { enrolCommand } from './enrol.ts';
import { exit, tellFailure } from './failure.ts';
import { isConfirmed, lockCommand, lockWords } from './lock.ts';
import { formatRun, formatRuns, listRuns, showRun } from './runs.ts';
import { addServiceCommands } from './service.ts';
import { formatStatus, statusCommand } from './status.ts';
import { dataFolder, deviceName, folderToShow, proxySettings } from '../config.ts';
import { formatFindings } from '../doctor/finding.ts';
import { proxyFor } from '../link/proxy.ts';
import { dialWith } from '../link/socket.ts';
import { installedService, serviceState } from '../platform/service/here.ts';

const dataText = 'folder of the agent’s keys and state (or FETTLE_AGENT_DATA)';

const program = new Command('fettle-agent')
  .description('Measures this machine and tells its collector. It runs nothing that an operator’s key did not sign.')
  .version(version)
  .exitOverride()
  .showHelpAfterError()
  .addHelpText(
    'after',
    `
Examples:
  fettle-agent enrol --collector https://fettle.example:8420 --token fettle1-…
  fettle-agent run --interval 10s
  fettle-agent status`,
  );

program
  .command('enrol')
  .description('makes this machine a device of a collector, once')
  .requiredOption('--collector <url>', 'address of the collector, http:// or https://')
  .requiredOption('--token <token>', 'what `fettle token enrol` printed')
  .option('--name <name>', 'what the device is called; default the name of this host')
  .option('--data <folder>', dataText)
  .option('--json', 'print JSON')
  .addHelpText(
    'after',
    '\nExample:\n  fettle-agent enrol --collector http://127.0.0.1:8420 --token fettle1-… --data ./agent',
  )
  .action(async (options: { collector: string; token: string; name?: string; data?: string; json?: true }) => {
    const { collector, token, name, data, json } = options;
    const result = await enrolCommand(
      { collector, token, folder: dataFolder(data), name: deviceName(name) },
      (pin) => dialWith(pin, systemClock, proxySettings()),
      systemClock,
    );
    if (json) return print(JSON.stringify(result));
    print(`This machine is now the device ${result.device} of ${result.collector}.`);
    print(`It is controlled by ${result.control.people.join(', ')}. Compare the trust root’s words with theirs:`);
    print(`  ${result.control.words}`);
  });

program
  .command('run')
  .description('measures and sends until it is told to stop')
  .option('--data <folder>', dataText)
  .option('--interval <time>', 'time between measurements, 1s to 1h (or FETTLE_AGENT_INTERVAL; default 10s)')
  .option(
    '--outbox <where>',
    'where frames wait for the collector: disk or memory (or FETTLE_AGENT_OUTBOX; default disk)',
  )
  .option('--outbox-size <size>', 'how much of them is kept on disk (or FETTLE_AGENT_OUTBOX_SIZE; default 256MiB)')
  .option('--outbox-days <days>', 'and for how long (or FETTLE_AGENT_OUTBOX_DAYS; default 7)')
  .option('--executor <where>', 'what runs signed orders: spawn, off (monitoring only) or a socket', 'spawn')
  .option('--no-reexec', 'stays in the process as it was started, with Node’s usual flags: for debugging')
  .addHelpText('after', '\nExample:\n  fettle-agent run --data ./agent --interval 5s')
  .action((flags: RunFlags) => beginRun(flags));

program
  .command('status')
  .description('who controls this machine, the state of the link, what is queued, what it costs')
  .option('--data <folder>', dataText)
  .option('--json', 'print JSON')
  .addHelpText('after', '\nExample:\n  fettle-agent status --data ./agent --json')
  .action(({ data, json }: { data?: string; json?: true }) => {
    const installed = installedService();
    const report = statusCommand(folderToShow(data, installed?.folder), installed);
    print(json ? JSON.stringify(report) : formatStatus(report));
  });

program
  .command('runs')
  .description('what was run on this machine; with a number, what that run said (for the agent’s owner)')
  .argument('[number]', 'number of a run, as the list has it')
  .option('--data <folder>', dataText)
  .option('--json', 'print JSON')
  .addHelpText('after', '\nExamples:\n  fettle-agent runs\n  sudo fettle-agent runs 17')
  .action((number: string | undefined, { data, json }: { data?: string; json?: true }) => {
    const folder = folderToShow(data, installedService()?.folder);
    if (number === undefined) {
      const items = listRuns(folder);
      return print(json ? JSON.stringify({ items, next: null }) : formatRuns(items));
    }
    const run = showRun(folder, number);
    print(json ? JSON.stringify(run) : formatRun(run));
  });

program
  .command('lock')
  .description('lets nothing be run on this machine any more, for good, whoever signed it; monitoring goes on')
  .option('--data <folder>', dataText)
  .option('--yes', 'does not ask whether this is meant')
  .option('--json', 'print JSON')
  .addHelpText('after', `\n${lockWords}\n\nExample:\n  sudo fettle-agent lock`)
  .action(async ({ data, yes, json }: { data?: string; yes?: true; json?: true }) => {
    const installed = installedService();
    const folder = folderToShow(data, installed?.folder);
    if (!yes && !(await isConfirmed(process.stdin, process.stderr))) {
      process.exitCode = exit.failed;
      return print(json ? JSON.stringify({ locked: false }) : 'Nothing was changed.');
    }
    const { already } = lockCommand(folder, installed, systemClock);
    const words = already
      ? 'This machine was locked already.'
      : 'This machine is locked: it is only monitored from now on.';
    print(json ? JSON.stringify({ locked: true, already }) : words);
  });

program
  .command('doctor')
  .description('checks what the agent needs, one line each, with what to do; exit code 1 when a check failed')
  .option('--data <folder>', dataText)
  .option('--json', 'print JSON')
  .addHelpText('after', '\nExample:\n  fettle-agent doctor')
  .action(async ({ data, json }: { data?: string; json?: true }) => {
    const installed = installedService();
    const folder = folderToShow(data, installed?.folder);
    const reach = (pin: string | null) => dialWith(pin, systemClock, proxySettings());
    const ask = (address: string) => proxyFor(address, proxySettings());
    const needs = { folder, installed, serviceState, dialWith: reach, proxyFor: ask, clock: systemClock };
    const findings = await doctorCommand(needs);
    print(json ? JSON.stringify({ items: findings, next: null }) : formatFindings(findings));
    if (findings.some(({ state }) => state === 'failed')) process.exitCode = exit.failed;
  });

addAskCommands(program, { print, dataText });
addServiceCommands(program, { print, dataText });

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Does what the arguments say; sets the exit code. */
export async function commandLine(): Promise<void> {
  try {
    await program.parseAsync();
  } catch (error) {
    // commander has told it already; help and version come this way too.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exit.wrongUse;
    else process.exitCode = tellFailure(error);
  }
}
