import { isDeepStrictEqual } from 'node:util';
import type { RequestItemBody } from '@fettle/shared/api/requests';
import { FettleError } from '@fettle/shared/errors';
import { type Actor, allow } from '../access/index.ts';
import type { RequestPorts } from './context.ts';
import { itemNote, itemOf } from './items.ts';
import type { RequestItem } from './types.ts';

type Ports = Pick<RequestPorts, 'requests' | 'now'> & Pick<RequestPorts['orders'], 'scripts'>;

/** What an item of a file was, and what it is; null: there was none. */
export interface ItemStep {
  readonly id: string;
  readonly before: RequestItemBody | null;
  readonly after: RequestItemBody | null;
  readonly same: boolean;
}

const bodyOf = ({ id: _id, version: _version, ...body }: RequestItem): RequestItemBody => body;

/** The catalogue, as files hold it. @throws FettleError `not_allowed` */
export async function ownItems(
  { requests }: Pick<Ports, 'requests'>,
  actor: Actor,
): Promise<{ readonly id: string; readonly body: RequestItemBody }[]> {
  allow(actor, 'request-item.read');
  return (await requests.items()).map((item) => ({ id: item.id, body: bodyOf(item) }));
}

/**
 * Makes what files say of the catalogue so: all or nothing.
 * @throws FettleError `input_invalid`, `changed_meanwhile`, `not_allowed`
 */
export async function applyItems(
  { requests, scripts, now }: Ports,
  actor: Actor,
  wanted: {
    readonly items: readonly { readonly id: string; readonly body: RequestItemBody }[];
    /** Only says what would be. */
    readonly dryRun: boolean;
  },
): Promise<ItemStep[]> {
  if (wanted.items.length === 0) return [];
  allow(actor, 'request-item.change');
  const kept = new Map((await requests.items()).map((item) => [item.id, item]));
  const steps = wanted.items.map(({ id, body }): ItemStep => {
    const item = kept.get(id);
    const before = item ? bodyOf(item) : null;
    return { id, before, after: body, same: before !== null && isDeepStrictEqual(before, body) };
  });
  // Its script may be made by the same files: only what is really written is held against what is there.
  if (wanted.dryRun) return steps;
  const puts: RequestItem[] = [];
  for (const { id, after, same } of steps) {
    if (same || after === null) continue;
    puts.push(await itemOf(scripts, { id, body: after, version: kept.get(id)?.version ?? 0 }));
  }
  if (puts.length === 0) return steps;
  const answer = await requests.putItems(puts, itemNote(actor, now, puts));
  if (answer === 'changed_meanwhile') throw new FettleError(answer);
  return steps;
}
