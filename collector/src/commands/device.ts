import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { everywhere } from '../domain/access/index.ts';
import { revokeDevice } from '../domain/devices/index.ts';
import { localActor } from './actor.ts';
import { grantCommand } from './device-grant.ts';
import { theOne } from './device-named.ts';
import { configured, placed } from './flags.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';

/** `fettle device`: what is enrolled, where it belongs, and its end. */
export function deviceCommand(): Command {
  return new Command('device')
    .description('Devices that have enrolled')
    .addCommand(listCommand())
    .addCommand(grantCommand())
    .addCommand(revokeCommand());
}

function age(time: number | null, now: number): string {
  if (time === null) return 'never';
  const seconds = Math.max(0, Math.round((now - time) / 1000));
  if (seconds < 120) return `${seconds} s ago`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3_600)} h ago`;
}

function listCommand(): Command {
  return placed(new Command('list'))
    .description('All devices, by name')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle device list\n')
    .action(async (_options, command: Command) => {
      const now = systemClock.now();
      const devices = await withRecords(configured(command).config, (records) => records.devices.devices(everywhere));
      const items = devices.map(({ publicKey: _public, sealingKey: _sealing, ...item }) => item);
      const rows = devices.map(({ id, name, state, site, os, lastSeen }) => [
        name,
        state,
        site,
        os,
        age(lastSeen, now),
        id,
      ]);
      const words =
        rows.length > 0
          ? table(['Name', 'State', 'Site', 'System', 'Last frame', 'Id'], rows)
          : 'No device has enrolled yet: `npx --no fettle token enrol` makes the line for one.';
      print(command.opts<{ json?: boolean }>().json ?? false, { items, next: null }, words);
    });
}

function revokeCommand(): Command {
  return placed(new Command('revoke'))
    .description(
      'End a device that was lost, replaced or put away: its agent is refused from now on; what it sent stays',
    )
    .argument('<device>', 'its name or id, as `fettle device list` shows them')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle device revoke front-desk\n')
    .action(async (wanted: string, _options, command: Command) => {
      const before = await withRecords(configured(command).config, async ({ devices: store }) => {
        const { id } = theOne(await store.devices(everywhere), wanted);
        return revokeDevice({ store, now: systemClock.now() }, localActor, { id });
      });
      const { id, name, state } = before;
      const words =
        state === 'retired'
          ? `${name} was ended already.`
          : `${name} is ended. Its agent is refused within seconds; a new enrolment token would let it in again.`;
      print(command.opts<{ json?: boolean }>().json ?? false, { id, name, before: state, state: 'retired' }, words);
    });
}
