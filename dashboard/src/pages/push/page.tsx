import type { OrderDraft } from '@fettle/shared/api/orders';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { readDraft } from '../../api/orders.ts';
import { clock } from '../../format/time.ts';
import { ownZone } from '../../format/zones.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go, orderPath } from '../../routes.ts';
import { clockNow } from '../../state/clock.ts';
import { useSigned } from '../../state/followed.ts';
import { resource } from '../../state/resource.ts';
import { readLibrary } from '../../state/script-bodies.ts';
import { trust } from '../../state/trust.ts';
import { standingDraftPath } from '../standing/paths.ts';
import { newPush, type PushDraft, pushDraft } from './draft.ts';
import { PushForm } from './form.tsx';

const gone = new ApiProblem('not_found', 404, 'There is no such draft. It may have been signed, or thrown away.');

/** Composes an order, from nothing, from what the address names, or from a draft that is kept. */
export function PushPage() {
  const search = address.value.search;
  const id = new URLSearchParams(search).get('draft') ?? '';
  const kept = useMemo(() => resource<OrderDraft>((signal) => readDraft(id, signal)), [id]);
  const [pieces, setPieces] = useState<readonly Piece[]>([{ text: 'Reading the draft.', lesser: true }]);
  const draft = id === '' ? undefined : kept.value.value;
  const problem = kept.problem.value;
  const read = () => {
    readLibrary();
    trust.renew();
    if (id !== '') kept.renew();
  };
  useSigned(id, (order) => go(orderPath(order), true));
  const standing = draft?.what.kind === 'standing';
  useEffect(() => {
    if (standing) go(standingDraftPath(id), true);
  }, [standing]);
  const start = useStart(draft, search);
  return (
    <Page
      name={`push ${id}`}
      crumb={
        <>
          <a href="/scripts">Scripts</a>
          <span class="sep">/</span>
          <b>New order</b>
          {draft ? (
            <>
              <span class="sep">·</span>draft {draft.id}, saved {clock(draft.madeAt)}
            </>
          ) : null}
        </>
      }
      pieces={pieces}
      read={read}
      heeds={['script.', 'trust.']}
      keys={{ Escape: () => go('/orders') }}
      told={[[['Esc'], 'orders']]}
    >
      {start ? (
        <PushForm
          key={`${id} ${draft?.version ?? 0}`}
          kept={draft}
          start={start}
          fill={() => void kept.load()}
          say={setPieces}
        />
      ) : problem ? (
        <Failed what="This draft" problem={problem.code === 'not_found' ? gone : problem} again={read}>
          <a class="b main" href="/orders">
            To the orders
          </a>
        </Failed>
      ) : (
        <Waiting what="this draft" rows={8} cancel={kept.cancel} />
      )}
    </Page>
  );
}

/** What the form begins with; undefined while the draft is being read. */
function useStart(draft: OrderDraft | undefined, search: string): PushDraft | undefined {
  const asked = new URLSearchParams(search);
  return useMemo(() => {
    if (!asked.has('draft')) return newPush(asked, clockNow(), ownZone());
    return draft?.what.kind === 'order' ? pushDraft(draft, draft.what, ownZone()) : undefined;
  }, [draft, asked.has('draft') ? '' : search]);
}
