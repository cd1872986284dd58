import type { Process } from '@fettle/shared/api/devices';
import type { DeviceId } from '@fettle/shared/ids';
import { processTable } from '@fettle/shared/metrics/process';
import type { Table } from '@fettle/shared/protocol/frame';
import { type Actor, allow } from '../access/index.ts';
import type { SeriesStore } from './store.ts';

export interface ProcessesPorts {
  readonly store: SeriesStore;
}

export interface ProcessesInput {
  readonly device: DeviceId;
  /** ms since 1970; default: now. */
  readonly at?: number;
}

/**
 * The top processes of a device that the caller has found in the actor's scope: the table at that time or the last one
 * before it, with its time; no items and time null where there is none.
 * @throws FettleError `not_allowed`
 */
export async function processesAt(
  { store }: ProcessesPorts,
  actor: Actor,
  { device, at }: ProcessesInput,
): Promise<{ items: Process[]; time: number | null }> {
  allow(actor, 'device.read');
  const found = await store.table(device, processTable.name, at);
  return found ? { items: processRows(found.table), time: found.time } : { items: [], time: null };
}

/** Rows of the table in words of the API; NaN becomes null. */
export function processRows({ rows }: Table): Process[] {
  return rows.map(({ id, start, name, values }) => {
    const measured = (column: string) => {
      const value = values[processTable.columns.findIndex((one) => one.name === column)];
      return value === undefined || Number.isNaN(value) ? null : value;
    };
    return { pid: id, start, name, cpu: measured('cpu'), memory: measured('memory'), io: measured('io') };
  });
}
