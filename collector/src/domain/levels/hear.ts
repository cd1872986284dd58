import type { RunId } from '@fettle/shared/ids';
import { everywhere } from '../access/index.ts';
import type { Event, EventStore } from '../events/index.ts';
import { type Run, type RunResult, type RunStore, safeText } from '../orders/index.ts';
import type { LevelStore } from './store.ts';
import type { BackupLook, RestoreTest } from './types.ts';

/** The script whose runs tell how old backups are, and the one whose runs try them. */
export const freshnessScript = 'backup-freshness';
export const restoreScript = 'backup-restore-test';

export interface BackupHearPorts {
  readonly levels: LevelStore;
  readonly events: Pick<EventStore, 'after' | 'bounds'>;
  readonly runs: Pick<RunStore, 'several' | 'results' | 'runs'>;
  readonly now: number;
}

const atOnce = 500;

/** Hears what runs told of backups since the last time; the first time of all that are kept. Gives how many events it read. */
export async function hearBackups(ports: BackupHearPorts): Promise<number> {
  const { levels, events, now } = ports;
  const from = await levels.cursor();
  const note = (kept: readonly RestoreTest[]) => ({ events: kept.map((test) => tested(test, now)), audit: [] });
  if (from === null) {
    const { newest } = await events.bounds();
    const past = [...(await pastRuns(ports, freshnessScript)), ...(await pastRuns(ports, restoreScript))];
    const { looks, tests } = await toldBy(ports, past);
    await levels.hear(looks, tests, { from, to: newest }, () => ({ events: [], audit: [] }));
    return 1;
  }
  const found = await events.after(everywhere, from, atOnce);
  const last = found.at(-1);
  if (!last) return 0;
  const ids = [...new Set(found.filter(isOfBackup).map(({ detail }) => detail['run'] as RunId))];
  const { looks, tests } = await toldBy(ports, ids.length === 0 ? [] : await ports.runs.several(ids));
  await levels.hear(looks, tests, { from, to: last.sequence }, note);
  return found.length;
}

/** `name@version`, as a receipt names it. */
const nameOf = (step: unknown) => (typeof step === 'string' ? (step.split('@')[0] ?? '') : '');
const isOfBackup = ({ kind, detail }: Event) =>
  kind === 'run.ended' &&
  typeof detail['run'] === 'string' &&
  [freshnessScript, restoreScript].includes(nameOf(detail['script']));

async function pastRuns({ runs }: BackupHearPorts, script: string): Promise<Run[]> {
  const found: Run[] = [];
  for (let after: Run | undefined; ;) {
    const query = { script, states: ['done', 'failed'] as const, sort: 'time' as const, limit: atOnce };
    const page = await runs.runs(everywhere, { ...query, ...(after && { after }) });
    found.push(...page);
    if (page.length < atOnce) return found;
    after = page.at(-1);
  }
}

interface Told {
  readonly looks: BackupLook[];
  readonly tests: RestoreTest[];
}

async function toldBy({ runs }: BackupHearPorts, ended: readonly Run[]): Promise<Told> {
  const told: Told = { looks: [], tests: [] };
  // Only what the device itself signed counts.
  const sound = new Map(ended.filter(({ receipt }) => receipt === 'verified').map((run) => [run.id, run]));
  if (sound.size === 0) return told;
  for (const result of await runs.results([...sound.keys()])) {
    const run = sound.get(result.run);
    if (run) tell(told, run, result);
  }
  return told;
}

/**
 * Exit 0 says yes and 1 says no; any other says nothing of the backup. Where a run looked at several, one that is wrong is enough. The same
 * run gives the same, whenever it is heard.
 */
function tell({ looks, tests }: Told, { id: run, device, endedAt }: Run, { steps, output }: RunResult): void {
  const words = firstLine(output);
  const said = (script: string) => {
    const own = steps.filter(({ name, mode }) => nameOf(name) === script && mode === 'run');
    const told = own.filter(({ exit }) => exit === 0 || exit === 1);
    const ended = Math.max(...told.map((step) => step.ended));
    return told.length === 0 ? null : { yes: told.every(({ exit }) => exit === 0), time: endedAt ?? ended };
  };
  const fresh = said(freshnessScript);
  if (fresh) looks.push({ run, device, time: fresh.time, fresh: fresh.yes, words });
  const restored = said(restoreScript);
  if (restored) {
    tests.push({ id: `v${run.slice(1)}`, device, time: restored.time, ok: restored.yes, words, person: null, run });
  }
}

function firstLine(base64: string): string {
  const text = safeText(Buffer.from(base64, 'base64').toString('utf8'));
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  )
    .slice(0, 200)
    .toWellFormed();
}

function tested({ device, ok, run }: RestoreTest, time: number) {
  return { time, kind: 'restore.tested', device, site: null, detail: { ok, run } };
}
