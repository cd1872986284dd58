import type { DeviceId, PersonId, RunId } from '@fettle/shared/ids';
import type { Selectable } from 'kysely';
import type { BackupLook, Calendar, Objective, RestoreTest } from '../../domain/levels/types.ts';
import type { Schema } from './schema.ts';

/** Sorted here, because databases differ in how they order text. */
export function byId<One>(
  rows: readonly { readonly id: string; readonly body: string }[],
  read: (row: { body: string }) => One,
) {
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : 1)).map(read);
}

export const toCalendar = ({ body }: { readonly body: string }) => JSON.parse(body) as Calendar;
export const toObjective = ({ body }: { readonly body: string }) => JSON.parse(body) as Objective;

export const lookRow = ({ run, device, time, fresh, words }: BackupLook) => ({
  run,
  device,
  time,
  fresh: fresh ? 1 : 0,
  words,
});

export function toLook({ run, device, time, fresh, words }: Selectable<Schema['backup_looks']>): BackupLook {
  return { run: run as RunId, device: device as DeviceId, time, fresh: fresh === 1, words };
}

export const testRow = ({ id, device, time, ok, words, person, run }: RestoreTest) => {
  return { id, device, time, ok: ok ? 1 : 0, words, person, run };
};

export function toTest({ id, device, time, ok, words, person, run }: Selectable<Schema['restore_tests']>): RestoreTest {
  return {
    id,
    device: device as DeviceId,
    time,
    ok: ok === 1,
    words,
    person: person as PersonId | null,
    run: run as RunId | null,
  };
}
