import { checked } from '@fettle/shared/api/checked';
import { RunDetail, RunPage } from '@fettle/shared/api/orders';
import { Command } from 'commander';
import { timeWords } from '../operator/words/time.ts';
import { devicesNamed } from './device-names.ts';
import { zoneHere } from './flags.ts';
import { print, table } from './output.ts';
import { reaching, withCollector } from './reach.ts';

/** `fettle run`: one execution of an order on one device. */
export function runCommand(): Command {
  return new Command('run')
    .description('Runs: what an order did on one device')
    .addCommand(listCommand())
    .addCommand(showCommand());
}

function listCommand(): Command {
  return reaching(new Command('list'))
    .description('Runs, newest first')
    .option('--device <device>', 'only on a device, by name or id')
    .option('--order <id>', 'only of an order or standing order')
    .option('--script <name>', 'only of a script')
    .option('--state <state>', 'only in a state, such as failed')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle run list --device front-desk\n')
    .action(async (_options, command: Command) => {
      const {
        json = false,
        device,
        order,
        script,
        state,
      } = command.opts<Record<'device' | 'order' | 'script' | 'state', string | undefined> & { json?: boolean }>();
      const page = await withCollector(command, { role: 'technician' }, async ({ collector }) => {
        const [id] = device === undefined ? [] : await devicesNamed(collector, [device]);
        const query = new URLSearchParams({
          ...(id && { device: id }),
          ...(order && { order }),
          ...(script && { script }),
          ...(state && { state }),
        });
        return checked(RunPage, await collector.ask('GET', `/runs?${query.toString()}`), 'The list of runs');
      });
      const zone = zoneHere();
      const rows = page.items.map((run) => [
        run.id,
        run.deviceName,
        run.state,
        run.exit === null ? '' : String(run.exit),
        timeWords(run.endedAt ?? run.startedAt ?? run.queuedAt, zone),
        run.receipt ?? '',
        run.title,
      ]);
      print(
        json,
        page,
        rows.length === 0
          ? 'There is no run.'
          : table(['Id', 'Device', 'State', 'Exit', 'When', 'Receipt', 'What'], rows),
      );
    });
}

function showCommand(): Command {
  return reaching(new Command('show'))
    .description('One run with its steps, its output and its receipt')
    .argument('<id>', 'its id')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle run show u0123456789abcdef\n')
    .action(async (id: string, _options, command: Command) => {
      const run = await withCollector(command, { role: 'technician' }, async ({ collector }) =>
        checked(RunDetail, await collector.ask('GET', `/runs/${encodeURIComponent(id)}`), 'The run'),
      );
      print(command.opts<{ json?: boolean }>().json ?? false, run, runWords(run));
    });
}

function runWords(run: RunDetail): string {
  const zone = zoneHere();
  const steps = run.steps.map(
    ({ name, mode, outcome, exit }, i) =>
      `  ${i + 1}. ${name}${mode === 'run' ? '' : ` (${mode})`}: ${outcome ?? 'left out'}${exit === null ? '' : `, exit code ${exit}`}`,
  );
  return [
    `${run.title} on ${run.deviceName}: ${run.state}`,
    run.words,
    ...(run.startedAt === null
      ? []
      : [
          `Began ${timeWords(run.startedAt, zone)}${run.endedAt === null ? '' : `, took ${((run.endedAt - run.startedAt) / 1_000).toFixed(1)} s`}`,
        ]),
    ...steps,
    ...(run.firing === null ? [] : [run.firing.words]),
    `Receipt: ${run.receipt ?? 'none yet'}${run.receiptSeq === null ? '' : `, number ${run.receiptSeq} of this device`}`,
    ...(run.output === '' ? [] : ['', run.output.trimEnd()]),
  ].join('\n');
}
