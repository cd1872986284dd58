import { readFileSync } from 'node:fs';
import type { Service, ServiceBody } from '@fettle/shared/api/services';
import { FettleError } from '@fettle/shared/errors';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import {
  applyServices,
  deleteService,
  getService,
  listServices,
  type ServicePorts,
  viewHistory,
} from '../domain/services/index.ts';
import { readFile, serviceKind } from '../edge/files/index.ts';
import type { Records } from '../store/stores.ts';
import { localActor } from './actor.ts';
import { problemWords } from './apply.ts';
import { configured, lasting, placed } from './flags.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';

/** `fettle service`: what people rely on, made of devices, checks and other services. */
export function serviceCommand(): Command {
  return new Command('service')
    .description('Business services: what people rely on, and what it was')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(putCommand())
    .addCommand(deleteCommand());
}

const at = (records: Records): ServicePorts => ({ ...records, now: systemClock.now() });
const iso = (time: number) => new Date(time).toISOString();

function listCommand(): Command {
  return placed(new Command('list'))
    .description('All services, worst first')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const items = await withRecords(configured(command).config, (records) => listServices(at(records), localActor));
      const rows = items.map((one) => [one.state, one.name, one.causes[0]?.words ?? '', one.criticality, one.id]);
      const words =
        rows.length > 0
          ? table(['State', 'Service', 'Why', 'Criticality', 'Id'], rows)
          : 'No service yet. Example: npx --no fettle service put mail --file mail.yaml (see docs/services.md)';
      print(command.opts<{ json?: boolean }>().json ?? false, { items, next: null }, words);
    });
}

function showCommand(): Command {
  return placed(new Command('show'))
    .description('One service: what it is, why, and what it was lately')
    .argument('<service>', 'its id, from `fettle service list`')
    .option('--for <time>', 'how far back, such as 7d', '24h')
    .option('--json', 'print JSON')
    .action(async (id: string, _options, command: Command) => {
      const { json = false, for: back } = command.opts<{ json?: boolean; for: string }>();
      const span = lasting(back);
      const { service, history } = await withRecords(configured(command).config, async (records) => {
        const ports = at(records);
        return {
          service: await getService(ports, localActor, { id }),
          history: await viewHistory(ports, localActor, { id, from: ports.now - span, to: ports.now }),
        };
      });
      const lines = history.items.map(({ from, state, causes }) => [iso(from), state, causes[0]?.words ?? '']);
      print(json, { service, history }, [...headOf(service), '', table(['From', 'State', 'Why'], lines)].join('\n'));
    });
}

function headOf({ name, state, since, causes, partStates }: Service): string[] {
  return [
    `${name}: ${state}${since === null ? '' : ` since ${iso(since)}`}`,
    ...causes.map(({ words }) => `  ${words}`),
    ...partStates.map((part) => {
      return `  ${part.name}: ${part.members - part.out} of ${part.members} there${part.met ? '' : ', too few'}`;
    }),
  ];
}

function putCommand(): Command {
  return placed(new Command('put'))
    .description('Make a service, or put another in its place; what it was stays known')
    .argument('<service>', 'its id: small letters, digits and hyphens')
    .requiredOption('-f, --file <path>', 'a file of services that has this one; - reads the input')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle service put mail --file services.yaml\n')
    .action(async (id: string, _options, command: Command) => {
      const { file, json = false } = command.opts<{ file: string; json?: boolean }>();
      const body = bodyIn(file, id);
      const service = await withRecords(configured(command).config, async (records) => {
        await applyServices(at(records), localActor, { services: [{ id, body }], dryRun: false });
        return getService(at(records), localActor, { id });
      });
      print(json, service, `Service ${id}: ${service.parts.length} parts, ${service.devices} devices.`);
    });
}

/** @throws FettleError `config_invalid` (the file cannot be read), `input_invalid` (what is wrong in it) */
function bodyIn(file: string, id: string): ServiceBody {
  const { source, items } = readFile(file, textOf(file));
  const wrong = source.problems.filter(({ severity }) => severity === 'error');
  if (wrong.length > 0) {
    throw new FettleError('input_invalid', wrong.map((one) => problemWords({ file, ...one })).join('\n'));
  }
  const found = items.find((item) => item.kind === serviceKind && item.id === id);
  if (!found) throw new FettleError('input_invalid', `${file} has no service ${id} under “services”.`);
  return found.body as ServiceBody;
}

function textOf(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new FettleError('config_invalid', `--file ${file}: ${(error as Error).message}`);
  }
}

function deleteCommand(): Command {
  return placed(new Command('delete'))
    .description('Take a service away, with its history')
    .argument('<service>', 'its id, from `fettle service list`')
    .option('--json', 'print JSON')
    .action(async (id: string, _options, command: Command) => {
      await withRecords(configured(command).config, async (records) => {
        const { version } = await getService(at(records), localActor, { id });
        await deleteService(at(records), localActor, { id, version });
      });
      print(command.opts<{ json?: boolean }>().json ?? false, {}, `Service ${id} is gone.`);
    });
}
