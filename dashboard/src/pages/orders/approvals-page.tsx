import type { Approval } from '@fettle/shared/api/orders';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { orderPath, standingPath } from '../../routes.ts';
import { approvals } from '../../state/approvals.ts';
import { now } from '../../state/clock.ts';
import { SignLine } from '../push/sign-line.tsx';
import { OrderTabs } from './tabs.tsx';

/** Pure. */
export function approvalsSentence(all: readonly Approval[]): Piece[] {
  const [first] = all;
  if (!first) return [{ text: 'Nothing waits for a second signature.' }];
  const others = all.length > 1 ? `${counted(all.length, 'order')} wait` : `“${plain(first.title, 80)}” waits`;
  return [
    { text: others, strong: true },
    { text: ' for a second signature. ' },
    { text: 'Who signed first cannot sign again.', lesser: true },
  ];
}

/** What waits for somebody’s second signature. */
export function ApprovalsPage() {
  const all = approvals.value.value;
  const read = () => approvals.renew();
  return (
    <Page
      name="approvals"
      crumb={
        <>
          <a href="/orders">Orders</a>
          <span class="sep">/</span>
          <b>Waiting for a signature</b>
        </>
      }
      pieces={all ? approvalsSentence(all) : [{ text: 'Reading what waits.', lesser: true }]}
      read={read}
      heeds={['order.', 'standing.']}
    >
      <OrderTabs here="/approvals" />
      {all?.map((one) => (
        <One key={one.id} approval={one} />
      ))}
      {all?.length === 0 ? (
        <div class="frame good">
          <h3>
            <Icon name="right" /> Nothing waits.
          </h3>
          <p>What is dangerous needs two people. When the first has signed, it stands here for the second.</p>
        </div>
      ) : null}
      {!all && approvals.problem.value ? (
        <Failed what="What waits" problem={approvals.problem.value} again={read} />
      ) : null}
      {!all && !approvals.problem.value ? <Waiting what="what waits" rows={4} cancel={approvals.cancel} /> : null}
    </Page>
  );
}

function One({
  approval: { id, kind, title, words, dangers, signedBy, signedAt, expires, command },
}: {
  approval: Approval;
}) {
  const href = kind === 'order' ? orderPath(id) : standingPath(id);
  return (
    <Section
      title={plain(title, 120)}
      note={kind === 'order' ? 'order' : 'standing order'}
      aside={
        <a class="aside" href={href}>
          all of it
        </a>
      }
    >
      <div class="approval">
        <div>
          <p>{plain(words, 600)}</p>
          {dangers.length > 0 ? (
            <p class="note warning">
              <Icon name="warning" /> {dangers.map((one) => plain(one, 200)).join(' ')}
            </p>
          ) : null}
          <p class="quiet dense">
            <span title={exact(signedAt)}>
              Signed by {plain(signedBy.join(' and '), 120)}, {moment(signedAt, now.value)}
            </span>
            ; over {moment(expires, now.value)} if nobody else signs.
          </p>
        </div>
        <SignLine signing={{ what: 'approve', id }} command={command} deed="Approve…" />
      </div>
    </Section>
  );
}
