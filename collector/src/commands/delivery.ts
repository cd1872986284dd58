import { Command } from 'commander';
import { listDeliveries } from '../domain/notifications/index.ts';
import { localActor } from './actor.ts';
import { configured, placed } from './flags.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';

/** `fettle delivery`: what was sent to whom, and what came of it. */
export function deliveryCommand(): Command {
  return new Command('delivery').description('Notices that were sent, and what came of them').addCommand(listCommand());
}

interface ListFlags {
  readonly incident?: string;
  readonly channel?: string;
  readonly state?: string;
  readonly json?: boolean;
}

function listCommand(): Command {
  return placed(new Command('list'))
    .description('The newest 200')
    .option('--incident <id>', 'of this incident')
    .option('--channel <id>', 'by this channel')
    .option('--state <state>', 'waiting, delivered, failed, given-up or dropped')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const { json = false, incident, channel, state } = command.opts<ListFlags>();
      const query = {
        ...(incident === undefined ? {} : { incident }),
        ...(channel === undefined ? {} : { channel }),
        ...(state === undefined ? {} : { state }),
      };
      const { items, next } = await withRecords(configured(command).config, (records) =>
        listDeliveries(records, localActor, query),
      );
      const rows = items.map((one) => [
        new Date(one.createdAt).toISOString().slice(0, 19).replace('T', ' '),
        one.state,
        String(one.attempts),
        one.channel,
        one.target,
        one.subject,
      ]);
      const words =
        rows.length > 0 ? table(['Time (UTC)', 'State', 'Tries', 'Channel', 'To', 'Words'], rows) : 'Nothing was sent.';
      const shown = items.map(({ notice: _notice, others: _others, key: _key, ...item }) => item);
      print(json, { items: shown, next }, words);
    });
}
