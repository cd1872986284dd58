import { formatDuration } from '@fettle/shared/duration';
import { FettleError } from '@fettle/shared/errors';
import { isClosed } from '../durable-file.ts';
import type { InstalledService } from '../platform/service/service.ts';
import { openState } from '../state.ts';
import { type Control, controlOf, type Status } from '../status.ts';
import { type Told, toldIn } from '../told.ts';

export interface StatusReport extends Told {
  /** The data folder that this is about. */
  readonly folder: string;
  /** The service that runs it with the machine; null: none. */
  readonly service: string | null;
  readonly device: string;
  readonly collector: string;
  readonly control: Control;
}

/**
 * Reads what any local user may read; changes nothing.
 * @param installed what the service that is installed here uses; null: there is none
 * @throws FettleError `not_enrolled`
 */
export function statusCommand(folder: string, installed: InstalledService | null = null): StatusReport {
  if (isClosed(folder))
    throw new FettleError('root_needed', `Only its owner may look into ${folder}. Try it with sudo.`);
  const state = openState(folder, 'read');
  const enrolment = state.enrolment();
  if (enrolment === null) throw new FettleError('not_enrolled');
  const { device, collector } = enrolment;
  return {
    folder,
    service: installed?.folder === folder ? installed.name : null,
    device,
    collector,
    control: controlOf(state.root(), enrolment),
    ...toldIn(folder),
  };
}

/** The report for people. Times are ISO 8601 in UTC. */
export function formatStatus(report: StatusReport): string {
  const { device, collector, control, running, last, folder, service } = report;
  const lines = [
    ['Device', device],
    ['Controlled by', `${control.people.join(', ')}, since ${moment(control.since)}`],
    ['Trust root', `${control.words} (version ${control.rootVersion})`],
    ['Collector', collector],
    ['Agent', running && last !== null ? `running since ${moment(last.startedAt)}` : 'not running'],
  ];
  if (last !== null) lines.push(...(running ? now(last) : [['Last word', moment(last.time)]]));
  lines.push(['Service', service ?? 'none'], ['Files', folder]);
  if (service === null && !running) lines.push(['Remove', removal(folder)]);
  return lines.map(([name = '', text = '']) => `${name.padEnd(14)} ${text}`).join('\n');
}

/** What takes away what is left of an agent that does not run. */
function removal(folder: string): string {
  return folder === '/var/lib/fettle-agent' ? 'sudo fettle-agent uninstall --purge' : `delete ${folder}`;
}

function now({ link, queue, interval, watched, cost, series, unavailable, problem }: Status): string[][] {
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
