import { Command } from 'commander';
import { kindsCommand, listCommand, makeCommand, saveCommand, sendCommand, showCommand } from './report-commands.ts';

/** `fettle report`: reports, made now or kept. */
export function reportCommand(): Command {
  return new Command('report')
    .description('Reports: make, read, save and send them')
    .addCommand(kindsCommand())
    .addCommand(listCommand())
    .addCommand(makeCommand())
    .addCommand(showCommand())
    .addCommand(sendCommand())
    .addCommand(saveCommand());
}
