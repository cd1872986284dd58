import { readFileSync } from 'node:fs';
import { FettleError } from '@fettle/shared/errors';
import { Command, Option } from 'commander';
import { systemClock } from '../clock.ts';
import {
  type Channel,
  type ChannelBody,
  deleteChannel,
  listChannels,
  putChannel,
  testChannel,
} from '../domain/notifications/index.ts';
import { senders } from '../edge/channels/channels.ts';
import type { Records } from '../store/stores.ts';
import { localActor } from './actor.ts';
import { configured, listed, placed } from './flags.ts';
import { noticeKey } from './notice-key.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';

/** `fettle channel`: where notices go. */
export function channelCommand(): Command {
  return new Command('channel')
    .description('Channels: where notices go, besides the dashboard')
    .addCommand(listCommand())
    .addCommand(putCommand())
    .addCommand(testCommand())
    .addCommand(deleteCommand());
}

const at = ({ channels }: Records) => ({ channels, now: systemClock.now() });
const shown = ({ secret, ...channel }: Channel) => ({ ...channel, secretSet: secret !== null });

function listCommand(): Command {
  return placed(new Command('list'))
    .description('All channels, without their secrets')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const channels = await withRecords(configured(command).config, (records) =>
        listChannels(at(records), localActor),
      );
      const rows = channels.map(({ id, name, enabled, to, last }) => [
        id,
        to.kind === 'webhook' ? to.preset : to.kind,
        enabled ? 'on' : 'off',
        last === null ? 'not yet used' : `${last.ok ? 'ok' : 'failed'}: ${last.answer.slice(0, 60)}`,
        name,
      ]);
      const words =
        rows.length > 0
          ? table(['Id', 'Kind', 'State', 'Last', 'Name'], rows)
          : 'No channel yet: incidents are told in the dashboard. Example:\n  npx --no fettle channel put mail --smtp mail.example.org:587 --from fettle@example.org --to ops@example.org';
      print(command.opts<{ json?: boolean }>().json ?? false, { items: channels.map(shown), next: null }, words);
    });
}

interface PutFlags {
  readonly smtp?: string;
  readonly security: 'none' | 'starttls' | 'tls';
  readonly user?: string;
  readonly from?: string;
  readonly to?: string[];
  readonly caFile?: string;
  readonly webhook?: string;
  readonly preset: 'plain' | 'slack' | 'teams' | 'ntfy' | 'pagerduty';
  readonly secretFile?: string;
  readonly name?: string;
  readonly off?: boolean;
  readonly json?: boolean;
}

function putCommand(): Command {
  return placed(new Command('put'))
    .description('Make a channel, or put another in its place')
    .argument('<id>', 'small letters, digits and hyphens')
    .option('--smtp <host:port>', 'mail, by this server')
    .addOption(
      new Option('--security <kind>', 'of the mail server').choices(['none', 'starttls', 'tls']).default('starttls'),
    )
    .option('--user <name>', 'at the mail server; its password is the secret')
    .option('--from <address>', 'the sender of mails')
    .option('--to <address>', 'to whom, besides people with an address of their own; repeatable', listed)
    .option('--ca-file <file>', 'PEM: who alone vouches for the mail server, where it is no public authority')
    .option('--webhook <address>', 'an HTTP request to this address')
    .addOption(
      new Option('--preset <service>', 'what the webhook takes')
        .choices(['plain', 'slack', 'teams', 'ntfy', 'pagerduty'])
        .default('plain'),
    )
    .option('--secret-file <file>', 'a file with the password or signing secret; `-` reads it from standard input')
    .option('--name <name>', 'as people call it')
    .option('--off', 'keep it, switched off')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx --no fettle channel put mail --smtp mail.example.org:587 --from fettle@example.org --to ops@example.org\n' +
        '  npx --no fettle channel put chat --webhook https://hooks.slack.com/services/… --preset slack\n',
    )
    .action(async (id: string, _options, command: Command) => {
      const flags = command.opts<PutFlags>();
      const to = bodyOf(flags);
      const secret = flags.secretFile === undefined ? {} : { secret: textOf('--secret-file', flags.secretFile) };
      const { config } = configured(command);
      const key = await noticeKey(config.data);
      const channel = await withRecords(config, async (records) => {
        const before = await records.channels.channel(id);
        const name = flags.name ?? before?.name ?? id;
        const input = { id, name, enabled: !(flags.off ?? false), to, version: before?.version ?? 0, ...secret };
        return putChannel({ ...at(records), key }, localActor, input);
      });
      print(flags.json ?? false, shown(channel), `Channel ${id} is set. Try it: npx --no fettle channel test ${id}`);
    });
}

