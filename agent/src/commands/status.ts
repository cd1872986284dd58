import { join } from 'node:path';
import { formatDuration } from '@fettle/shared/duration';
import { FettleError } from '@fettle/shared/errors';
import { systemClock } from '../clock.ts';
import { isClosed, readIfThere } from '../durable-file.ts';
import type { InstalledService } from '../platform/service/service.ts';
import type { HistoryItem } from '../runs/history.ts';
import { readHeld, readinessOf, type Readiness } from '../runs/holds.ts';
import { openState, stateFiles } from '../state.ts';
import type { Root } from '@fettle/shared/trust/statements';
import { type Control, controlOf, type Status } from '../status.ts';
import { type Told, toldIn } from '../told.ts';
import { listRuns, runLine } from './runs.ts';

export interface StatusReport extends Told {
  /** The data folder that this is about. */
  readonly folder: string;
  /** The service that runs it with the machine; null: none. */
  readonly service: string | null;
  readonly device: string;
  readonly collector: string;
  readonly control: Control;
  /** Whether this machine may be acted on. */
  readonly acting: Readiness;
  /** The last runs, the newest first. */
  readonly runs: readonly HistoryItem[];
}

const mostRuns = 10;

/**
 * Reads what any local user may read; changes nothing.
 * @param installed what the service that is installed here uses; null: there is none
 * @throws FettleError `not_enrolled`
 */
export function statusCommand(
  folder: string,
  installed: InstalledService | null = null,
  now: number = systemClock.wall(),
): StatusReport {
  if (isClosed(folder))
    throw new FettleError('root_needed', `Only its owner may look into ${folder}. Try it with sudo.`);
  const state = openState(folder, 'read');
  const enrolment = state.enrolment();
  if (enrolment === null) throw new FettleError('not_enrolled');
  const { device, collector } = enrolment;
  const told = toldIn(folder);
  return {
    folder,
    service: installed?.folder === folder ? installed.name : null,
    device,
    collector,
    control: controlOf(state.root(), enrolment),
    acting: actingIn(folder, state.root(), told, now),
    runs: listRuns(folder).slice(0, mostRuns),
    ...told,
  };
}

function actingIn(folder: string, root: Root, { running, last }: Told, now: number): Readiness {
  if (readIfThere(join(folder, stateFiles.lock)) !== null) return 'locked';
  // Only the agent knows whether it was started with an executor.
  return running && last?.orders !== undefined ? last.orders.readiness : readinessOf(readHeld(folder), root, true, now);
}

/** The report for people. Times are ISO 8601 in UTC. */
export function formatStatus(report: StatusReport): string {
  const { device, collector, control, running, last, folder, service } = report;
  const lines = [
    ['Device', device],
    ['Controlled by', `${control.people.join(', ')}, since ${moment(control.since)}`],
    ['Trust root', `${control.words} (version ${control.rootVersion})`],
    ['Collector', collector],
    ['Acted on', actingWords[report.acting]],
    ['Agent', running && last !== null ? `running since ${moment(last.startedAt)}` : 'not running'],
  ];
  if (last !== null) lines.push(...(running ? linesNow(last) : [['Last word', moment(last.time)]]));
  lines.push(['Service', service ?? 'none'], ['Files', folder]);
  if (service === null && !running) lines.push(['Remove', removal(folder)]);
  lines.push(...ran(report.runs));
  return lines.map(([name = '', text = '']) => `${name.padEnd(14)} ${text}`).join('\n');
}

const actingWords: Readonly<Record<Readiness, string>> = {
  ready: 'yes, by what the people above have signed',
  off: 'no: it is only monitored',
  locked: 'no: locked on this machine, for good',
  stale: 'no: nobody has said lately that its trust is up to date',
};

function ran(runs: readonly HistoryItem[]): string[][] {
  if (runs.length === 0) return [['Ran', 'nothing yet']];
  return runs.map((run, place) => [place === 0 ? 'Ran' : '', runLine(run)]);
}

/** What takes away what is left of an agent that does not run. */
function removal(folder: string): string {
  return folder === '/var/lib/fettle-agent' ? 'sudo fettle-agent uninstall --purge' : `delete ${folder}`;
}

function linesNow({ link, queue, interval, watched, cost, series, unavailable, problem }: Status): string[][] {
  const failed = link.error === null ? '' : `: ${link.error.message} (${link.error.code})`;
  const clock = link.clockOffset === null ? [] : [['Clock', `${link.clockOffset} ms to the collector’s`]];
  const missing = unavailable.map(({ family, reason }) => ['Not measured', `${family}: ${reason}`]);
  return [
    ['Link', `${link.state} since ${moment(link.since)}${failed}`],
    ['Queued', queued(queue)],
    ...leftOut(link.leftOut),
    ['Measures', `${series} series every ${formatDuration(interval)}${watched ? ', because somebody looks' : ''}`],
    ['Costs', `${cost.cpuSecondsPerHour} CPU seconds an hour, ${Math.round(cost.residentBytes / 1e6)} MB`],
    ...clock,
    ...missing,
    ...(problem === null ? [] : [['Problem', problem]]),
  ];
}

function queued({ frames, bytes, where, dropped, damaged }: Status['queue']): string {
  const lost = damaged > 0 ? `${dropped} dropped, ${damaged} damaged` : `${dropped} dropped`;
  return `${frames} frames, ${bytes} bytes ${where === 'disk' ? 'on disk' : 'in memory'}; ${lost}`;
}

/** An older agent’s status has no such counts. */
function leftOut(counts: Readonly<Record<string, number>> = {}): string[][] {
  const reasons = Object.entries(counts);
  if (reasons.length === 0) return [];
  const words = reasons.map(([code, count]) => `${count} ${code}`).join(', ');
  return [['Left out', `frames that can never be stored: ${words}`]];
}

function moment(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}
