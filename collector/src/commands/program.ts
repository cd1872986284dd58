import { Command } from 'commander';
import { applyCommand } from './apply.ts';
import { backupCommand } from './backup.ts';
import { capacityCommand } from './capacity.ts';
import { collectorCommand } from './collector.ts';
import { deviceCommand } from './device.ts';
import { incidentCommand } from './incident.ts';
import { exportCommand } from './export.ts';
import { keyCommand } from './key.ts';
import { personCommand } from './person.ts';
import { problemCommand } from './problem.ts';
import { restoreCommand } from './restore.ts';
import { ruleCommand } from './rule.ts';
import { setupCommand } from './setup.ts';
import { storeCommand } from './store.ts';
import { teamCommand } from './team.ts';
import { tokenCommand } from './token.ts';
import { trustCommand } from './trust.ts';
import { channelCommand } from './channel.ts';
import { deliveryCommand } from './delivery.ts';
import { handOverCommand } from './hand-over.ts';
import { rosterCommand } from './roster.ts';
import { routeCommand } from './route.ts';
import { levelCommand } from './level.ts';
import { windowCommand } from './window.ts';
import { serviceCommand } from './service.ts';
import { changeCommand } from './change.ts';
import { improvementCommand } from './improvement.ts';
import { requestCommand } from './request.ts';
import { approveCommand } from './approve.ts';
import { orderCommand } from './order.ts';
import { receiptCommand } from './receipt.ts';
import { runCommand } from './run.ts';
import { reportCommand } from './report.ts';
import { scriptCommand } from './script.ts';
import { standingCommand } from './standing.ts';
import { consoleCommand } from './console.ts';
import { freshCommand, revokeCommand, stopCommand } from './revoke.ts';
import { version } from '@fettle/shared/version';

/** Wrong use of a command below ends with the same exit code as that of one above. */
function overridden(command: Command): void {
  command.exitOverride();
  for (const one of command.commands) overridden(one);
}

/** The whole command line, ready to be given arguments. */
export function fettleProgram(): Command {
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
    levelCommand(),
    windowCommand(),
    ruleCommand(),
    applyCommand(),
    exportCommand(),
    channelCommand(),
    routeCommand(),
    rosterCommand(),
    handOverCommand(),
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
    changeCommand(),
    requestCommand(),
    improvementCommand(),
    reportCommand(),
    capacityCommand(),
    serviceCommand(),
  ]) {
    program.addCommand(command);
    overridden(command);
  }
  return program;
}