/** @throws FettleError `config_invalid` */
function bodyOf({ smtp, security, user, from, to, caFile, webhook, preset }: PutFlags): ChannelBody {
  if ((smtp === undefined) === (webhook === undefined)) {
    throw new FettleError('config_invalid', 'Say either --smtp or --webhook: the dashboard is told anyway.');
  }
  if (webhook !== undefined) return { kind: 'webhook', url: webhook, preset };
  const [, host, port = security === 'tls' ? '465' : '587'] = /^(.+?)(?::(\d{1,5}))?$/.exec(smtp ?? '') ?? [];
  if (host === undefined || Number(port) > 65_535)
    throw new FettleError('config_invalid', `--smtp ${smtp}: write host:port.`);
  if (from === undefined) throw new FettleError('config_invalid', 'Say with --from who sends the mails.');
  const named = user === undefined ? {} : { user };
  const vouched = caFile === undefined ? {} : { ca: textOf('--ca-file', caFile) };
  const others = to === undefined ? {} : { to };
  return { kind: 'email', host, port: Number(port), security, from, ...named, ...others, ...vouched };
}

/** @throws FettleError `config_invalid` */
function textOf(flag: string, file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').replace(/\r?\n$/, '');
  } catch (error) {
    throw new FettleError('config_invalid', `${flag} ${file}: ${(error as Error).message}`);
  }
}

/** Dashboards are open at the collector, not here. */
const nobody = { show: () => 0, devices: () => Promise.resolve(new Map()) };

function testCommand(): Command {
  return placed(new Command('test'))
    .description('Send a test notice now, and see what the other end answers')
    .argument('<id>', 'its id, from `fettle channel list`')
    .option('--to <address>', 'where to, for a mail channel without an address of its own')
    .option('--json', 'print JSON')
    .action(async (id: string, _options, command: Command) => {
      const { config } = configured(command);
      const flags = command.opts<{ to?: string; json?: boolean }>();
      const key = await noticeKey(config.data);
      const answer = await withRecords(config, (records) => {
        const { notices } = records;
        const incidents = { incident: () => Promise.resolve(null), wasTold: () => Promise.resolve() };
        const context = { ...at(records), notices, incidents, senders: senders(nobody), base: null, key };
        return testChannel(context, localActor, { id, ...(flags.to === undefined ? {} : { to: flags.to }) });
      });
      if (!answer.ok) throw new FettleError('channel_failed', `The channel ${id} did not take it: ${answer.answer}`);
      print(flags.json ?? false, { ok: true, answer: answer.answer }, `Sent. It answered: ${answer.answer}`);
    });
}

function deleteCommand(): Command {
  return placed(new Command('delete'))
    .description('Take a channel away')
    .argument('<id>', 'its id, from `fettle channel list`')
    .action(async (id: string, _options, command: Command) => {
      await withRecords(configured(command).config, async (records) => {
        const found = await records.channels.channel(id);
        if (found === null)
          throw new FettleError('not_found', `There is no channel ${id}. See \`fettle channel list\`.`);
        await deleteChannel(at(records), localActor, { id, version: found.version });
      });
      print(false, {}, `Channel ${id} is gone.`);
    });
}
