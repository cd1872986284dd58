import type { Incident, IncidentDetail } from '@fettle/shared/api/incidents';
import { FettleError } from '@fettle/shared/errors';
import type { IncidentId } from '@fettle/shared/ids';
import { Command } from 'commander';
import { systemClock } from '../clock.ts';
import { actOnIncidents, type Deed, getIncident, listIncidents, viewIncidents } from '../domain/incidents/index.ts';
import type { Records } from '../store/stores.ts';
import { localActor } from './actor.ts';
import { configured, lasting, listed, placed } from './flags.ts';
import { incidentPorts } from './incident-ports.ts';
import { print, table } from './output.ts';
import { withRecords } from './records.ts';

/** `fettle incident`: what is wrong, and what people do about it. */
export function incidentCommand(): Command {
  const command = new Command('incident').description('Incidents: what is wrong, and what people do about it');
  for (const one of [listCommand(), showCommand(), ...deedCommands()]) command.addCommand(one);
  return command;
}

interface ListFlags {
  readonly state?: string[];
  readonly device?: string;
  readonly owner?: string;
  readonly search?: string;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

function listCommand(): Command {
  return placed(new Command('list'))
    .description('Open and acknowledged ones, worst and oldest first')
    .option('--state <state>', 'open, acknowledged, resolved or closed, repeatable', listed)
    .option('--device <id>', 'only of this device')
    .option('--owner <person>', 'only of this person’s id, or “nobody”')
    .option('--search <text>', 'words that are found in what it says, where, or by which rule')
    .option('--quiet', 'also those that follow from others, are in a window or flap')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  npx --no fettle incident list --state open\n')
    .action(async (_options, command: Command) => {
      const { json = false, quiet = false, ...query } = command.opts<ListFlags>();
      const { items, next } = await withRecords(configured(command).config, async (records) => {
        const ports = incidentPorts(records);
        const asked = { state: query.state, device: query.device, owner: query.owner, search: query.search };
        const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
        const page = await listIncidents(ports, localActor, { ...given, quiet: quiet ? '1' : '0', limit: 1_000 });
        return { items: await viewIncidents(ports, localActor, page.items), next: page.next };
      });
      const rows = items.map((one) => [
        one.severity,
        stateWords(one),
        one.deviceName,
        one.words,
        since(one),
        one.owner?.name ?? 'nobody',
        one.id,
      ]);
      const head = ['Severity', 'State', 'Device', 'What', 'Since', 'Owner', 'Id'];
      print(json, { items, next }, rows.length > 0 ? table(head, rows) : 'Nothing is wrong.');
    });
}

const since = ({ openedAt }: Pick<Incident, 'openedAt'>) =>
  new Date(openedAt).toISOString().slice(0, 16).replace('T', ' ');
const stateWords = ({ state, quiet }: Incident) => (quiet ? `${state}, quiet (${quiet.by})` : state);

function showCommand(): Command {
  return placed(new Command('show'))
    .description('One incident: why, most likely, what followed, and what was done')
    .argument('<incident>', 'its id')
    .option('--json', 'print JSON')
    .action(async (id: string, _options, command: Command) => {
      const found = await withRecords(configured(command).config, (records) =>
        getIncident(incidentPorts(records), localActor, { id }),
      );
      print(command.opts<{ json?: boolean }>().json ?? false, found, shown(found));
    });
}

function shown(incident: IncidentDetail): string {
  const { severity, deviceName, words, cause, runbook, affectedItems, timeline, owner } = incident;
  const lines = [
    `${severity}: ${words} on ${deviceName}`,
    `${stateWords(incident)}, since ${since(incident)}, owned by ${owner?.name ?? 'nobody'}`,
    ...(cause === null ? [] : [`Most likely: ${cause}`]),
    ...(affectedItems.length === 0 ? [] : [`With it: ${affectedItems.map((one) => one.deviceName).join(', ')}`]),
    ...(runbook === '' ? [] : ['', runbook]),
    '',
    ...timeline.map((entry) => `${since({ openedAt: entry.time })}  ${entry.actor?.name ?? ''}  ${entry.words}`),
  ];
  return lines.join('\n');
}

/** A deed on one or many, with what it takes. */
function deedCommand(name: string, says: string, deed: (options: Record<string, string | undefined>) => Deed): Command {
  return placed(new Command(name))
    .description(says)
    .option('--json', 'print JSON')
    .argument('<incidents...>', 'ids, as `fettle incident list` shows them')
    .action(async (ids: string[], _options, command: Command) => {
      const options = command.opts<Record<string, string | undefined>>();
      const act = deed(options);
      const acted = await withRecords(configured(command).config, (records) => done(records, ids, act));
      const items = acted.map((one) =>
        'refused' in one ? { id: one.id, ...one.refused } : { id: one.id, state: one.incident.state, code: null },
      );
      const words = items.map((one) =>
        one.code === null ? `${one.id}: done` : `${one.id}: ${'message' in one ? one.message : ''}`,
      );
      print(options['json'] !== undefined, { items, next: null }, words.join('\n'));
      if (items.some(({ code }) => code !== null)) process.exitCode = 1;
    });
}

async function done(records: Records, ids: readonly string[], wanted: Deed) {
  const act = await named(records, wanted);
  const ports = incidentPorts(records);
  const found = await ports.store.several(localActor.scope, ids as IncidentId[]);
  const versions = new Map(found.map(({ id, version }) => [id as string, version]));
  return actOnIncidents(ports, localActor, {
    incidents: ids.map((id) => ({ id, version: versions.get(id) ?? 0 })),
    act,
  });
}

/** People may be written by their names. */
async function named({ access }: Records, act: Deed): Promise<Deed> {
  if (act.kind !== 'own' || act.owner === null) return act;
  return { ...act, owner: (await access.personNamed(act.owner))?.id ?? act.owner };
}

function deedCommands(): Command[] {
  const withNote = (command: Command) => command.option('--note <text>', 'why, for the timeline');
  const noted = ({ note }: Record<string, string | undefined>) => (note === undefined ? {} : { note });
  return [
    withNote(
      deedCommand('ack', 'Say that somebody is at it', (options) => ({ kind: 'acknowledge', ...noted(options) })),
    ),
    deedCommand('own', 'Give it to somebody', ({ to }) => ({
      kind: 'own',
      owner: to === 'nobody' ? null : needed(to, '--to'),
    })).requiredOption('--to <person>', 'a name or an id, or “nobody”'),
    deedCommand('note', 'Write into its timeline', ({ text }) => ({
      kind: 'note',
      text: needed(text, '--text'),
    })).requiredOption('--text <text>', 'what to write'),
    withNote(deedCommand('resolve', 'It is put right', (options) => ({ kind: 'resolve', ...noted(options) }))),
    withNote(
      deedCommand('reopen', 'It is not put right after all', (options) => ({ kind: 'reopen', ...noted(options) })),
    ),
    deedCommand('close', 'A resolved one is done with', () => ({ kind: 'close' })),
    deedCommand('snooze', 'Nobody is told for a while', (options) => ({
      kind: 'snooze',
      until: systemClock.now() + lasting(needed(options['for'], '--for')),
    })).requiredOption('--for <time>', 'how long, such as 2h'),
  ];
}

function needed(text: string | undefined, flag: string): string {
  if (text === undefined || text.trim() === '') throw new FettleError('config_invalid', `${flag} needs a text.`);
  return text;
}
