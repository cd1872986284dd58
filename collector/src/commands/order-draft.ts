import { checked } from '@fettle/shared/api/checked';
import { OrderDraft, type OrderDraftBody } from '@fettle/shared/api/orders';
import { FettleError } from '@fettle/shared/errors';
import { Command, Option } from 'commander';
import type { Collector } from '../operator/reach/client.ts';
import { plural } from '../operator/words/paper.ts';
import { lasting, listed } from './flags.ts';
import { devicesNamed } from './device-names.ts';
import { ringsOf, stepsFrom, timeAt } from './draft-flags.ts';
import { print } from './output.ts';
import { reaching, withCollector } from './reach.ts';

interface Flags {
  readonly script?: string[];
  readonly param?: string[];
  readonly restartUnit?: string;
  readonly reboot?: string;
  readonly on?: string;
  readonly all?: boolean;
  readonly device?: string[];
  readonly mode: 'run' | 'check' | 'undo';
  readonly rings?: string;
  readonly haltAt: string;
  readonly wait: string;
  readonly at?: string;
  readonly expires: string;
  readonly reason?: string;
  readonly title?: string;
  readonly incident?: string;
  readonly change?: string;
  readonly json?: boolean;
}

/** `fettle order draft`: composes an order. Nothing is signed with it. */
export function draftCommand(): Command {
  return reaching(new Command('draft'))
    .description('Compose an order from flags; nothing is signed and nothing runs yet')
    .option(
      '--script <name>',
      'a script of the library, NAME or NAME@VERSION; repeated: steps, one after the other',
      listed,
    )
    .option('--param <key=value>', 'a parameter; of several steps: 2.key=value; repeatable', listed)
    .option('--restart-unit <unit>', 'instead of a script: restart a unit of the operating system')
    .option('--reboot <notice>', 'instead of a script: reboot, so long after people were told, such as 5m')
    .option('--on <selector>', 'the devices that a selector fits when it is signed, such as role=db')
    .option('--device <device>', 'a device by name or id; repeatable', listed)
    .option('--all', 'every device')
    .addOption(
      new Option('--mode <mode>', 'really, as a dry run, or taking it back')
        .choices(['run', 'check', 'undo'])
        .default('run'),
    )
    .option(
      '--rings <first,share>',
      'not all at once: so many devices first, then a share, then the rest; such as 1,10%',
    )
    .option('--halt-at <share>', 'share of failures in a ring at which it halts', '20%')
    .option('--wait <time>', 'how long a ring must be over before the next begins', '5m')
    .option(
      '--at <time>',
      'when it begins: 22:00, 2026-12-06T22:00 (local time) or a time with its zone; default: at once',
    )
    .option('--expires <time>', 'how long devices that are off may still run it, such as 1h or 7d', '24h')
    .option('--reason <text>', 'why; shown to who signs and kept with it')
    .option('--title <text>', 'how people call it')
    .option('--incident <id>', 'the incident that it is meant to remedy')
    .option('--change <id>', 'the planned change that it belongs to')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx --no fettle order draft --script clear-temp --on site=berlin --mode check --reason "disk is full"\n  npx --no fettle order draft --script apt-updates --param kind=security --on role=web --rings 1,10% --at 22:00 --expires 7d --reason "monthly patches"\n  npx --no fettle order draft --reboot 10m --device front-desk --reason "new kernel"\n',
    )
    .action(async (_options, command: Command) => {
      const flags = command.opts<Flags>();
      const draft = await withCollector(command, { role: 'operator' }, async ({ collector }) => {
        const body = await bodyOf(flags, collector);
        return checked(OrderDraft, await collector.ask('POST', '/orders/drafts', { body, version: 0 }), 'The draft');
      });
      print(flags.json ?? false, draft, draftWords(draft));
    });
}

export function draftWords(draft: OrderDraft): string {
  const { targets, rings, problems, needs } = draft;
  return [
    ...draft.words,
    ...(draft.what.kind === 'order'
      ? [
          `${plural(targets.count, 'device')}${targets.offline > 0 ? `, ${targets.offline} of them off now` : ''}${targets.leftOut > 0 ? `, ${targets.leftOut} left out` : ''}; rings: ${rings.join(', ')}`,
        ]
      : []),
    `Class: ${draft.class}${draft.dangers.length > 0 ? ` (${draft.dangers.join('; ')})` : ''}`,
    `Needs: ${needs.map(({ role, people }) => `${people} ${role}`).join(' and ')}`,
    ...problems.map((problem) => `In the way: ${problem}`),
    '',
    `Sign it: npx --no ${draft.command}`,
  ].join('\n');
}

async function bodyOf(flags: Flags, collector: Collector): Promise<OrderDraftBody> {
  return {
    title: flags.title ?? '',
    reason: reasonOf(flags.reason),
    change: flags.change ?? null,
    incident: flags.incident ?? null,
    what: {
      kind: 'order',
      action: await actionOf(flags, collector),
      targets: await targetsOf(flags, collector),
      notBefore: flags.at === undefined ? null : timeAt(flags.at),
      expiresInMs: lasting(flags.expires, '--expires'),
      rings: ringsOf(flags.rings, flags.haltAt, lasting(flags.wait, '--wait')),
    },
  };
}

/** @throws FettleError `config_invalid` */
export function reasonOf(reason: string | undefined): string {
  if (reason !== undefined && reason.trim() !== '') return reason;
  throw new FettleError('config_invalid', 'Say with --reason why: who approves it and who looks back at it will ask.');
}

async function actionOf({ script = [], param = [], mode, restartUnit, reboot }: Flags, collector: Collector) {
  const asked = [script.length > 0, restartUnit !== undefined, reboot !== undefined].filter(Boolean);
  if (asked.length !== 1) throw new FettleError('config_invalid', 'Say one of --script, --restart-unit and --reboot.');
  if (restartUnit !== undefined) return { kind: 'unit-restart' as const, unit: restartUnit };
  if (reboot !== undefined) return { kind: 'reboot' as const, notice: Math.round(lasting(reboot, '--reboot') / 1_000) };
  return { kind: 'script' as const, steps: await stepsFrom(collector, script, param, mode) };
}

async function targetsOf({ on, all, device }: Flags, collector: Collector) {
  const asked = [on !== undefined, all === true, device !== undefined].filter(Boolean);
  if (asked.length !== 1)
    throw new FettleError('config_invalid', 'Say one of --on SELECTOR, --device DEVICE and --all.');
  if (device !== undefined) return { kind: 'devices' as const, devices: await devicesNamed(collector, device) };
  if (on !== undefined && on.trim() === '')
    throw new FettleError('config_invalid', '--on is empty: every device is --all.');
  return { kind: 'selector' as const, selector: on ?? '' };
}
