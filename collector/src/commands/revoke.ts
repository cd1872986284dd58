import { FettleError } from '@fettle/shared/errors';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { checked } from '@fettle/shared/api/checked';
import { OrderDetail } from '@fettle/shared/api/orders';
import { prepareFresh } from '../operator/desk.ts';
import { prepareRevoke } from '../operator/prepare-others.ts';
import type { Collector } from '../operator/reach/client.ts';
import { timeAt } from './draft-flags.ts';
import { signHere, signing, withDesk } from './sign-here.ts';

const nothing = { keys: [], orders: [], stop: 0 } as const;

/** `fettle revoke`: what was signed counts no more. */
export function revokeCommand(): Command {
  return new Command('revoke')
    .description(
      'Make keys, orders or standing orders void on every device; one admin is enough, and it cannot be taken back',
    )
    .addCommand(
      revoking(
        'key',
        'A key that was lost or stolen: whatever it signed is void',
        'k0123456789abcdefghjkmnpqrs',
      ).action(async (id: string, _options, command: Command) =>
        revoke(command, async () => ({ ...nothing, keys: [id] })),
      ),
    )
    .addCommand(
      revoking('order', 'An order: it runs nowhere any more, and runs of it are ended', 'o0123456789abcdef').action(
        async (id: string, _options, command: Command) =>
          revoke(command, async (collector) => ({ ...nothing, orders: await statementsOf(collector, id) })),
      ),
    )
    .addCommand(
      revoking('standing', 'A standing order: it fires nowhere any more', '0123456789abcdefghjkmnpqrs').action(
        async (id: string, _options, command: Command) => revoke(command, async () => ({ ...nothing, orders: [id] })),
      ),
    );
}

const revoking = (name: string, what: string, example: string) =>
  signing(new Command(name))
    .description(what)
    .argument('<id>', 'its id')
    .addHelpText('after', `\nExample:\n  npx --no fettle revoke ${name} ${example}\n`);

type What = Parameters<typeof prepareRevoke>[1];

async function revoke(command: Command, what: (collector: Collector) => Promise<What>): Promise<void> {
  await withDesk(command, 'operator', async (desk, config) =>
    signHere(command, desk, config, await prepareRevoke(desk, await what(desk.collector))),
  );
}

/** An order's rings are statements of their own; the id of one of them is taken as well. */
async function statementsOf(collector: Collector, id: string): Promise<string[]> {
  if (/^[0-9a-hjkmnp-tv-z]{26}$/.test(id)) return [id];
  const order = checked(OrderDetail, await collector.ask('GET', `/orders/${encodeURIComponent(id)}`), 'The order');
  return order.ringItems.map(({ statement }) => statement);
}

/** `fettle stop`: the stop switch. */
export function stopCommand(): Command {
  return signing(new Command('stop'))
    .description(
      'The stop switch: every order and standing order that was signed so far is void on every device, and its runs are ended',
    )
    .option('--until <time>', 'only what was signed before this time (default: now)')
    .addHelpText('after', '\nExamples:\n  npx --no fettle stop\n  npx --no fettle stop --until 2026-12-06T14:00\n')
    .action(async (_options, command: Command) => {
      const { until } = command.opts<{ until?: string }>();
      await withDesk(command, 'operator', async (desk, config) => {
        const now = systemClock.now();
        const stop = until === undefined ? now : timeAt(until);
        if (stop > now)
          throw new FettleError(
            'config_invalid',
            '--until lies ahead: what is not signed yet is not stopped. Give a time that is past.',
          );
        await signHere(command, desk, config, await prepareRevoke(desk, { ...nothing, stop }));
      });
    });
}

/** `fettle fresh`: says that root and revocations are the newest ones. */
export function freshCommand(): Command {
  return signing(new Command('fresh'))
    .description(
      'Say that trust root and revocations are current, so that devices go on acting; made by itself whenever a key is opened',
    )
    .addHelpText('after', '\nExample:\n  npx --no fettle fresh --yes\n')
    .action(async (_options, command: Command) =>
      withDesk(command, 'operator', async (desk, config) => signHere(command, desk, config, await prepareFresh(desk))),
    );
}
