import type { ObjectiveBody } from '@fettle/shared/api/levels';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow, audited } from '../access/index.ts';
import type { DeviceStore } from '../devices/index.ts';
import { type ServiceStore, visibleServices } from '../services/index.ts';
import { refuse } from './calendars.ts';
import { isSlug, wrongInObjective } from './check.ts';
import type { LevelStore, LevelWrite } from './store.ts';
import type { Objective, Origin } from './types.ts';

/** What the verbs over objectives need; `now` ms since 1970. */
export interface ObjectivePorts {
  readonly levels: LevelStore;
  readonly services: ServiceStore;
  readonly devices: Pick<DeviceStore, 'devices'>;
  readonly now: number;
}

/** The objectives of the services that the actor sees, by id. @throws FettleError `not_allowed` */
export async function listObjectives(
  ports: ObjectivePorts,
  actor: Actor,
  { service }: { readonly service?: string } = {},
): Promise<Objective[]> {
  allow(actor, 'level.read');
  const seen = await servicesSeen(ports, actor);
  return (await ports.levels.objectives(service)).filter((one) => seen.has(one.service));
}

export async function servicesSeen(ports: ObjectivePorts, actor: Actor): Promise<ReadonlySet<string>> {
  return new Set((await visibleServices(ports, actor)).map(({ service }) => service.id));
}

export interface ObjectiveInput {
  readonly id: string;
  readonly body: ObjectiveBody;
  /** As it was read; 0 makes a new one. */
  readonly version: number;
}

/**
 * Sets what a service is to reach, or changes it; its past is reckoned by it too.
 * @throws FettleError `not_allowed`, `not_found` (it, or its service), `input_invalid`, `changed_meanwhile`
 */
export async function putObjective(ports: ObjectivePorts, actor: Actor, input: ObjectiveInput): Promise<Objective> {
  allow(actor, 'level.change');
  const { id, body, version } = input;
  const seen = await servicesSeen(ports, actor);
  const before = await ports.levels.objective(id);
  if (before !== null && !seen.has(before.service)) {
    if (version > 0) throw new FettleError('not_found');
    throw new FettleError('not_allowed', 'There is an objective of this id that is none of yours. Choose another id.');
  }
  if (before === null && version > 0) throw new FettleError('not_found');
  if ((before?.version ?? 0) !== version) throw new FettleError('changed_meanwhile');
  await refer(ports, actor, body, seen);
  const step = objectiveStep({ id, body, before, origin: 'person', now: ports.now });
  await writeObjectives(ports, actor, [step]);
  return step.objective;
}

/** @throws FettleError `not_allowed`, `not_found`, `changed_meanwhile` */
export async function removeObjective(
  ports: ObjectivePorts,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allow(actor, 'level.change');
  const before = await ports.levels.objective(id);
  if (before === null || !(await servicesSeen(ports, actor)).has(before.service)) throw new FettleError('not_found');
  if (before.version !== version) throw new FettleError('changed_meanwhile');
  await writeObjectives(ports, actor, [{ what: 'remove-objective', id, version }]);
}

/** What it names must be there. @throws FettleError `not_found` (service), `input_invalid` (calendar) */
export async function refer(
  { levels }: Pick<ObjectivePorts, 'levels'>,
  { scope }: Actor,
  { service, calendar }: ObjectiveBody,
  seen: ReadonlySet<string>,
): Promise<void> {
  if (!seen.has(service)) throw new FettleError('not_found', `There is no service “${service}”.`);
  if (calendar !== null && (await levels.calendar(scope, calendar)) === null) {
    throw new FettleError('input_invalid', `There is no calendar “${calendar}”. Make it first.`);
  }
}

interface ObjectivePut {
  readonly id: string;
  readonly body: ObjectiveBody;
  readonly before: Objective | null;
  readonly origin: Origin;
  readonly now: number;
}

/** @throws FettleError `input_invalid`, with all that is wrong */
export function objectiveStep({ id, body, before, origin, now }: ObjectivePut) {
  if (!isSlug(id))
    throw new FettleError('input_invalid', 'An objective’s id has small letters, digits and hyphens, at most 64.');
  refuse(wrongInObjective(body));
  const version = (before?.version ?? 0) + 1;
  const objective: Objective = { ...bodyOf(body), id, origin, createdAt: before?.createdAt ?? now, version };
  return { what: 'put-objective' as const, objective };
}

/** An objective without what is not for people to change. */
export function bodyOf(objective: ObjectiveBody): ObjectiveBody {
  const { service, name, kind, targetPpm, calendar, zone, period, windows, degraded, withinMs, burnRules } = objective;
  return { service, name, kind, targetPpm, calendar, zone, period, windows, degraded, withinMs, burnRules };
}

type ObjectiveWrite = Extract<LevelWrite, { readonly what: 'put-objective' | 'remove-objective' }>;

/** @throws FettleError `changed_meanwhile` */
export async function writeObjectives(
  { levels, now }: Pick<ObjectivePorts, 'levels' | 'now'>,
  actor: Actor,
  writes: readonly ObjectiveWrite[],
): Promise<void> {
  if (writes.length === 0) return;
  const ids = writes.map((write) => (write.what === 'put-objective' ? write.objective.id : write.id));
  const answer = await levels.write(writes, {
    events: ids.map((objective) => ({
      time: now,
      kind: 'objective.changed',
      device: null,
      site: null,
      detail: { objective },
    })),
    audit: writes.map((write) =>
      write.what === 'put-objective'
        ? audited(actor, now, 'objectives.put', `objective:${write.objective.id}`, { ...write.objective })
        : audited(actor, now, 'objectives.remove', `objective:${write.id}`),
    ),
  });
  if (answer !== 'written') throw new FettleError(answer);
}
