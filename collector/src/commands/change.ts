import { checked } from '@fettle/shared/api/checked';
import { ChangePage, Plan, PlanPage } from '@fettle/shared/api/changes';
import { Command, Option } from 'commander';
import { timeWords } from '../operator/words/time.ts';
import { devicesNamed } from './device-names.ts';
import { zoneHere } from './flags.ts';
import { print, table } from './output.ts';
import { reaching, withCollector } from './reach.ts';

/** `fettle change`: what altered devices, and what is planned to. */
export function changeCommand(): Command {
  return new Command('change')
    .description('Changes: what altered a device, and what is planned')
    .addCommand(listCommand())
    .addCommand(plansCommand())
    .addCommand(showCommand())
    .addCommand(actCommand());
}

function listCommand(): Command {
  return reaching(new Command('list'))
    .description('What altered devices, newest first')
    .option('--device <device>', 'only on a device, by name or id')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle change list --device front-desk\n')
    .action(async (_options, command: Command) => {
      const { device, json = false } = command.opts<{ device?: string; json?: boolean }>();
      const page = await withCollector(command, { role: 'viewer' }, async ({ collector }) => {
        const [id] = device === undefined ? [] : await devicesNamed(collector, [device]);
        const query = id === undefined ? '' : `?device=${id}`;
        return checked(ChangePage, await collector.ask('GET', `/changes${query}`), 'The list of changes');
      });
      const zone = zoneHere();
      const rows = page.items.map(({ time, deviceName, kind, by, words }) => [
        timeWords(time, zone),
        deviceName,
        kind,
        by ?? '',
        words,
      ]);
      print(
        json,
        page,
        rows.length === 0 ? 'Nothing was changed.' : table(['When', 'Device', 'Kind', 'By', 'What'], rows),
      );
    });
}

function plansCommand(): Command {
  return reaching(new Command('plans'))
    .description('Planned changes')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle change plans\n')
    .action(async (_options, command: Command) => {
      const page = await withCollector(command, { role: 'viewer' }, async ({ collector }) =>
        checked(PlanPage, await collector.ask('GET', '/changes/plans'), 'The list of plans'),
      );
      const zone = zoneHere();
      const rows = page.items.map(({ id, state, risk, from, madeBy, title }) => [
        id,
        state,
        risk,
        timeWords(from, zone),
        madeBy.name,
        title,
      ]);
      const words =
        rows.length === 0 ? 'Nothing is planned.' : table(['Id', 'State', 'Risk', 'Begins', 'By', 'What'], rows);
      print(command.opts<{ json?: boolean }>().json ?? false, page, words);
    });
}

const pathOf = (id: string) => `/changes/plans/${encodeURIComponent(id)}`;

function planWords(plan: Plan): string {
  const zone = zoneHere();
  return [
    `${plan.title} (${plan.id}): ${plan.state}`,
    `Why: ${plan.reason}`,
    `Risk: ${plan.risk}. If it goes wrong: ${plan.wayBack || 'nothing is said'}`,
    `From ${timeWords(plan.from, zone)} to ${timeWords(plan.to, zone)}`,
    `Planned by ${plan.madeBy.name}${plan.approvedBy === null ? '' : `, approved by ${plan.approvedBy.name}`}`,
    ...plan.orders.map(({ id, title, state }) => `  order ${id}: ${title} (${state})`),
    ...plan.incidents.map(({ id, words }) => `  incident ${id}: ${words}`),
    ...(plan.outcome === '' ? [] : [`Outcome: ${plan.outcome}`]),
  ].join('\n');
}

function showCommand(): Command {
  return reaching(new Command('show'))
    .description('One planned change')
    .argument('<id>', 'its id')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle change show c0123456789abcdef\n')
    .action(async (id: string, _options, command: Command) => {
      const plan = await withCollector(command, { role: 'viewer' }, async ({ collector }) =>
        checked(Plan, await collector.ask('GET', pathOf(id)), 'The plan'),
      );
      print(command.opts<{ json?: boolean }>().json ?? false, plan, planWords(plan));
    });
}

function actCommand(): Command {
  return reaching(new Command('act'))
    .description('Approve or refuse a planned change, begin or end it')
    .argument('<id>', 'its id')
    .addOption(
      new Option('--do <act>', 'what')
        .choices(['approve', 'refuse', 'begin', 'finish', 'fail', 'cancel'])
        .makeOptionMandatory(),
    )
    .option('--note <text>', 'what to remember of it', '')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npx --no fettle change act c0123456789abcdef --do approve --note "after the backup"\n',
    )
    .action(async (id: string, _options, command: Command) => {
      const { do: act, note, json = false } = command.opts<{ do: string; note: string; json?: boolean }>();
      const plan = await withCollector(command, { role: 'manager' }, async ({ collector }) => {
        const { version } = checked(Plan, await collector.ask('GET', pathOf(id)), 'The plan');
        return checked(Plan, await collector.ask('POST', `${pathOf(id)}/act`, { act, note, version }), 'The plan');
      });
      print(json, plan, planWords(plan));
    });
}
