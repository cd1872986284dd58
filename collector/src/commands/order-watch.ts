import { setTimeout as sleep } from 'node:timers/promises';
import { checked } from '@fettle/shared/api/checked';
import { OrderDetail, type RunItem, RunPage } from '@fettle/shared/api/orders';
import { FettleError } from '@fettle/shared/errors';
import { Command } from 'commander';
import { lasting } from './flags.ts';
import { oneLine, print } from './output.ts';
import { reaching, withCollector } from './reach.ts';
import { countWords, ended } from './run-words.ts';

const over = new Set(['ended', 'stopped', 'expired']);
/** The end of a run is seen this soon. */
const every = 1_000;

/** `fettle order watch`: a line for each device that ends, until the order is over. */
export function watchCommand(): Command {
  return reaching(new Command('watch'))
    .description('Follow an order: a line for each device as it ends; exit code 1 when one failed')
    .argument('<id>', 'its id')
    .option('--for <time>', 'give up after this time', '12h')
    .option('--json', 'a JSON line for each device, and the order at the end')
    .addHelpText('after', '\nExample:\n  npx --no fettle order watch o0123456789abcdef\n')
    .action(async (id: string, _options, command: Command) => {
      const { json = false, for: text } = command.opts<{ json?: boolean; for: string }>();
      const lastsMs = lasting(text);
      const order = await withCollector(command, { role: 'technician', lastsMs: lastsMs + 60_000 }, ({ collector }) =>
        follow((method, path) => collector.ask(method, path), id, lastsMs, json),
      );
      print(json, order, `Order ${id} is ${order.state}: ${countWords(order.counts)}.`);
      const failed = ['failed', 'timeout', 'unknown', 'refused'] as const;
      if (failed.some((state) => (order.counts[state] ?? 0) > 0)) process.exitCode = 1;
    });
}

type Ask = (method: 'GET', path: string) => Promise<unknown>;

async function follow(ask: Ask, id: string, lastsMs: number, json: boolean): Promise<OrderDetail> {
  const path = `/orders/${encodeURIComponent(id)}`;
  const shown = new Set<string>();
  const until = performance.now() + lastsMs;
  for (;;) {
    const order = checked(OrderDetail, await ask('GET', path), 'The order');
    if (ended(order.counts) > shown.size) await tellEnded(ask, path, shown, json);
    if (over.has(order.state) || (ended(order.counts) === order.targets && order.targets > 0)) return order;
    if (performance.now() > until)
      throw new FettleError('not_ready', `Order ${id} is not over yet: ${order.state}, ${countWords(order.counts)}.`);
    await sleep(every);
  }
}

async function tellEnded(ask: Ask, path: string, shown: Set<string>, json: boolean): Promise<void> {
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer: unknown = await ask('GET', `${path}/runs?limit=1000${query}`);
    const page: { readonly items: readonly RunItem[]; readonly next: string | null } = checked(
      RunPage,
      answer,
      'The runs',
    );
    for (const run of page.items) {
      if (run.endedAt === null || shown.has(run.id)) continue;
      shown.add(run.id);
      print(
        json,
        run,
        oneLine(
          `${run.deviceName}: ${run.state}${run.exit === null ? '' : ` (exit code ${run.exit})`}${run.lastLine ? `: ${run.lastLine}` : ''}`,
        ),
      );
    }
    cursor = page.next;
  }
}
