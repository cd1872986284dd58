import { version } from '@fettle/shared/version';
import { Command } from 'commander';

/** In the order of the help. Each is loaded when it is named: all of them together are 2,500 files, most commands a third. */
const commands: readonly (readonly [name: string, load: () => Promise<Command>])[] = [
  ['collector', async () => (await import('./collector.ts')).collectorCommand()],
  ['setup', async () => (await import('./setup.ts')).setupCommand()],
  ['token', async () => (await import('./token.ts')).tokenCommand()],
  ['device', async () => (await import('./device.ts')).deviceCommand()],
  ['trust', async () => (await import('./trust.ts')).trustCommand()],
  ['key', async () => (await import('./key.ts')).keyCommand()],
  ['backup', async () => (await import('./backup.ts')).backupCommand()],
  ['restore', async () => (await import('./restore.ts')).restoreCommand()],
  ['store', async () => (await import('./store.ts')).storeCommand()],
  ['person', async () => (await import('./person.ts')).personCommand()],
  ['team', async () => (await import('./team.ts')).teamCommand()],
  ['incident', async () => (await import('./incident.ts')).incidentCommand()],
  ['problem', async () => (await import('./problem.ts')).problemCommand()],
  ['level', async () => (await import('./level.ts')).levelCommand()],
  ['window', async () => (await import('./window.ts')).windowCommand()],
  ['rule', async () => (await import('./rule.ts')).ruleCommand()],
  ['apply', async () => (await import('./apply.ts')).applyCommand()],
  ['export', async () => (await import('./export.ts')).exportCommand()],
  ['channel', async () => (await import('./channel.ts')).channelCommand()],
  ['route', async () => (await import('./route.ts')).routeCommand()],
  ['roster', async () => (await import('./roster.ts')).rosterCommand()],
  ['hand-over', async () => (await import('./hand-over.ts')).handOverCommand()],
  ['delivery', async () => (await import('./delivery.ts')).deliveryCommand()],
  ['script', async () => (await import('./script.ts')).scriptCommand()],
  ['order', async () => (await import('./order.ts')).orderCommand()],
  ['approve', async () => (await import('./approve.ts')).approveCommand()],
  ['standing', async () => (await import('./standing.ts')).standingCommand()],
  ['run', async () => (await import('./run.ts')).runCommand()],
  ['receipt', async () => (await import('./receipt.ts')).receiptCommand()],
  ['revoke', async () => (await import('./revoke.ts')).revokeCommand()],
  ['stop', async () => (await import('./revoke.ts')).stopCommand()],
  ['fresh', async () => (await import('./revoke.ts')).freshCommand()],
  ['console', async () => (await import('./console.ts')).consoleCommand()],
  ['change', async () => (await import('./change.ts')).changeCommand()],
  ['request', async () => (await import('./request.ts')).requestCommand()],
  ['improvement', async () => (await import('./improvement.ts')).improvementCommand()],
  ['report', async () => (await import('./report.ts')).reportCommand()],
  ['capacity', async () => (await import('./capacity.ts')).capacityCommand()],
  ['service', async () => (await import('./service.ts')).serviceCommand()],
];

/** Wrong use of a command below ends with the same exit code as that of one above. */
function overridden(command: Command): void {
  command.exitOverride();
  for (const one of command.commands) overridden(one);
}

/** The command line, ready to be given arguments. @param word the command that it is for; without one of that name, the whole */
export async function fettleProgram(word?: string): Promise<Command> {
  const program = new Command('fettle')
    .description('The collector of Fettle, and the commands of the people who run it.')
    .version(version)
    .addHelpText('after', '\nFirst time: `npm start` sets everything up on this machine.')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stderr.write(text) });
  const named = commands.filter(([name]) => name === word);
  for (const command of await Promise.all((named.length > 0 ? named : commands).map(([, load]) => load()))) {
    program.addCommand(command);
    overridden(command);
  }
  return program;
}
