/** `fettle-agent runs`: what was run on this machine, and what it said. */
import { FettleError } from '@fettle/shared/errors';
import { isClosed } from '../durable-file.ts';
import { type HistoryItem, readHistory, readResult, type StoredResult } from '../runs/history.ts';

/** The newest first. Any local user may ask. @throws FettleError `root_needed` where the folder is closed to him */
export function listRuns(data: string): readonly HistoryItem[] {
  if (isClosed(data)) throw new FettleError('root_needed', `Only its owner may look into ${data}. Try it with sudo.`);
  return readHistory(data).toReversed();
}

export interface RunReport extends HistoryItem {
  /** As it was kept: masked and bounded. */
  readonly output: string;
  readonly receipt: StoredResult['receipt'];
}

/** @throws FettleError `not_found`, `root_needed` */
export function showRun(data: string, number: string): RunReport {
  const item = listRuns(data).find(({ seq }) => String(seq) === number);
  const result = item === undefined ? null : resultOf(data, item.seq);
  if (item === undefined || result === null) {
    throw new FettleError(
      'not_found',
      `There is no run ${number} here. fettle-agent runs lists them; older ones are gone.`,
    );
  }
  const output = Buffer.from(result.output, 'base64').toString('utf8');
  return { ...item, output, receipt: result.receipt };
}

function resultOf(data: string, seq: number): StoredResult | null {
  try {
    return readResult(data, seq);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') throw error;
    throw new FettleError('root_needed', 'What a run said may be read by the agent’s owner only. Try it with sudo.');
  }
}

/** One line a run. Times are ISO 8601 in UTC. */
export function runLine({ seq, started, what, by, outcome, code, kind, firing }: HistoryItem): string {
  const why = firing === null ? '' : firing.kind === 'rule' ? ` (rule ${firing.rule})` : ' (by its schedule)';
  const names = what.length === 0 ? 'nothing' : what.join(', ');
  const people = by.length === 0 ? 'somebody unknown' : by.join(' and ');
  const how = code === null ? outcome : `${outcome}: ${code}`;
  const signed = kind === 'standing' ? 'standing order of' : 'order of';
  return shown(`${moment(started)}  ${String(seq).padStart(4)}  ${names}${why}, ${signed} ${people}: ${how}`);
}

export function formatRuns(items: readonly HistoryItem[]): string {
  if (items.length === 0) return 'Nothing was run on this machine.';
  return items.map(runLine).join('\n');
}

export function formatRun(run: RunReport): string {
  const took = Math.max(0, run.ended - run.started);
  return [runLine(run), `It took ${(took / 1_000).toFixed(1)} s.`, '', shown(run.output) || '(no output)'].join('\n');
}

function moment(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** What steers a terminal, or turns text around, is shown as what it is not. */
const steering = /(?![\t\n])[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

function shown(text: string): string {
  return text.replaceAll('\r\n', '\n').replaceAll(steering, '\u{fffd}');
}
