import type { TimelineEntry } from '@fettle/shared/api/incidents';
import { plain } from '../../../format/text.ts';
import { runPath } from '../../../routes.ts';
import type { SymbolName } from '../../../parts/symbols.tsx';
import type { Shape } from '../../../state/standing.ts';

/** One line of the timeline. */
export interface Told {
  readonly key: number;
  readonly time: number;
  readonly icon: SymbolName;
  readonly shape: Shape | undefined;
  readonly actor: string | undefined;
  readonly words: readonly string[];
  /** The page of what it tells of. */
  readonly href: string | undefined;
}

const icons: Readonly<Record<string, SymbolName>> = {
  acknowledged: 'right',
  resolved: 'right',
  closed: 'right',
  note: 'word',
  run: 'run',
  notice: 'notice',
  evidence: 'order',
  snoozed: 'off',
  flapping: 'off',
  quiet: 'window',
};

function severityOf({ kind, detail }: TimelineEntry): 'critical' | 'warning' | undefined {
  const told = kind === 'opened' || kind === 'reopened' ? detail['severity'] : kind === 'severity' ? detail['to'] : '';
  return told === 'critical' || told === 'warning' ? told : undefined;
}

function runOf({ kind, detail }: TimelineEntry): string | undefined {
  const run = kind === 'run' ? detail['run'] : undefined;
  return typeof run === 'string' ? runPath(run) : undefined;
}

/** What happened to an incident, newest first. A note keeps its lines. */
export function toldOf(timeline: readonly TimelineEntry[]): Told[] {
  return timeline
    .toSorted((a, b) => b.time - a.time || b.sequence - a.sequence)
    .map((entry): Told => {
      const shape = severityOf(entry);
      return {
        key: entry.sequence,
        time: entry.time,
        icon: shape ?? icons[entry.kind] ?? 'change',
        shape: shape ?? (entry.kind === 'resolved' ? 'right' : undefined),
        actor: entry.actor ? plain(entry.actor.name, 64) : undefined,
        href: runOf(entry),
        words: entry.words.split('\n').map((line) => plain(line, 1_000)),
      };
    });
}
