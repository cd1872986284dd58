import { Command } from 'commander';
import { applyCommand } from './commands/apply.ts';
import { backupCommand } from './commands/backup.ts';
import { collectorCommand } from './commands/collector.ts';
import { deviceCommand } from './commands/device.ts';
import { incidentCommand } from './commands/incident.ts';
import { exportCommand } from './commands/export.ts';
import { keyCommand } from './commands/key.ts';
import { personCommand } from './commands/person.ts';
import { problemCommand } from './commands/problem.ts';
import { restoreCommand } from './commands/restore.ts';
import { ruleCommand } from './commands/rule.ts';
import { setupCommand } from './commands/setup.ts';
import { storeCommand } from './commands/store.ts';
import { teamCommand } from './commands/team.ts';
import { tokenCommand } from './commands/token.ts';
import { trustCommand } from './commands/trust.ts';
import { channelCommand } from './commands/channel.ts';
import { deliveryCommand } from './commands/delivery.ts';
import { rosterCommand } from './commands/roster.ts';
import { routeCommand } from './commands/route.ts';
import { windowCommand } from './commands/window.ts';
import { approveCommand } from './commands/approve.ts';
import { orderCommand } from './commands/order.ts';
import { receiptCommand } from './commands/receipt.ts';
import { runCommand } from './commands/run.ts';
import { scriptCommand } from './commands/script.ts';
import { standingCommand } from './commands/standing.ts';
import { consoleCommand } from './commands/console.ts';
import { freshCommand, revokeCommand, stopCommand } from './commands/revoke.ts';
import { failure } from './commands/output.ts';
import { version } from '@fettle/shared/version';

/** Wrong use of a command below ends with the same exit code as that of one above. */
function overridden(command: Command): void {
  command.exitOverride();
  for (const one of command.commands) overridden(one);
}

const program = new Command('fettle')
  .description('The collector of Fettle, and the commands of the people who run it.')
  .version(version)
  .addHelpText('after', '\nFirst time: `npm start` sets everything up on this machine.')
  .exitOverride()
  .configureOutput({ writeErr: (text) => process.stderr.write(text) });
for (const command of [
  collectorCommand(),
  setupCommand(),
  tokenCommand(),
  deviceCommand(),
  trustCommand(),
  keyCommand(),
  backupCommand(),
  restoreCommand(),
  storeCommand(),
  personCommand(),
  teamCommand(),
  incidentCommand(),
  problemCommand(),
  windowCommand(),
  ruleCommand(),
  applyCommand(),
  exportCommand(),
  channelCommand(),
  routeCommand(),
  rosterCommand(),
  deliveryCommand(),
  scriptCommand(),
  orderCommand(),
  approveCommand(),
  standingCommand(),
  runCommand(),
  receiptCommand(),
  revokeCommand(),
  stopCommand(),
  freshCommand(),
  consoleCommand(),
]) {
  program.addCommand(command);
  overridden(command);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = failure(error, process.argv.includes('--json'));
}
