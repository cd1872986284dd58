// pure
import type { ChangeId, DeviceId, RuleId } from '@fettle/shared/ids';
import type { Event } from '../events/index.ts';
import type { RunSheet } from './context.ts';
import type { NewChange, Plan } from './types.ts';

const bootFact = 'host.boot.id';
const namedAtOnce = 3;
const longestValue = 80;

const blank = { by: null, link: null, outcome: null, run: null, rule: null, instance: null, plan: null } as const;

/** What an event of a device says of it; null: nothing that altered it. Runs and plans have their own. */
export function changeOf({ sequence, time, kind, device, detail }: Event): NewChange | null {
  if (device === null) return null;
  const row = { ...blank, id: `e${sequence}`, time, device };
  switch (kind) {
    case 'device.restarted':
      return { ...row, kind: 'restart', words: 'It was restarted.' };
    case 'device.agent':
      return { ...row, kind: 'agent', words: `The agent is another: ${shift(detail['from'], detail['to'])}.` };
    case 'facts.changed': {
      const words = factWords(detail['changes']);
      return words === null ? null : { ...row, kind: 'facts', words };
    }
    default:
      return null;
  }
}

/** Nothing ran that was refused, or never came to its device. */
const neverRan: ReadonlySet<string> = new Set(['refused', 'expired', 'cancelled', 'withheld', 'queued', 'sent']);

/** A run as a change of its device; null: it altered nothing, for it never ran. */
export function runChange(run: RunSheet): NewChange | null {
  if (neverRan.has(run.outcome)) return null;
  const { id, device, kind, title, by, outcome, startedAt, exit, firing } = run;
  const what = kind === 'standing' ? `The standing order “${title}”` : `“${title}”`;
  const code = exit === null ? '' : `, exit ${exit}`;
  return {
    ...blank,
    id: `run:${id}`,
    time: startedAt,
    kind: 'run',
    device,
    words: `${what} ran: ${outcome}${code}.`,
    by,
    link: `/runs/${id}`,
    outcome,
    run: id,
    rule: (firing?.rule ?? null) as RuleId | null,
    instance: firing?.instance ?? null,
  };
}

/** A planned change as a change of each of its devices, when it begins and when it ends. */
export function planChanges(
  plan: Pick<Plan, 'id' | 'title'>,
  devices: readonly DeviceId[],
  { kind, time, detail }: Pick<Event, 'kind' | 'time' | 'detail'>,
): NewChange[] {
  const begins = kind === 'change.begun';
  const state = typeof detail['state'] === 'string' ? detail['state'] : null;
  const by = typeof detail['by'] === 'string' ? detail['by'] : null;
  const words = begins
    ? `The planned change “${plan.title}” began.`
    : `The planned change “${plan.title}” ended: ${state ?? 'over'}.`;
  return devices.map((device) => ({
    ...blank,
    id: `plan:${plan.id}:${begins ? 'begun' : 'ended'}:${device}`,
    time,
    kind: 'plan',
    device,
    words,
    by,
    link: `/changes/${plan.id}`,
    outcome: begins ? null : state,
    plan: plan.id as ChangeId,
  }));
}

interface Difference {
  readonly name?: unknown;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** A boot id alone is a restart, and that has a row of its own. */
function factWords(changes: unknown): string | null {
  const differences = (Array.isArray(changes) ? (changes as Difference[]) : []).filter(
    ({ name }) => typeof name === 'string' && name !== bootFact,
  );
  if (differences.length === 0) return null;
  const more = differences.length - namedAtOnce;
  const shown = differences
    .slice(0, namedAtOnce)
    .map(({ name, before, after }) => `${String(name)}: ${shift(before, after)}`);
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

function shift(before: unknown, after: unknown): string {
  const text = (value: unknown) =>
    typeof value !== 'string' ? 'nothing' : value.length > longestValue ? `${value.slice(0, longestValue)}…` : value;
  return `${text(before)} → ${text(after)}`;
}
