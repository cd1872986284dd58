import type { Incident, IncidentAct } from '@fettle/shared/api/incidents';
import { signal } from '@preact/signals';
import { actOnIncidents, readIncident } from '../../api/incidents.ts';
import { ApiProblem } from '../../api/problem.ts';
import { plain } from '../../format/text.ts';
import { putIncidents } from '../../state/incidents.ts';
import { showToast } from '../../state/toast.ts';
import { deedWords, undoOf } from './deed-words.ts';

export type Act = IncidentAct['act'];
type Subject = Pick<Incident, 'id' | 'version' | 'deviceName' | 'owner'>;

/** What could not be done and why, said on the page until the next deed. */
export const refusals = signal<readonly string[]>([]);
/** Counts up with every deed that was answered, for pages that show more of an incident than the board does. */
export const done = signal(0);

/** The API takes no more at once. */
const atOnce = 500;

async function send(subjects: readonly Subject[], act: Act) {
  const items = [];
  for (let start = 0; start < subjects.length; start += atOnce) {
    const incidents = subjects.slice(start, start + atOnce).map(({ id, version }) => ({ id, version }));
    items.push(...(await actOnIncidents({ incidents, act })).items);
  }
  return items;
}

/** Reads again what somebody else changed meanwhile, so that what is seen is what the next deed is done to. */
async function readAgain(ids: readonly string[]): Promise<void> {
  const found = await Promise.allSettled(ids.slice(0, 20).map((id) => readIncident(id)));
  putIncidents(found.flatMap((one) => (one.status === 'fulfilled' ? one.value : [])));
}

/**
 * Does one deed to some incidents, with the versions that are seen. Each answers for itself: what was done is told with
 * its way back, what was refused is said, and what changed meanwhile is read anew.
 * @returns whether all of it was done
 */
export async function perform(subjects: readonly Subject[], deed: Act, quietly = false): Promise<boolean> {
  refusals.value = [];
  try {
    const items = await send(subjects, deed);
    const acted = items.flatMap(({ incident }) => incident ?? []);
    putIncidents(acted);
    if (acted.length > 0 && !quietly) tell(acted, subjects, deed);
    const refused = items.filter(({ code }) => code !== null);
    const nameOf = (id: string) => plain(subjects.find((one) => one.id === id)?.deviceName ?? id, 64);
    refusals.value = refused.map(({ id, code, message }) =>
      code === 'changed_meanwhile'
        ? `${nameOf(id)}: somebody changed it meanwhile. It is shown as it is now; look again before you go on.`
        : `${nameOf(id)}: ${message ?? code ?? ''}`,
    );
    const stale = refused.filter(({ code }) => code === 'changed_meanwhile').map(({ id }) => id);
    if (stale.length > 0) await readAgain(stale);
    return refused.length === 0;
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    refusals.value = [error.message];
    return false;
  } finally {
    done.value += 1;
  }
}

function tell(acted: readonly Incident[], before: readonly Subject[], deed: Act): void {
  const undo = undoOf(deed, acted, new Map(before.map(({ id, owner }) => [id, owner?.id ?? null])));
  showToast({
    words: deedWords(deed, acted),
    ...(undo.length === 0
      ? {}
      : { undo: () => void Promise.all(undo.map((one) => perform(one.incidents, one.act, true))) }),
  });
}
