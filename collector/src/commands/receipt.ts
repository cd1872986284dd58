import { readFile, writeFile } from 'node:fs/promises';
import { checked } from '@fettle/shared/api/checked';
import { RunDetail } from '@fettle/shared/api/orders';
import { FettleError } from '@fettle/shared/errors';
import { Command } from 'commander';
import { everywhere } from '../domain/access/index.ts';
import { type KeptReceipt, verifyReceipts } from '../operator/receipts.ts';
import { timeWords } from '../operator/words/time.ts';
import { configured, zoneHere } from './flags.ts';
import { print } from './output.ts';
import { reaching, withCollector } from './reach.ts';
import { withRecords } from './records.ts';

/** `fettle receipt`: what devices signed of what they did, checked without a collector. */
export function receiptCommand(): Command {
  return new Command('receipt')
    .description('Receipts: what a device signed of a run')
    .addCommand(saveCommand())
    .addCommand(verifyCommand());
}

function saveCommand(): Command {
  return reaching(new Command('save'))
    .description('Write the receipt of a run with its device’s key into a file, beside the collector’s data folder')
    .argument('<run>', 'its id')
    .argument('<file>', 'where to')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle receipt save u0123456789abcdef receipt.json\n')
    .action(async (id: string, file: string, _options, command: Command) => {
      const run = await withCollector(command, { role: 'technician' }, async ({ collector }) =>
        checked(RunDetail, await collector.ask('GET', `/runs/${encodeURIComponent(id)}`), 'The run'),
      );
      if (run.receiptEnvelope === null)
        throw new FettleError('not_found', `Run ${id} has no receipt yet: it is ${run.state}.`);
      const device = await withRecords(configured(command).config, async ({ devices }) =>
        (await devices.devices(everywhere)).find((one) => one.id === run.device),
      );
      if (device === undefined) throw new FettleError('not_found', 'This data folder does not know the run’s device.');
      const kept: KeptReceipt = {
        v: 1,
        device: run.device,
        host: run.deviceName,
        key: device.publicKey,
        receipt: run.receiptEnvelope,
      };
      await writeFile(file, `${JSON.stringify(kept, null, 2)}\n`, { flag: 'wx' }).catch((error: Error) => {
        throw new FettleError('config_invalid', `${file} cannot be written: ${error.message}`);
      });
      print(
        command.opts<{ json?: boolean }>().json ?? false,
        { file },
        `${file} is written. Anybody can check it: npx --no fettle receipt verify ${file}`,
      );
    });
}

function verifyCommand(): Command {
  return new Command('verify')
    .description('Check receipts offline: signature, device, and that none is missing between those given')
    .argument('<file...>', 'files that `fettle receipt save` wrote')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle receipt verify receipt.json\n')
    .action(async (files: string[], _options, command: Command) => {
      const texts = await Promise.all(
        files.map((file) =>
          readFile(file, 'utf8').catch((error: Error) => {
            throw new FettleError('config_invalid', `${file} cannot be read: ${error.message}`);
          }),
        ),
      );
      const items = verifyReceipts(texts);
      const zone = zoneHere();
      const words = items.map(
        ({ host, receipt: { seq, outcome, order, started, steps } }) =>
          `${host}: number ${seq}, ${outcome}, ${steps.map(({ name, exit }) => `${name}${exit === null ? '' : ` (exit code ${exit})`}`).join(', ') || 'nothing ran'}, ${timeWords(started, zone)}, of ${order}`,
      );
      print(
        command.opts<{ json?: boolean }>().json ?? false,
        { items, verified: true },
        [...words, 'All of this is signed by the devices’ own keys.'].join('\n'),
      );
    });
}
