import type { RequestItemBody } from '@fettle/shared/api/requests';
import { applyItems, ownItems } from '../../../domain/requests/index.ts';
import type { Kind } from '../kind.ts';
import { readItem } from './read.ts';
import { writeItem } from './write.ts';

/** What may be asked for, in files. None is deleted with `--prune`: one that is no more to be asked for says `enabled: false`. */
export const requestItemKind: Kind<RequestItemBody> = {
  key: 'request-items',
  one: 'request item',
  read: readItem,
  write: writeItem,

  kept: (world, actor) => ownItems(world, actor),

  async apply(world, actor, wanted, { dryRun }) {
    const items = wanted.map(({ id, body }) => ({ id, body }));
    return applyItems(world, actor, { items, dryRun });
  },
};
