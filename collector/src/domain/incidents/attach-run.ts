// pure
import type { Evidence } from '@fettle/shared/api/incidents';
import { plainValue } from '@fettle/shared/rules/words';
import type { Drafts, Told } from './draft.ts';
import { calledBy, type RemedyRun } from './remedy-run.ts';
import { creditWords, deserves } from './remedy-words.ts';
import { isLive } from './transitions.ts';
import type { EvidencePiece, Incident, NewTimelineEntry, Remedy } from './types.ts';

type RemedyPiece = Omit<Extract<Evidence, { readonly kind: 'remedy' }>, 'kind'>;

/** Each run has a piece of its own. */
export const remedyKind = (run: string) => `remedy:${run}`;
export const isRemedy = (kind: string) => kind.startsWith('remedy:');

/** Characters of an output that an incident keeps: its end. */
const keptOutput = 4_000;

/**
 * Attaches a run to an incident, with what is known of it now: evidence, lines of the timeline, and that people must hear that
 * it did not help. The same again changes nothing.
 * @param before what was kept of the run so far; undefined: nothing
 */
export function attachRun(
  drafts: Drafts,
  incident: Incident,
  run: RemedyRun,
  { before, unit, now }: { readonly before: EvidencePiece | undefined; readonly unit: string; readonly now: number },
): void {
  const content = contentOf(run, unit);
  const told = before?.content as RemedyPiece | undefined;
  if (told && JSON.stringify(told) === JSON.stringify(content)) return;
  drafts.caught(incident.id, { kind: remedyKind(run.id), time: run.startedAt, content: { ...content } });
  const isNewest = incident.remedy === null || run.startedAt >= incident.remedy.startedAt;
  const remedy = remedyOf(run, incident.remedy);
  const lines: Told[] = newsOf(content, told, now).map((entry) => ({ entry }));
  const change = { event: { kind: 'incident.changed', detail: { run: run.id } } };
  const credit = creditFor(incident, remedy);
  if (credit && isNewest) lines.push({ entry: line(incident.resolvedAt ?? now, credit, { run: run.id, resolved: true }) });
  const escalates = isNewest && mustTell(incident, remedy);
  if (escalates) {
    const words = `It did not help: the next who are to be told are told at once.`;
    lines.push({ entry: line(now, words, { run: run.id, escalated: true }) });
    lines.push({ event: { kind: 'incident.escalated', detail: { run: run.id } } });
  }
  const after: Remedy = {
    ...remedy,
    credited: remedy.credited || credit !== null,
    escalatedAt: escalates ? now : remedy.escalatedAt,
  };
  drafts.step(isNewest ? { ...incident, remedy: after } : { ...incident }, ...lines, change);
}

function remedyOf(run: RemedyRun, before: Remedy | null): Remedy {
  return {
    run: run.id,
    by: calledBy(run),
    outcome: run.outcome,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    cleared: run.firing?.cleared ?? null,
    measuredAt: run.firing?.measuredAt ?? null,
    credited: before?.run === run.id && before.credited,
    escalatedAt: before?.escalatedAt ?? null,
  };
}

/** What is to be said when it was resolved before anybody knew of the run; null: nothing. */
function creditFor(incident: Incident, remedy: Remedy): string | null {
  const { resolvedAt } = incident;
  if (isLive(incident) || resolvedAt === null || remedy.credited || !deserves(remedy, resolvedAt)) return null;
  return creditWords(remedy);
}

/** Once for each time that it opens. */
function mustTell(incident: Incident, { cleared, escalatedAt }: Remedy): boolean {
  if (cleared !== false || !isLive(incident)) return false;
  return escalatedAt === null || escalatedAt < (incident.turns.at(-1) ?? incident.openedAt);
}

function contentOf(run: RemedyRun, unit: string): RemedyPiece {
  const { id, title, outcome, startedAt, endedAt, output, firing } = run;
  return {
    run: id,
    title,
    by: run.by === null ? calledBy(run) : `${calledBy(run)}, signed by ${run.by}`,
    outcome,
    startedAt,
    endedAt,
    before: firing?.before ?? null,
    after: firing?.after ?? null,
    unit,
    cleared: firing?.cleared ?? null,
    output: output.length > keptOutput ? `…${output.slice(1 - keptOutput)}` : output,
  };
}

const line = (time: number, words: string, detail: NewTimelineEntry['detail']): NewTimelineEntry => ({
  time,
  kind: 'run',
  actor: null,
  words,
  detail,
});

/** What a reader of the timeline does not know yet. */
function newsOf(content: RemedyPiece, told: RemedyPiece | undefined, now: number): NewTimelineEntry[] {
  const { run, outcome, startedAt, endedAt, cleared } = content;
  const found: NewTimelineEntry[] = [];
  if (endedAt !== null && (told?.endedAt ?? null) === null) {
    const words = `Ran ${content.by}: ${outcome} after ${seconds(endedAt - startedAt)}.`;
    found.push(line(Math.min(endedAt, now), words, { run, outcome }));
  }
  if (cleared !== null && (told?.cleared ?? null) === null) {
    found.push(line(now, measured(content), { run, cleared }));
  }
  return found;
}

function measured({ before, after, unit, cleared }: RemedyPiece): string {
  const shown = (value: number | null) => (value === null ? 'nothing' : plainValue(value, unit, 1));
  return `Measured after it: ${shown(before)} before, ${shown(after)} now: ${cleared ? 'clear' : 'still so'}.`;
}

const seconds = (ms: number) => (ms < 120_000 ? `${Math.round(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`);
