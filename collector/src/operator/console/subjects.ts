/** What a confirmation page can be about, by the last part of its address (docs/console.md). */
import { FettleError } from '@fettle/shared/errors';
import type { AskedSecret } from '../compose/action.ts';
import { type Desk, prepareFresh } from '../desk.ts';
import { prepareApproval } from '../prepare-approval.ts';
import type { Prepared } from '../prepared.ts';
import { openDraft } from '../prepare-order.ts';
import { prepareEnd, prepareRevoke, prepareScript } from '../prepare-others.ts';

export type Started =
  | { readonly kind: 'prepared'; readonly prepared: Prepared }
  | {
      readonly kind: 'secrets';
      readonly asked: readonly AskedSecret[];
      prepare(secrets: ReadonlyMap<string, string>): Promise<Prepared>;
    }
  | { readonly kind: 'reason'; readonly title: string; prepare(reason: string): Promise<Prepared> };

type Start = (desk: Desk, query: URLSearchParams) => Promise<Started>;

const ready = async (prepared: Promise<Prepared>): Promise<Started> => ({ kind: 'prepared', prepared: await prepared });

export const subjects = {
  sign: async (desk, query) => {
    const draft = await openDraft(desk, idIn(query, 'draft'));
    if (draft.asked.length > 0)
      return { kind: 'secrets', asked: draft.asked, prepare: (secrets) => draft.prepare(secrets) };
    return ready(draft.prepare(new Map()));
  },
  approve: async (desk, query) => ready(prepareApproval(desk, idIn(query, 'id'))),
  publish: async (desk, query) => ready(prepareScript(desk, idIn(query, 'script'))),
  fresh: async (desk) => ready(prepareFresh(desk)),
  stop: async (desk) => ready(prepareRevoke(desk, { keys: [], orders: [], stop: desk.now() })),
  end: async (desk, query) => {
    const id = idIn(query, 'standing');
    return { kind: 'reason', title: 'End a standing order', prepare: (reason) => prepareEnd(desk, id, reason) };
  },
} as const satisfies Record<string, Start>;

function idIn(query: URLSearchParams, name: string): string {
  const id = query.get(name) ?? '';
  if (/^[a-z0-9][a-z0-9-]{0,63}$/.test(id)) return id;
  throw new FettleError(
    'input_invalid',
    'This address names nothing that could be signed. Open it from the dashboard.',
  );
}
