import type { DeviceId } from '@fettle/shared/ids';
import { enters } from '@fettle/shared/rules/bounds';
import type { CompiledRule } from '@fettle/shared/rules/compiled';
import type { SeriesStore } from '../../series/index.ts';
import { columnsOf, type Read } from './columns.ts';
import { five, hour, type Reading } from './plan.ts';
import { type Question, readSeries } from './series-read.ts';

/** Which devices need a closer look, and how many points said so. */
export interface Hot {
  readonly devices: readonly DeviceId[];
  readonly samples: number;
}

/**
 * Devices of which the worst value of some hour reaches a limit. Of the others none of the five minutes does, so that they
 * are done with a twelfth of the points. Null: it took too long.
 */
export async function hotDevices(
  store: SeriesStore,
  rules: readonly CompiledRule[],
  question: Question,
): Promise<Hot | null> {
  const { devices, reading } = question;
  if (!canTell(rules, reading)) return { devices, samples: 0 };
  const hours = { ...reading, step: hour, from: Math.floor(reading.from / hour) * hour };
  const read = await readSeries(store, { ...question, reading: hours });
  if (read === null) return null;
  let samples = 0;
  for (const own of read.values())
    for (const list of own.values()) for (const one of list) samples += one.values.length;
  return { devices: devices.filter((id) => rules.some((rule) => isHot(rule, read.get(id)))), samples };
}

/** Of changes, formulas and what is absent an hour says nothing certain. */
function canTell(rules: readonly CompiledRule[], { step }: Reading): boolean {
  return step === five && rules.every(({ body: { when } }) => when.kind === 'value' || when.kind === 'state');
}

function isHot({ body: { when }, variants }: CompiledRule, read: Read | undefined): boolean {
  if (read === undefined) return false;
  const columns = when.kind === 'state' ? columnsOf(when, read, true) : [...read.values()].flat();
  return columns.some(({ values }) =>
    values.some((value) => variants.some(({ warning, critical }) => enters(warning, value) || enters(critical, value))),
  );
}
