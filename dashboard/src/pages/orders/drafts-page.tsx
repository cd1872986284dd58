import type { OrderDraftItem } from '@fettle/shared/api/orders';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { Page } from '../../parts/page.tsx';
import { Section } from '../../parts/section.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { now } from '../../state/clock.ts';
import { drafts } from '../../state/orders.ts';
import { standingDraftPath } from '../standing/paths.ts';
import { OrderTabs } from './tabs.tsx';

const pathOf = ({ kind, id }: OrderDraftItem) =>
  kind === 'standing' ? standingDraftPath(id) : `/push?draft=${encodeURIComponent(id)}`;

/** Composed, and signed by nobody. */
export function DraftsPage() {
  const all = drafts.value.value;
  const read = () => drafts.renew();
  return (
    <Page
      name="drafts"
      crumb={
        <>
          <a href="/orders">Orders</a>
          <span class="sep">/</span>
          <b>Drafts</b>
        </>
      }
      pieces={
        all
          ? [
              { text: all.length === 0 ? 'There is no draft.' : `${counted(all.length, 'draft')} nobody has signed.` },
              { text: ' A draft runs nowhere.', lesser: true },
            ]
          : [{ text: 'Reading the drafts.', lesser: true }]
      }
      acts={
        <a class="b main" href="/push">
          New order
        </a>
      }
      read={read}
      heeds={['order.', 'standing.']}
    >
      <OrderTabs here="/drafts" />
      {all && all.length > 0 ? (
        <Section title="Drafts" note="newest first">
          <table class="t">
            <thead>
              <tr>
                <th scope="col">Draft</th>
                <th scope="col">Kind</th>
                <th scope="col">By</th>
                <th scope="col" class="n">
                  Saved
                </th>
              </tr>
            </thead>
            <tbody>
              {all.map((one) => (
                <tr key={one.id}>
                  <td class="name wrapped">
                    <a href={pathOf(one)}>{plain(one.title, 120) || `draft ${one.id}`}</a>
                  </td>
                  <td>{one.kind === 'standing' ? 'standing order' : 'order'}</td>
                  <td>{plain(one.madeBy, 64)}</td>
                  <td class="n nowrap" title={exact(one.madeAt)}>
                    {moment(one.madeAt, now.value)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      ) : null}
      {all?.length === 0 ? (
        <div class="frame">
          <h3>Nothing is begun.</h3>
          <p>What you compose and do not sign yet is kept here.</p>
        </div>
      ) : null}
      {!all && drafts.problem.value ? <Failed what="The drafts" problem={drafts.problem.value} again={read} /> : null}
      {!all && !drafts.problem.value ? <Waiting what="the drafts" rows={3} cancel={drafts.cancel} /> : null}
    </Page>
  );
}
