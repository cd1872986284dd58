import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { checked } from '@fettle/shared/api/checked';
import {
  Report,
  ReportDocument,
  ReportKindPage,
  ReportPage,
  reportKinds,
  reportPeriods,
  ReportSent,
} from '@fettle/shared/api/reports';
import { FettleError } from '@fettle/shared/errors';
import type { ReportDocument as Document } from '@fettle/shared/reports/document';
import { cellWritten, textOf } from '@fettle/shared/reports/format';
import { Argument, Command, Option } from 'commander';
import { fileOf } from '../edge/renderers/file.ts';
import type { Collector } from '../operator/reach/client.ts';
import { timeWords } from '../operator/words/time.ts';
import { listed, zoneHere } from './flags.ts';
import { print, table } from './output.ts';
import { reaching, withCollector } from './reach.ts';

const pathOf = (id: string) => `/reports/${encodeURIComponent(id)}`;
const stepMs = 500;

export function kindsCommand(): Command {
  return reaching(new Command('kinds'))
    .description('Which reports there are')
    .option('--json', 'print JSON')
    .action(async (_options, command: Command) => {
      const page = await withCollector(command, { role: 'manager' }, async ({ collector }) =>
        checked(ReportKindPage, await collector.ask('GET', '/report-kinds'), 'The list of kinds'),
      );
      const rows = page.items.map(({ id, title, describe }) => [id, title, describe]);
      print(command.opts<{ json?: boolean }>().json ?? false, page, table(['Id', 'Title', 'What it tells'], rows));
    });
}

export function listCommand(): Command {
  return reaching(new Command('list'))
    .description('Reports that were made or are being made, newest first')
    .option('--kind <kind>', 'only of a kind')
    .option('--plan <plan>', 'only of a plan')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle report list --kind executive\n')
    .action(async (_options, command: Command) => {
      const { kind, plan, json = false } = command.opts<{ kind?: string; plan?: string; json?: boolean }>();
      const query = new URLSearchParams({ ...(kind !== undefined && { kind }), ...(plan !== undefined && { plan }) });
      const page = await withCollector(command, { role: 'manager' }, async ({ collector }) =>
        checked(ReportPage, await collector.ask('GET', `/reports?${query.toString()}`), 'The list of reports'),
      );
      const zone = zoneHere();
      const rows = page.items.map((one) => [
        one.id,
        one.kind,
        stateOf(one),
        timeWords(one.madeAt ?? one.startedAt, zone),
        one.subtitle,
        one.sentence,
      ]);
      const words =
        rows.length === 0
          ? 'No report yet. Example: npx --no fettle report make executive'
          : table(['Id', 'Kind', 'State', 'When', 'Of', 'Says'], rows);
      print(json, page, words);
    });
}

const stateOf = ({ state, progress }: Report) => (state === 'making' ? `${Math.round(progress * 100)} %` : state);

interface MakeFlags {
  readonly period?: string;
  readonly at?: string;
  readonly zone?: string;
  readonly site?: string;
  readonly selector?: string;
  readonly service?: string;
  readonly json?: boolean;
}

export function makeCommand(): Command {
  return reaching(new Command('make'))
    .description('Make a report now, of the last whole period, and wait until it is made')
    .addArgument(new Argument('<kind>', 'what `fettle report kinds` explains').choices(reportKinds))
    .addOption(new Option('--period <period>', 'which span').choices(reportPeriods).default('month'))
    .option('--at <time>', 'a time within the period, such as 2026-10-15; default: the last whole period')
    .option('--zone <zone>', 'where its days begin, such as Europe/Berlin', zoneHere())
    .option('--site <site>', 'only of a site')
    .option('--selector <selector>', 'only of some devices')
    .option('--service <service>', 'only of a service')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle report make executive --period month --zone Europe/Berlin\n')
    .action(async (kind: string, _options, command: Command) => {
      const { json = false, at, ...flags } = command.opts<MakeFlags>();
      const { period, zone, site, selector, service } = flags;
      const asked = { kind, period, zone, site, selector, service, ...(at === undefined ? {} : { at: timeOf(at) }) };
      const report = await withCollector(command, { role: 'manager' }, async ({ collector }) => {
        const { id } = checked(Report, await collector.ask('POST', '/reports', asked), 'The report');
        return whenMade(collector, id);
      });
      print(json, report, `${report.id}: ${report.title}, ${report.subtitle}\n${report.sentence}`);
    });
}

/** @throws FettleError `config_invalid` */
function timeOf(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new FettleError('config_invalid', `--at ${text}: write a day such as 2026-10-15.`);
  return time;
}

/** Asks again until it is made, and tells on stderr how far it is. @throws FettleError when it failed */
async function whenMade(collector: Collector, id: string): Promise<Report> {
  let said = '';
  for (;;) {
    const report = checked(Report, await collector.ask('GET', pathOf(id)), 'The report');
    if (report.state === 'made') return report;
    if (report.state === 'failed') throw new FettleError('input_invalid', report.error ?? 'It could not be made.');
    const words = `${Math.round(report.progress * 100)} %: ${report.doing}`;
    if (words !== said) process.stderr.write(`${words}\n`);
    said = words;
    await sleep(stepMs);
  }
}

