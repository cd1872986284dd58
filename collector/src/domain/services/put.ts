import type { ServiceBody } from '@fettle/shared/api/services';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow } from '../access/index.ts';
import { type Prepared, prepare, type PutPorts, type ServiceInput } from './prepare.ts';
import type { Service, ServiceId } from './types.ts';
import { everyService, visibleServices } from './visible.ts';

/**
 * Makes a service, or changes it; what it is made of counts from now on, and its history stays.
 * @throws FettleError `not_allowed`, `not_found`, `input_invalid`, `service_cycle`, `changed_meanwhile`
 */
export async function putService(ports: PutPorts, actor: Actor, input: ServiceInput): Promise<Service> {
  allow(actor, 'service.change');
  const [one] = await prepare(ports, actor, [input]);
  if (!one) throw new RangeError('nothing was prepared');
  await write(
    ports,
    [one],
    input.version === 0 ? `There is a service ${input.id} already. Choose another id.` : undefined,
  );
  return one.service;
}

export interface ServiceStep {
  readonly id: ServiceId;
  readonly before: ServiceBody | null;
  readonly after: ServiceBody;
  /** It is as it is wanted. */
  readonly same: boolean;
}

/**
 * Makes the services of files so, all or nothing; a second time nothing is changed. None is deleted: its history would go with it.
 * @throws FettleError as `putService`
 */
export async function applyServices(
  ports: PutPorts,
  actor: Actor,
  wanted: {
    readonly services: readonly { readonly id: ServiceId; readonly body: ServiceBody }[];
    /** Only says what would be. */
    readonly dryRun: boolean;
  },
): Promise<ServiceStep[]> {
  if (wanted.services.length === 0) return [];
  allow(actor, 'service.change');
  const kept = new Map((await everyService(ports)).map(({ service }) => [service.id, service]));
  const steps = wanted.services.map(({ id, body }): ServiceStep => {
    const service = kept.get(id);
    const before = service ? bodyOf(service) : null;
    return { id, before, after: body, same: before !== null && isSame(before, body) };
  });
  const different = steps.filter(({ same }) => !same);
  const inputs = different.map(({ id, after }) => ({ id, ...after, version: kept.get(id)?.version ?? 0 }));
  const prepared = await prepare(ports, actor, inputs);
  if (!wanted.dryRun && prepared.length > 0) await write(ports, prepared);
  return steps;
}

/** The services of which the actor sees every device, as files hold them. @throws FettleError `not_allowed` */
export async function ownServices(
  ports: PutPorts,
  actor: Actor,
): Promise<{ readonly id: ServiceId; readonly body: ServiceBody }[]> {
  allow(actor, 'service.read');
  return (await visibleServices(ports, actor)).map(({ service }) => ({ id: service.id, body: bodyOf(service) }));
}

function bodyOf({ id: _id, countedFrom: _countedFrom, version: _version, ...body }: Service): ServiceBody {
  return body;
}

/** Whether two say the same, in whatever order their keys stand. */
function isSame(a: ServiceBody, b: ServiceBody): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([x], [y]) => (x < y ? -1 : 1))
      .map(([k, v]) => [k, sorted(v)]),
  );
}

async function write({ services }: PutPorts, prepared: readonly Prepared[], taken?: string): Promise<void> {
  const answer = await services.putAll(prepared, {
    events: prepared.map(({ event }) => event),
    audit: prepared.map(({ audit }) => audit),
  });
  if (answer === 'changed_meanwhile') throw new FettleError(answer, taken);
}
