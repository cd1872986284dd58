// pure
import { formatValue } from '@fettle/shared/units';
import type { Notice, NoticeItem, NoticeRemedy } from '../types.ts';
import { lines, oneLine } from './clean.ts';
import { moment, span } from './times.ts';

/** Most incidents that one notice lists by name. */
const listed = 20;

/** What a notice says, as rows of a name and a text; plain text and mail show the same. */
export interface Facts {
  readonly lead: string;
  readonly rows: readonly (readonly [name: string, text: string])[];
  readonly list: readonly string[];
  readonly more: number;
  /** The end of what a remedy printed; empty: nothing. */
  readonly output: string;
  readonly runbook: string;
}

export function factsOf(notice: Notice): Facts {
  const { items, runbook } = notice;
  const [first] = items;
  const lead = first === undefined ? lines(notice.words) : leadOf(notice, first);
  const several = items.length > 1 ? items.slice(0, listed) : [];
  return {
    lead,
    rows: first === undefined ? [] : rowsOf(notice, first),
    list: several.map((item) => oneLine(`${item.deviceName} (${item.site}): ${item.words}`)),
    more: items.length > listed ? items.length - listed : 0,
    output: lastLines(notice.remedy?.output ?? ''),
    runbook: lines(runbook, 4_000),
  };
}

function leadOf({ items, ruleName }: Notice, first: NoticeItem): string {
  if (items.length === 1) return oneLine(`${first.deviceName}: ${first.words}.`);
  const devices = new Set(items.map(({ deviceName }) => deviceName)).size;
  return oneLine(`${ruleName}: ${items.length} incidents on ${devices} ${devices === 1 ? 'device' : 'devices'}.`);
}

function rowsOf(notice: Notice, first: NoticeItem): [string, string][] {
  const { zone, time, cause, processes, knownError, step, remedy } = notice;
  const since = Math.min(...notice.items.map(({ openedAt }) => openedAt));
  const ended = notice.kind === 'resolved' ? (first.resolvedAt ?? time) : null;
  const rows: [string, string][] = [
    ['Since', `${moment(since, zone)}, ${span((ended ?? time) - since)} ${ended === null ? 'ago' : 'until its end'}`],
  ];
  if (ended !== null) rows.push(['Ended', moment(ended, zone)]);
  if (notice.items.length === 1) rows.push(...valueRows(first), ['Site', oneLine(first.site)]);
  rows.push(['Rule', oneLine(notice.ruleName)]);
  if (step !== null && notice.kind === 'escalated') rows.push(['Told because', 'nobody has acknowledged it yet']);
  if (remedy) rows.push(['Remedy', oneLine(remedyWords(remedy))]);
  if (cause !== null) rows.push(['Likely cause', oneLine(cause)]);
  if (processes.length > 0) {
    rows.push(['Top processes', processes.map(({ name, share }) => oneLine(`${name} ${share}`, 80)).join(', ')]);
  }
  if (knownError !== null) {
    rows.push(['Known error', oneLine(knownError.title)], ['What helps', oneLine(knownError.workaround, 1_000)]);
  }
  return rows;
}

function remedyWords({ by, outcome, cleared }: NoticeRemedy): string {
  const helped = cleared === null ? '' : cleared ? '; it helped' : '; it did not help';
  return `${by}: ${outcome}${helped}`;
}

/** Lines of an output that a notice shows. */
const outputLines = 15;

function lastLines(output: string): string {
  const all = lines(output, 100_000).split('\n');
  return lines(all.slice(-outputLines).map((one) => oneLine(one, 200)).join('\n'), 3_000);
}

function valueRows({ value, limit, unit }: NoticeItem): [string, string][] {
  if (value === null) return [];
  const shown = (n: number) => Object.values(formatValue(n, unit)).join(' ').trim();
  return [['Value', limit === null ? shown(value) : `${shown(value)}, limit ${shown(limit)}`]];
}
