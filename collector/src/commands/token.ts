import { type Role, roles } from '@fettle/shared/api/session';
import { FettleError } from '@fettle/shared/errors';
import { Command, Option } from 'commander';
import { systemClock } from '../clock.ts';
import { readPassphrase } from '../config.ts';
import { createApiToken, listApiTokens, revokeApiToken } from '../domain/access/index.ts';
import { publishToken } from '../domain/devices/index.ts';
import { signEnrolmentToken } from '../operator/enrolment.ts';
import { localActor } from './actor.ts';
import { configured, labelled, lasting, listed, placed } from './flags.ts';
import { print, table } from './output.ts';
import { makeDataFolder } from './places.ts';
import { withRecords } from './records.ts';
import { asServed } from './served.ts';
import { enrolmentPlace } from './tls/enrolment-place.ts';

/** `fettle token`: API tokens for programs, enrolment tokens for devices. */
export function tokenCommand(): Command {
  return new Command('token')
    .description('Tokens: for programs that use the API, and for devices that enrol')
    .addCommand(createCommand())
    .addCommand(enrolCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand());
}

interface CreateFlags {
  readonly role: Role;
  readonly name: string;
  readonly site?: string[];
  readonly scope?: string[];
  readonly for: string;
  readonly json?: boolean;
}

function createCommand(): Command {
  return placed(new Command('create'))
    .description('Make an API token; it is shown once')
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).default('viewer'))
    .option('--name <name>', 'what it is for', 'made with the CLI')
    .option('--site <site>', 'a site that it may see, repeatable; without it all', listed)
    .option('--scope <permission>', 'of what the role allows only this, repeatable; without it all', listed)
    .option('--for <time>', 'how long it is valid, such as 12h or 90d', '90d')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npx --no fettle token create --role viewer --site berlin --scope device.read --name grafana --for 365d\n',
    )
    .action(async (_options, command: Command) => {
      const flags = command.opts<CreateFlags>();
      const now = systemClock.now();
      const input = {
        name: flags.name,
        role: flags.role,
        sites: flags.site ?? ('all' as const),
        ...(flags.scope && { scopes: flags.scope }),
        expiresAt: now + lasting(flags.for),
      };
      const { token, secret } = await withRecords(configured(command).config, ({ access }) =>
        createApiToken({ store: access, now }, localActor, input),
      );
      const { id, role, sites, scopes, expiresAt } = token;
      const result = { token: secret, id, role, sites, scopes, expiresAt };
      print(
        flags.json ?? false,
        result,
        `${secret}\n\nShown only this once. Use it as: Authorization: Bearer ${secret}`,
      );
    });
}

interface EnrolFlags {
  readonly site: string;
  readonly label?: Record<string, string>;
  readonly uses: string;
  readonly for: string;
  readonly url?: string;
  readonly pin?: boolean;
  readonly json?: boolean;
}

function enrolCommand(): Command {
  return placed(new Command('enrol'))
    .description('Make a token with which devices join; signed by your key')
    .option('--site <site>', 'the site they join', 'home')
    .option('--label <key=value>', 'a label they get; repeatable', labelled)
    .option('--uses <n>', 'how many devices may use it', '1')
    .option('--for <time>', 'how long it is valid, such as 1h or 7d', '24h')
    .option('--url <address>', 'the collector’s address as the devices see it')
    .option('--pin', 'with your own certificate: devices accept no CA but the one in its file')
    .option('--no-pin', 'with the collector’s own CA: devices see the certificate of a proxy before it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npx --no fettle token enrol --site berlin --label role=db --uses 20 --for 7d\n',
    )
    .action(async (_options, command: Command) => {
      const flags = command.opts<EnrolFlags>();
      const { token, url, line } = await enrolmentLine(command, flags);
      print(flags.json ?? false, { token, url, line }, `On the device:\n\n  ${line}\n`);
    });
}

async function enrolmentLine(command: Command, flags: EnrolFlags) {
  const config = await asServed(configured(command));
  const now = systemClock.now();
  const uses = Number(flags.uses);
  if (!Number.isInteger(uses) || uses < 1)
    throw new FettleError('config_invalid', '--uses must be a whole number from 1.');
  const { site, label: labels = {} } = flags;
  const lastsMs = lasting(flags.for);
  const passphrase = readPassphrase(config);
  makeDataFolder(config.data);
  const { url, pin } = await enrolmentPlace(config, flags, now);
  const signed = await signEnrolmentToken({ home: config.home, passphrase, site, labels, uses, now, lastsMs, pin });
  await withRecords(config, ({ devices }) =>
    publishToken({ store: devices, now }, localActor, {
      key: signed.key,
      envelope: JSON.stringify(signed.envelope),
      site,
      labels,
      uses,
      notBefore: signed.statement.notBefore,
      notAfter: signed.statement.notAfter,
    }),
  );
  return { token: signed.token, url, line: `npx --no fettle-agent enrol --collector ${url} --token ${signed.token}` };
}

function listCommand(): Command {
  return placed(new Command('list'))
    .description('API tokens, without their secrets')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const tokens = await withRecords(configured(command).config, ({ access }) =>
        listApiTokens({ store: access, now: systemClock.now() }, localActor),
      );
      const day = (time: number | null) => (time === null ? 'never' : new Date(time).toISOString().slice(0, 10));
      const rows = tokens.map(({ id, name, role, sites, expiresAt, lastUsedAt }) => [
        id,
        role,
        sites === 'all' ? sites : sites.join(', '),
        day(expiresAt),
        day(lastUsedAt),
        name,
      ]);
      const items = tokens.map(({ hash: _hash, ...rest }) => rest);
      print(
        command.opts<{ json?: boolean }>().json ?? false,
        { items, next: null },
        table(['Id', 'Role', 'Sites', 'Until', 'Used', 'Name'], rows),
      );
    });
}

function revokeCommand(): Command {
  return placed(new Command('revoke'))
    .description('End an API token')
    .argument('<id>', 'its id, from `fettle token list`')
    .action(async (id: string, _options, command: Command) => {
      await withRecords(configured(command).config, ({ access }) =>
        revokeApiToken({ store: access, now: systemClock.now() }, localActor, { id }),
      );
      print(false, {}, `Token ${id} is ended.`);
    });
}
