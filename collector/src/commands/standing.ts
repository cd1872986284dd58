import { checked } from '@fettle/shared/api/checked';
import { OrderDraft, type OrderDraftBody, StandingItem, StandingPage } from '@fettle/shared/api/orders';
import { FettleError } from '@fettle/shared/errors';
import { Command, Option } from 'commander';
import { openDraft } from '../operator/prepare-order.ts';
import { prepareEnd } from '../operator/prepare-others.ts';
import type { Collector } from '../operator/reach/client.ts';
import { timeWords } from '../operator/words/time.ts';
import { stepsFrom } from './draft-flags.ts';
import { lasting, listed, zoneHere } from './flags.ts';
import { draftWords, reasonOf } from './order-draft.ts';
import { print, table } from './output.ts';
import { reaching, withCollector } from './reach.ts';
import { secretFiles, secretsFor, type SignFlags, signHere, signing, withDesk } from './sign-here.ts';

/** `fettle standing`: orders that devices fire by themselves, by a rule or by the clock. */
export function standingCommand(): Command {
  return new Command('standing')
    .description('Standing orders: devices fire them by themselves, by a rule on their own samples or by their clock')
    .addCommand(draftCommand())
    .addCommand(signCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(endCommand());
}

interface DraftFlags {
  readonly script?: string[];
  readonly param?: string[];
  readonly on: string;
  readonly rule?: string;
  readonly severity: 'warning' | 'critical';
  readonly settle: string;
  readonly cron?: string;
  readonly zone: string;
  readonly jitter: string;
  readonly missed: 'skip' | 'run';
  readonly perHour: string;
  readonly coolDown: string;
  readonly bootGuard: string;
  readonly failures: string;
  readonly days: string;
  readonly replaces?: string;
  readonly reason?: string;
  readonly json?: boolean;
}

function draftCommand(): Command {
  return reaching(new Command('draft'))
    .description('Compose a standing order from flags; nothing is signed yet')
    .argument('<name>', 'as people call it')
    .requiredOption('--script <name>', 'a script of the library; repeated: steps, one after the other', listed)
    .requiredOption(
      '--on <selector>',
      'devices by site and labels of their grants, such as role=db; everything: has site',
    )
    .option('--param <key=value>', 'a parameter; of several steps: 2.key=value; repeatable', listed)
    .option('--rule <id>', 'fires when this rule finds something')
    .addOption(
      new Option('--severity <severity>', 'the least that fires it')
        .choices(['warning', 'critical'])
        .default('critical'),
    )
    .option('--settle <time>', 'how long it is measured afterwards whether it helped', '5m')
    .option('--cron <line>', 'fires by the clock: minute hour day month weekday, such as "30 3 * * 0"')
    .option('--zone <zone>', '`device`, or a time zone such as Europe/Berlin', 'device')
    .option('--jitter <time>', 'spread over this time, the same for a device each time', '10m')
    .addOption(
      new Option('--missed <what>', 'what a device does that was off then').choices(['skip', 'run']).default('skip'),
    )
    .option('--per-hour <n>', 'runs within an hour, at most', '2')
    .option('--cool-down <time>', 'between the end of a run and the next', '15m')
    .option('--boot-guard <time>', 'none so long after a start', '15m')
    .option('--failures <n>', 'after so many in a row it stops until it is signed anew', '3')
    .option('--days <n>', 'how long it counts, at most 90', '90')
    .option('--replaces <id>', 'the standing order of which this is the next version')
    .option('--reason <text>', 'why; shown to who signs and kept with it')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx --no fettle standing draft "clear full disks" --script clear-temp --rule filesystem-full --on role=web --reason "it always helps"\n  npx --no fettle standing draft "weekly check" --script check-filesystem --cron "30 3 * * 0" --zone device --on "has site" --reason "find damage early"\n',
    )
    .action(async (name: string, _options, command: Command) => {
      const flags = command.opts<DraftFlags>();
      const draft = await withCollector(command, { role: 'operator' }, async ({ collector }) => {
        const body = await bodyOf(name, flags, collector);
        return checked(OrderDraft, await collector.ask('POST', '/orders/drafts', { body, version: 0 }), 'The draft');
      });
      print(flags.json ?? false, draft, draftWords(draft));
    });
}

