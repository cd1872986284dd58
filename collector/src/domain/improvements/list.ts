import type { Improvement as ImprovementItem } from '@fettle/shared/api/improvements';
import type { PersonId } from '@fettle/shared/ids';
import type { Static } from 'typebox';
import { type Actor, allow } from '../access/index.ts';
import { actsOf } from './act.ts';
import { type ImprovementPorts, seesImprovement } from './context.ts';
import { changeWords, unitOf } from './judge.ts';
import { findImprovement } from './put.ts';
import type { Improvement, ImprovementState } from './types.ts';

export type ImprovementView = Static<typeof ImprovementItem>;
type Ports = Pick<ImprovementPorts, 'improvements' | 'access' | 'now'>;

/** The newest first. @throws FettleError `not_allowed` */
export async function listImprovements(
  ports: Ports,
  actor: Actor,
  { state }: { readonly state?: ImprovementState } = {},
): Promise<ImprovementView[]> {
  allow(actor, 'improvement.read');
  const found = await ports.improvements.improvements(state === undefined ? null : [state]);
  return view(
    ports,
    found.filter((one) => seesImprovement(actor, one)),
  );
}

/** @throws FettleError `not_found`, `not_allowed` */
export async function getImprovement(
  ports: Ports,
  actor: Actor,
  { id }: { readonly id: number },
): Promise<ImprovementView> {
  const [found] = await view(ports, [await findImprovement(ports, actor, id)]);
  if (!found) throw new Error(`the improvement ${id} is gone`);
  return found;
}

async function view(ports: Ports, found: readonly Improvement[]): Promise<ImprovementView[]> {
  const names = await namesOf(ports, found);
  return found.map((one) => ({
    ...one,
    ownerPerson: one.owner === null ? null : { id: one.owner, name: names.get(one.owner) ?? '' },
    unit: unitOf(one.measure),
    words: changeWords(one),
    overdue: isOverdue(one, ports.now),
    may: actsOf(one),
  }));
}

export const isOverdue = ({ due, state }: Pick<Improvement, 'due' | 'state'>, now: number): boolean =>
  due !== null && due < now && (state === 'open' || state === 'under-way');

export async function namesOf(
  { access }: Pick<ImprovementPorts, 'access'>,
  found: readonly { readonly owner: string | null }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(found.flatMap(({ owner }) => owner ?? []));
  const names = new Map<string, string>();
  for (const id of ids) names.set(id, (await access.person(id as PersonId))?.name ?? 'somebody who left');
  return names;
}
