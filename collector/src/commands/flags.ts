import { parseDuration } from '@fettle/shared/duration';
import { FettleError } from '@fettle/shared/errors';
import type { Command } from 'commander';
import { type Effective, readConfig } from '../config.ts';

/** Adds the options that say where things are; every command has them. */
export function placed(command: Command): Command {
  return command
    .option('--data <folder>', 'where records and series are (FETTLE_DATA, default .fettle)')
    .option('--home <folder>', 'where the operator’s keys are (FETTLE_HOME, default your configuration folder)')
    .option('--records <where>', '`sqlite`, or a postgres:// address (FETTLE_RECORDS)')
    .option('--config <file>', 'a JSON file of configuration keys');
}

/** The configuration that a command's options, the environment and the file give. */
export function configured(command: Command): Effective {
  const { config, ...flags } = command.opts<Record<string, string> & { config?: string }>();
  return readConfig(flags, config);
}

/** For an option that may be given several times. */
export function listed(text: string, before: string[] = []): string[] {
  return [...before, text];
}

/** Milliseconds of `--for 12h`, or of another flag. @throws FettleError `config_invalid` */
export function lasting(text: string, flag = '--for'): number {
  const ms = parseDuration(text);
  if (ms === null || ms <= 0)
    throw new FettleError('config_invalid', `${flag} ${text}: write a time such as 12h or 7d.`);
  return ms;
}

/** The zone in which people at this machine read times. */
export function zoneHere(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