async function bodyOf(name: string, flags: DraftFlags, collector: Collector): Promise<OrderDraftBody> {
  const seconds = (text: string, flag: string) => (text === '0' ? 0 : Math.round(lasting(text, flag) / 1_000));
  const whole = (text: string, flag: string) => {
    if (/^\d{1,3}$/.test(text)) return Number(text);
    throw new FettleError('config_invalid', `${flag} ${text}: must be a whole number.`);
  };
  return {
    title: name,
    reason: reasonOf(flags.reason),
    change: null,
    incident: null,
    what: {
      kind: 'standing',
      name,
      steps: await stepsFrom(collector, flags.script ?? [], flags.param ?? [], 'run'),
      selector: flags.on,
      trigger: triggerOf(flags, seconds),
      caps: {
        perHour: whole(flags.perHour, '--per-hour'),
        coolDown: seconds(flags.coolDown, '--cool-down'),
        bootGuard: seconds(flags.bootGuard, '--boot-guard'),
        failures: whole(flags.failures, '--failures'),
      },
      days: whole(flags.days, '--days'),
      replaces: flags.replaces ?? null,
    },
  };
}

function triggerOf(
  { rule, severity, settle, cron, zone, jitter, missed }: DraftFlags,
  seconds: (text: string, flag: string) => number,
) {
  if ((rule === undefined) === (cron === undefined))
    throw new FettleError('config_invalid', 'Say either --rule or --cron.');
  if (rule !== undefined) return { kind: 'rule' as const, rule, severity, settle: seconds(settle, '--settle') };
  return { kind: 'clock' as const, cron: cron ?? '', zone, jitter: seconds(jitter, '--jitter'), missed };
}

function signCommand(): Command {
  return secretFiles(signing(new Command('sign')))
    .description('Read what a drafted standing order would do, and sign it')
    .argument('<draft>', 'its id, from `fettle standing draft` or the dashboard')
    .addHelpText('after', '\nExample:\n  npx --no fettle standing sign q0123456789abcdef\n')
    .action(async (id: string, _options, command: Command) =>
      withDesk(command, 'operator', async (desk, config) => {
        const draft = await openDraft(desk, id);
        await signHere(command, desk, config, await draft.prepare(await secretsFor(command, draft.asked)));
      }),
    );
}

function listCommand(): Command {
  return reaching(new Command('list'))
    .description('Standing orders')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle standing list\n')
    .action(async (_options, command: Command) => {
      const page = await withCollector(command, { role: 'viewer' }, async ({ collector }) =>
        checked(StandingPage, await collector.ask('GET', '/standing-orders'), 'The list of standing orders'),
      );
      const rows = page.items.map((one) => [
        one.id,
        one.state,
        one.trigger,
        one.selector,
        `${one.held} of ${one.devices}`,
        `${one.runs} (${one.failed} failed)`,
        one.name,
      ]);
      const words =
        rows.length === 0
          ? 'There is no standing order.'
          : table(['Id', 'State', 'Fires by', 'On', 'Held by', 'Runs', 'Name'], rows);
      print(command.opts<SignFlags>().json ?? false, page, words);
    });
}

function showCommand(): Command {
  return reaching(new Command('show'))
    .description('One standing order')
    .argument('<id>', 'its id')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle standing show 0123456789abcdefghjkmnpqrs\n')
    .action(async (id: string, _options, command: Command) => {
      const one = await withCollector(command, { role: 'viewer' }, async ({ collector }) =>
        checked(
          StandingItem,
          await collector.ask('GET', `/standing-orders/${encodeURIComponent(id)}`),
          'The standing order',
        ),
      );
      const zone = zoneHere();
      const words = [
        `${one.name} (${one.id}), version ${one.signedVersion}: ${one.state}`,
        one.words,
        `Signed by ${one.signers.join(', ')} on ${timeWords(one.signedAt, zone)}; until ${timeWords(one.expires, zone)}`,
        ...one.steps.map((step, i) => `  ${i + 1}. ${step}`),
        `On ${one.selector}: ${one.devices} devices, ${one.held} hold it`,
        `Runs: ${one.runs}, ${one.failed} failed, ${one.cleared} cleared what they were for`,
      ];
      print(command.opts<SignFlags>().json ?? false, one, words.join('\n'));
    });
}

function endCommand(): Command {
  return signing(new Command('end'))
    .description('End a standing order, with a signature; devices fire it no more once they hear of it')
    .argument('<id>', 'its id')
    .option('--reason <text>', 'why; kept with it')
    .addHelpText(
      'after',
      '\nExample:\n  npx --no fettle standing end 0123456789abcdefghjkmnpqrs --reason "no longer needed"\n',
    )
    .action(async (id: string, _options, command: Command) => {
      const reason = reasonOf(command.opts<{ reason?: string }>().reason);
      await withDesk(command, 'operator', async (desk, config) =>
        signHere(command, desk, config, await prepareEnd(desk, id, reason)),
      );
    });
}
