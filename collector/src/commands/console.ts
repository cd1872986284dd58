import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FettleError } from '@fettle/shared/errors';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { openConsole } from '../operator/console/console.ts';
import { Jar } from '../operator/console/jar.ts';
import { homeAt } from '../operator/home.ts';
import { zoneHere } from './flags.ts';
import { print } from './output.ts';
import { reaching, withCollector } from './reach.ts';
import { chosenKey, keyed } from './signer.ts';

const builtPages = fileURLToPath(new URL('../../../dashboard/dist', import.meta.url));
/** A token made beside the data folder; whoever works longer signs in again. */
const lastsMs = 24 * 3_600_000;

/** `fettle console`: the dashboard on this machine, where orders are signed with a passphrase in the browser. */
export function consoleCommand(): Command {
  return keyed(reaching(new Command('console')))
    .description('The dashboard on your own machine, where you sign in the browser: your key never leaves this process')
    .option('--port <port>', 'the dashboard’s port on loopback (default: any that is free)', '0')
    .option('--json', 'print the address as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  npx --no fettle console\n  npx --no fettle console --collector https://fettle.example.org:8420 --collector-pin 3f…\n',
    )
    .action(async (_options, command: Command) => {
      const { port: text, key: name, json = false } = command.opts<{ port: string; key?: string; json?: boolean }>();
      const port = Number(text);
      if (!Number.isInteger(port) || port < 0 || port > 65_535)
        throw new FettleError('config_invalid', '--port must be a whole number up to 65535.');
      if (!existsSync(join(builtPages, 'index.html')))
        throw new FettleError('not_ready', 'The dashboard is not built: run `npm start` once.');
      const jar = new Jar();
      await withCollector(
        command,
        { role: 'operator', lastsMs, session: () => jar.header },
        async ({ collector, config }) => {
          const key = await chosenKey(config, name);
          const desk = { home: homeAt(config.home), collector, key, zone: zoneHere(), now: () => systemClock.now() };
          const open = await openConsole({ desk, jar, pages: builtPages, port });
          const { address, confirm, mark } = open;
          print(
            json,
            { address, confirm, mark },
            [
              `Open in your browser, and give the address to nobody:`,
              '',
              `  ${address}`,
              '',
              `Signing happens at ${confirm} only, on pages that show the words “${mark}”.`,
              'Type your passphrase nowhere else. Ctrl-C ends the console.',
            ].join('\n'),
          );
          await signalled();
          await open.close();
        },
      );
    });
}

async function signalled(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  await promise;
}
