import { checked } from '@fettle/shared/api/checked';
import { OrderDetail, OrderPage } from '@fettle/shared/api/orders';
import { Command } from 'commander';
import { openDraft } from '../operator/prepare-order.ts';
import { timeWords } from '../operator/words/time.ts';
import { zoneHere } from './flags.ts';
import { draftCommand } from './order-draft.ts';
import { watchCommand } from './order-watch.ts';
import { print, table } from './output.ts';
import { reaching, withCollector } from './reach.ts';
import { countWords } from './run-words.ts';
import { secretFiles, secretsFor, signHere, signing, withDesk } from './sign-here.ts';

/** `fettle order`: what devices are told to run, from draft to result. */
export function orderCommand(): Command {
  return new Command('order')
    .description('Orders: what devices run because somebody with a key signed it')
    .addCommand(draftCommand())
    .addCommand(signCommand())
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(watchCommand())
    .addCommand(stopCommand());
}

function signCommand(): Command {
  return secretFiles(signing(new Command('sign')))
    .description('Read what a draft would do, in plain words made of the very bytes, and sign it')
    .argument('<draft>', 'its id, from `fettle order draft` or the dashboard')
    .addHelpText(
      'after',
      '\nExamples:\n  npx --no fettle order sign q0123456789abcdef\n  npx --no fettle order sign q0123456789abcdef --show\n',
    )
    .action(async (id: string, _options, command: Command) =>
      withDesk(command, 'operator', async (desk, config) => {
        const draft = await openDraft(desk, id);
        await signHere(command, desk, config, await draft.prepare(await secretsFor(command, draft.asked)));
      }),
    );
}

function listCommand(): Command {
  return reaching(new Command('list'))
    .description('Orders, newest first')
    .option('--state <state>', 'only those in a state, such as waiting-approval or running')
    .option('--device <device>', 'only those for a device, by its id')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle order list --state running\n')
    .action(async (_options, command: Command) => {
      const { state, device, json = false } = command.opts<{ state?: string; device?: string; json?: boolean }>();
      const query = new URLSearchParams({ ...(state && { state }), ...(device && { device }) });
      const page = await withCollector(command, { role: 'viewer' }, async ({ collector }) =>
        checked(OrderPage, await collector.ask('GET', `/orders?${query.toString()}`), 'The list of orders'),
      );
      const rows = page.items.map((one) => [
        one.id,
        one.state,
        one.class,
        String(one.targets),
        countWords(one.counts),
        one.signers.join(', '),
        one.title,
      ]);
      const words =
        rows.length === 0
          ? 'There is no order.'
          : table(['Id', 'State', 'Class', 'Devices', 'Runs', 'Signed by', 'What'], rows);
      print(json, page, words);
    });
}

function showCommand(): Command {
  return reaching(new Command('show'))
    .description('One order: what, where it stands, who signed')
    .argument('<id>', 'its id')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle order show o0123456789abcdef\n')
    .action(async (id: string, _options, command: Command) => {
      const order = await withCollector(command, { role: 'viewer' }, async ({ collector }) =>
        checked(OrderDetail, await collector.ask('GET', `/orders/${encodeURIComponent(id)}`), 'The order'),
      );
      print(command.opts<{ json?: boolean }>().json ?? false, order, orderWords(order));
    });
}

function orderWords(order: OrderDetail): string {
  const zone = zoneHere();
  return [
    `${order.title} (${order.id})`,
    order.words,
    `State: ${order.state}${order.why === null ? '' : `: ${order.why}`}`,
    `Class: ${order.class}${order.dangers.length === 0 ? '' : ` (${order.dangers.join('; ')})`}`,
    `Signed by ${order.signers.join(', ')} on ${timeWords(order.signedAt, zone)}; over on ${timeWords(order.expires, zone)}`,
    ...order.steps.map((step, i) => `  ${i + 1}. ${step}`),
    `Runs: ${countWords(order.counts)} of ${order.targets}`,
    ...order.ringItems.map(
      (ring, i) => `  ring ${i + 1}: ${ring.state}, ${ring.targets} devices, ${countWords(ring.counts)}`,
    ),
    ...(order.command === null ? [] : [`Approve it: npx --no ${order.command}`]),
  ].join('\n');
}

function stopCommand(): Command {
  return reaching(new Command('stop'))
    .description('Send an order to no further device (what runs already is ended by `fettle revoke order`)')
    .argument('<id>', 'its id')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle order stop o0123456789abcdef\n')
    .action(async (id: string, _options, command: Command) => {
      const order = await withCollector(command, { role: 'operator' }, async ({ collector }) => {
        const path = `/orders/${encodeURIComponent(id)}`;
        const { version } = checked(OrderDetail, await collector.ask('GET', path), 'The order');
        return checked(OrderDetail, await collector.ask('POST', `${path}/act`, { act: 'stop', version }), 'The order');
      });
      print(
        command.opts<{ json?: boolean }>().json ?? false,
        order,
        `Order ${id} is stopped: it goes to no further device.`,
      );
    });
}