export function showCommand(): Command {
  return reaching(new Command('show'))
    .description('What a report says, and to whom it went')
    .argument('<id>', 'its id, from `fettle report list`')
    .option('--json', 'print its document as JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle report show k0123456789abcdef\n')
    .action(async (id: string, _options, command: Command) => {
      const { document, sent } = await withCollector(command, { role: 'manager' }, async ({ collector }) => {
        const report = checked(Report, await collector.ask('GET', pathOf(id)), 'The report');
        return { document: await documentOf(collector, id), sent: report.sent };
      });
      print(
        command.opts<{ json?: boolean }>().json ?? false,
        document,
        [wordsOf(document), ...sentWords(sent)].join('\n'),
      );
    });
}

async function documentOf(collector: Collector, id: string): Promise<Document> {
  return checked(ReportDocument, await collector.ask('GET', `${pathOf(id)}/document`), 'The report');
}

function sentWords(sent: Report['sent']): string[] {
  const zone = zoneHere();
  const rows = sent.map(({ to, state, time, answer }) => [to, state, timeWords(time, zone), answer]);
  return rows.length === 0 ? [] : ['', 'Sent', table(['To', 'State', 'When', 'Answer'], rows)];
}

/** The sentence, the figures, and of each table the beginning. */
function wordsOf(document: Document): string {
  const { title, subtitle, sentence, sections } = document;
  const lines = sections.flatMap(({ title: head, blocks }) => {
    const own = blocks.flatMap((block) => {
      if (block.kind === 'figures')
        return block.items.map(({ title: name, cell, note, ...how }) => {
          const words = note?.map(({ text }) => text).join('') ?? '';
          return `  ${name}: ${textOf(cellWritten(cell, how, document))}${words === '' ? '' : ` (${words})`}`;
        });
      if (block.kind === 'table') {
        const rows = block.rows
          .slice(0, block.shown ?? block.rows.length)
          .map((row) =>
            row.map((cell, place) => textOf(cellWritten(cell, block.columns[place] ?? { format: 'text' }, document))),
          );
        return rows.length === 0
          ? [`  ${block.empty}`]
          : [
              table(
                block.columns.map((column) => column.title),
                rows,
              ),
            ];
      }
      if (block.kind === 'ledger')
        return block.items.map(
          ({ title: name, cell, note, ...how }) => `  ${name}: ${textOf(cellWritten(cell, how, document))} (${note})`,
        );
      return [];
    });
    return own.length === 0 ? [] : ['', head, ...own];
  });
  return [`${title}: ${subtitle}`, sentence.map(({ text }) => text).join(''), ...lines].join('\n');
}

export function sendCommand(): Command {
  return reaching(new Command('send'))
    .description('Send a report that was made to more people; where it went already it does not go twice')
    .argument('<id>', 'its id')
    .requiredOption('--to <address>', 'a mail address or somebody’s id; repeatable', listed)
    .requiredOption('--channel <channel>', 'a channel of kind email')
    .option('--attach <form>', 'pdf, csv, html or json; repeatable', listed)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExample:\n  npx --no fettle report send k0123456789abcdef --to karin@example.org --channel mail --attach pdf\n',
    )
    .action(async (id: string, _options, command: Command) => {
      const {
        to,
        channel,
        attach = [],
        json = false,
      } = command.opts<{ to: string[]; channel: string; attach?: string[]; json?: boolean }>();
      const answer = await withCollector(command, { role: 'manager' }, async ({ collector }) =>
        checked(ReportSent, await collector.ask('POST', `${pathOf(id)}/send`, { to, channel, attach }), 'The answer'),
      );
      print(
        json,
        answer,
        answer.sent.length === 0 ? 'It went to all of them already.' : `It goes to ${answer.sent.join(', ')}.`,
      );
    });
}

export function saveCommand(): Command {
  return reaching(new Command('save'))
    .description('Save a report as a file')
    .argument('<id>', 'its id')
    .addOption(new Option('--as <form>', 'which').choices(['pdf', 'html', 'csv', 'json']).default('pdf'))
    .option('--table <id>', 'of csv and json: only one table')
    .option('--out <file>', 'where to; default: its own name here')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle report save k0123456789abcdef --as pdf\n')
    .action(async (id: string, _options, command: Command) => {
      const {
        as,
        table: wanted,
        out,
        json = false,
      } = command.opts<{ as: 'pdf'; table?: string; out?: string; json?: boolean }>();
      const { name, content } = await withCollector(command, { role: 'manager' }, async ({ collector, config }) =>
        fileOf(await documentOf(collector, id), {
          as,
          table: wanted,
          id,
          address: config.publicUrl ?? collector.place.url,
        }),
      );
      const file = out ?? name;
      await writeFile(file, content);
      print(json, { file, bytes: Buffer.byteLength(content) }, `${file}, ${Buffer.byteLength(content)} bytes`);
    });
}
