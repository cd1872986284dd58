import { FettleError } from '@fettle/shared/errors';
import { handOverText } from '@fettle/shared/manpower/hand-over-text';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { getHandOver } from '../domain/people/index.ts';
import { isZone } from '../domain/windows/index.ts';
import { createPeopleDesk } from '../people-wiring.ts';
import { localActor } from './actor.ts';
import { configured, lasting, placed, zoneHere } from './flags.ts';
import { print } from './output.ts';
import { withRecords } from './records.ts';

interface Flags {
  readonly roster?: string;
  readonly for?: string;
  readonly zone?: string;
  readonly json?: boolean;
}

/** `fettle hand-over`: what whoever takes over has to know. */
export function handOverCommand(): Command {
  return placed(new Command('hand-over'))
    .description('What is open and what is next, what was done, what is under way and what comes, for who takes over')
    .option('--roster <id>', 'of its turn that ends, or has just ended')
    .option('--for <time>', 'of the last so long, such as 8h; without it and a roster 12h')
    .option('--zone <zone>', 'of the times in it, such as Europe/Berlin; default: this machine’s')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle hand-over --roster night\n')
    .action(async (_options, command: Command) => {
      const flags = command.opts<Flags>();
      const { zone = zoneHere() } = flags;
      if (!isZone(zone)) {
        throw new FettleError('config_invalid', `--zone ${zone}: write an IANA name such as Europe/Berlin.`);
      }
      const now = systemClock.now();
      const span = flags.for === undefined ? {} : { from: now - lasting(flags.for), to: now };
      const handOver = await withRecords(configured(command).config, (records) => {
        const desk = createPeopleDesk({ stores: records, clock: { now: () => now } });
        return getHandOver(desk.ports(), localActor, { ...(flags.roster && { roster: flags.roster }), ...span });
      });
      print(flags.json ?? false, handOver, handOverText(handOver, zone));
    });
}
