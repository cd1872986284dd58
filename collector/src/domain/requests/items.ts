import type { RequestItemBody } from '@fettle/shared/api/requests';
import { FettleError } from '@fettle/shared/errors';
import type { DeviceId, ScriptName } from '@fettle/shared/ids';
import { matches } from '@fettle/shared/selector/match';
import { parseSelector } from '@fettle/shared/selector/parse';
import { type Actor, allow, audited } from '../access/index.ts';
import type { Device } from '../devices/index.ts';
import type { Note } from '../events/index.ts';
import type { RequestPorts } from './context.ts';
import { checkItem } from './check-item.ts';
import type { RequestItem } from './types.ts';

type Ports = Pick<RequestPorts, 'requests' | 'now'>;
type Scripts = Pick<RequestPorts['orders']['scripts'], 'script'>;

/** What may be asked for, by id; or only that which is for a device. @throws FettleError `not_found`, `not_allowed` */
export async function listItems(
  { requests, devices }: Pick<RequestPorts, 'requests' | 'devices'>,
  actor: Actor,
  query: { readonly device?: string } = {},
): Promise<RequestItem[]> {
  allow(actor, 'request-item.read');
  const items = await requests.items();
  if (query.device === undefined) return items;
  const device = await devices.device(actor.scope, query.device as DeviceId);
  if (!device) throw new FettleError('not_found');
  return items.filter((item) => item.enabled && isFor(item, device));
}

export interface ItemInput {
  readonly id: string;
  readonly body: RequestItemBody;
  /** The version that was read; 0: it is new. */
  readonly version: number;
}

/**
 * Makes an item of the catalogue, or changes it. What was asked before stays as it was asked.
 * @throws FettleError `input_invalid`, `changed_meanwhile`, `not_allowed`
 */
export async function putItem(
  ports: Ports & { readonly orders: { readonly scripts: Scripts } },
  actor: Actor,
  input: ItemInput,
): Promise<RequestItem> {
  allow(actor, 'request-item.change');
  const { requests, now, orders } = ports;
  const item = await itemOf(orders.scripts, input);
  const answer = await requests.putItem(item, itemNote(actor, now, [item]));
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
  return item;
}

/** @throws FettleError `input_invalid` */
export async function itemOf(scripts: Scripts, { id, body, version }: ItemInput): Promise<RequestItem> {
  const wrong = checkItem(body);
  if (wrong !== null) throw new FettleError('input_invalid', wrong);
  if (body.script !== null && !(await scripts.script(body.script.name as ScriptName))) {
    throw new FettleError(
      'input_invalid',
      `There is no script “${body.script.name}”. \`fettle script list\` shows them.`,
    );
  }
  return { ...body, name: body.name.trim(), description: body.description.trim(), id, version: version + 1 };
}

export function itemNote(actor: Actor, time: number, items: readonly RequestItem[]): Note {
  return {
    events: items.map(({ id }) => ({
      time,
      kind: 'request-item.changed' as const,
      device: null,
      site: null,
      detail: { item: id },
    })),
    audit: items.map(({ id, name, script }) =>
      audited(actor, time, 'requests.item', `request-item:${id}`, { name, script }),
    ),
  };
}

/** @throws FettleError `not_found`, `changed_meanwhile`, `not_allowed` */
export async function removeItem(
  { requests, now }: Ports,
  actor: Actor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<void> {
  allow(actor, 'request-item.change');
  const answer = await requests.removeItem(id, version, {
    events: [
      { time: now, kind: 'request-item.changed', device: null, site: null, detail: { item: id, removed: true } },
    ],
    audit: [audited(actor, now, 'requests.item-remove', `request-item:${id}`)],
  });
  if (answer !== 'removed') throw new FettleError(answer);
}

/** Whether an item may be asked for on a device. */
export function isFor({ selector }: Pick<RequestItem, 'selector'>, device: Device): boolean {
  return selector.trim() === '' || matches(parseSelector(selector), device);
}
