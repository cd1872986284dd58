import { everywhere } from '../access/index.ts';
import type { Incident, NewTimelineEntry } from '../incidents/index.ts';
import { modelOf, newProblemId, problemEvent, type ProblemPorts } from './context.ts';
import { type Repeat, repeatSettings, type RepeatSettings, repeatsIn } from './repeats.ts';
import type { Problem } from './types.ts';

/** Incidents read at once. */
const atOnce = 1_000;
/** What was dismissed is not proposed again for so long. */
const dismissedMs = 90 * 86_400_000;

/**
 * Looks for what repeats among the incidents of the last days: proposes a problem for it, or links its incidents to the
 * one that there is. What somebody dismissed stays dismissed for 90 days. Gives how many were proposed.
 */
export async function findRepeats(ports: ProblemPorts, settings: RepeatSettings = repeatSettings): Promise<number> {
  const { store, now } = ports;
  const recent = await incidentsSince(ports, now - settings.withinMs);
  if (recent.length === 0) return 0;
  const models = new Map<string, string | null>();
  for (const { device } of recent) {
    if (!models.has(device)) models.set(device, await modelOf(ports, device));
  }
  const known = await store.problems(null);
  let proposed = 0;
  for (const repeat of repeatsIn(recent, (device) => models.get(device) ?? null, settings, now)) {
    if (await take(ports, repeat, known)) proposed++;
  }
  return proposed;
}

async function incidentsSince({ incidents }: ProblemPorts, from: number): Promise<Incident[]> {
  const found: Incident[] = [];
  let after: Incident | undefined;
  do {
    const page = await incidents.list(everywhere, { openedFrom: from, limit: atOnce, ...(after && { after }) });
    found.push(...page);
    after = page.length < atOnce ? undefined : page.at(-1);
  } while (after);
  return found;
}

/** Proposes it, or adds to the problem that there is. True: proposed. */
async function take({ store, now }: ProblemPorts, repeat: Repeat, known: readonly Problem[]): Promise<boolean> {
  const { by, key, title, why, incidents } = repeat;
  const same = known.filter((one) => one.by === by && one.key === key);
  const active = same.find(({ state }) => state !== 'closed' && state !== 'dismissed');
  const free = incidents.filter(({ problem }) => problem === null).map(({ id }) => id);
  const line = (words: string, id: string): NewTimelineEntry => ({
    time: now,
    kind: 'problem',
    actor: null,
    words,
    detail: { problem: id },
  });
  if (active) {
    if (free.length === 0) return false;
    const note = { events: [problemEvent(now, 'problem.changed', active.id)], audit: [] };
    await store.link(active.id, free, line(`Linked to the problem “${active.title}”.`, active.id), note);
    return false;
  }
  if (
    free.length === 0 ||
    same.some(({ state, closedAt }) => state === 'dismissed' && (closedAt ?? now) > now - dismissedMs)
  )
    return false;
  const id = newProblemId();
  const problem: Problem = {
    id,
    title,
    state: 'proposed',
    by,
    key,
    why,
    rootCause: '',
    workaround: '',
    owner: null,
    createdAt: now,
    closedAt: null,
    version: 1,
  };
  const note = { events: [problemEvent(now, 'problem.proposed', id)], audit: [] };
  return (await store.add(problem, free, line(`Repeats: proposed as the problem “${title}”.`, id), note)) === 'added';
}
