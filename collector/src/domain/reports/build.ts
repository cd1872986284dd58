import type { ReportKindId } from '@fettle/shared/api/reports';
import { FettleError } from '@fettle/shared/errors';
import type { ReportDocument } from '@fettle/shared/reports/document';
import { type Dress, frame } from './frame.ts';
import type { Ask, Progress, ReportKind } from './kind.ts';
import { kinds } from './kinds.ts';
import type { ReportPorts } from './ports.ts';
import { beforeName, noDevice } from './words.ts';

export interface BuildAsk extends Ask, Partial<Dress> {
  readonly kind: ReportKindId;
}

/** Builds one report. Rejects as `progress` does when it was called off. @throws FettleError `not_found`: there is no such kind */
export async function buildReport(ports: ReportPorts, ask: BuildAsk, progress: Progress): Promise<ReportDocument> {
  const kind = kindNamed(ask.kind);
  const known = { ...ask, ...(await countedOf(ports, ask)) };
  const body = await kind.build(ports, known, progress);
  return frame(kind, known, body, { madeFor: ask.madeFor ?? null, brand: ask.brand ?? null });
}

/** With a time in which no device was here yet nothing is compared: that there was less of everything then says nothing. */
async function countedOf(
  { devices }: Pick<ReportPorts, 'devices'>,
  ask: BuildAsk,
): Promise<Pick<Ask, 'before' | 'uncounted'>> {
  const { before, scope, to } = ask;
  const first = Math.min(...(await devices.devices(scope)).map(({ enrolledAt }) => enrolledAt));
  if (first >= to) return { before: null, uncounted: noDevice };
  if (before === null || first < before.to) return { before };
  return { before: null, uncounted: `Nothing was counted in ${beforeName(ask)}.` };
}

/** @throws FettleError `not_found` */
export function kindNamed(id: string): ReportKind {
  const found = kinds.find((one) => one.id === id);
  if (found === undefined)
    throw new FettleError(
      'not_found',
      `There is no report “${id}”. There are ${kinds.map((one) => one.id).join(', ')}.`,
    );
  return found;
}
