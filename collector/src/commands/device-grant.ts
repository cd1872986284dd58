import { FettleError } from '@fettle/shared/errors';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { readPassphrase } from '../config.ts';
import { everywhere } from '../domain/access/index.ts';
import { type Device, publishGrant } from '../domain/devices/index.ts';
import { signGrant } from '../operator/enrolment.ts';
import type { Records } from '../store/stores.ts';
import { localActor } from './actor.ts';
import { theOne } from './device-named.ts';
import { configured, labelled, placed } from './flags.ts';
import { isOpen } from './open-key.ts';
import { print } from './output.ts';
import { withRecords } from './records.ts';

interface GrantFlags {
  readonly all?: boolean;
  readonly ifOpen?: boolean;
  readonly site?: string;
  readonly label?: Record<string, string>;
  readonly json?: boolean;
}

/** `fettle device grant`: where devices belong, signed: the only scope of standing orders. */
export function grantCommand(): Command {
  return placed(new Command('grant'))
    .description('Sign where a device belongs, with your key: only by that do standing orders choose devices')
    .argument('[device...]', 'names or ids, as `fettle device list` shows them')
    .option('--all', 'every device that has no grant yet')
    .option('--site <site>', 'the site; default: the one it is at')
    .option(
      '--label <key=value>',
      'a label, repeatable; they take the place of those that it was granted before',
      labelled,
    )
    .option('--if-open', 'do nothing where your key needs a passphrase that nobody gave, or may not enrol alone')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle device grant db-1 db-2 --site berlin --label role=db\n')
    .action(async (wanted: string[], _options, command: Command) => {
      const flags = command.opts<GrantFlags>();
      if (wanted.length === 0 && flags.all !== true) {
        throw new FettleError('config_invalid', 'Name devices, or give --all for every one that has no grant yet.');
      }
      const { config } = configured(command);
      if (flags.ifOpen === true && !(await isOpen(config, 'enroller'))) {
        const hint = 'Your key is not open here: grant with `npx --no fettle device grant --all`.';
        return print(flags.json ?? false, { items: [] }, hint);
      }
      const signing = { home: config.home, passphrase: readPassphrase(config) };
      const items = await withRecords(config, (records) => grantAll(records, signing, wanted, flags));
      const lines = items.map(({ name, site, labels, version }) => {
        const words = Object.entries(labels).map(([key, value]) => ` ${key}=${value}`);
        return `${name}: ${site}${words.join('')} (version ${version})`;
      });
      const words =
        lines.length > 0
          ? `Granted:\n${lines.join('\n')}\n\nA connected device has it within seconds, another with its next connection.`
          : 'Every device has its grant already.';
      print(flags.json ?? false, { items }, words);
    });
}

async function grantAll(
  { devices: store }: Records,
  signing: { readonly home: string; readonly passphrase: string | null },
  wanted: readonly string[],
  { all, site, label }: GrantFlags,
) {
  const known = await store.devices(everywhere);
  const chosen = wanted.map((name) => theOne(known, name));
  const others = all === true ? await ungranted(store, known) : [];
  const items = [];
  for (const device of new Set([...chosen, ...others])) {
    const now = systemClock.now();
    const version = ((await store.grant(device.id))?.version ?? 0) + 1;
    const granted = { device: device.id, site: site ?? device.site, labels: label ?? {}, version };
    const envelope = await signGrant({ ...signing, ...granted, now });
    const published = { device: device.id, version, envelope: JSON.stringify(envelope) };
    await publishGrant({ store, now }, localActor, published);
    items.push({ ...granted, name: device.name });
  }
  return items;
}

async function ungranted(store: Records['devices'], known: readonly Device[]): Promise<Device[]> {
  const found: Device[] = [];
  for (const device of known) {
    if (device.state !== 'retired' && (await store.grant(device.id)) === null) found.push(device);
  }
  return found;
}
