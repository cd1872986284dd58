import type { Request, RequestItem } from '@fettle/shared/api/requests';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { askPath, go } from '../../routes.ts';
import { hasRole } from '../../state/people.ts';
import { requestItems, requests } from '../../state/requests.ts';
import { RequestList } from './list.tsx';
import { isOpen } from './looks.ts';

/** What waits for whom. Pure. */
export function requestsSentence(all: readonly Request[]): Piece[] {
  const open = all.filter(isOpen);
  const decide = open.filter(({ may }) => may.includes('approve'));
  const sign = open.filter(({ draft, order }) => draft !== null && order === null);
  if (open.length === 0) return [{ text: 'Nothing that was asked for is open.' }];
  return [
    { text: counted(open.length, 'request'), strong: true },
    { text: ` ${open.length === 1 ? 'is' : 'are'} open. ` },
    ...(decide.length > 0
      ? [
          { text: `${counted(decide.length, 'waits', 'wait')} for your approval`, shape: 'warning' as const },
          { text: '. ' },
        ]
      : []),
    ...(sign.length > 0 ? [{ text: `${counted(sign.length, 'waits', 'wait')} for a signature.`, lesser: true }] : []),
  ];
}

const names = () => [...document.querySelectorAll<HTMLElement>('td.name a, .catalogue a.ask')];

/** What people ask for: what may be asked, what is open, and what became of the rest. */
export function RequestsPage() {
  const all = requests.value.value;
  const read = () => {
    requests.renew();
    requestItems.renew();
  };
  return (
    <Page
      name="requests"
      crumb={<b>Requests</b>}
      pieces={all ? requestsSentence(all) : [{ text: 'Reading the requests.', lesser: true }]}
      wrong={all?.some(({ may }) => may.includes('approve')) ?? false}
      acts={
        <a class="b main" href={askPath('trouble')}>
          Report a trouble
        </a>
      }
      read={read}
      heeds={['request']}
      keys={{ n: () => go(askPath('trouble')), j: () => step(names(), 1), k: () => step(names(), -1) }}
      told={[
        [['j', 'k'], 'next, previous'],
        [['n'], 'report a trouble'],
      ]}
    >
      <div class="split">
        <div>{all ? <Board all={all} /> : <Missing again={read} />}</div>
        <aside aria-label="What may be asked for">
          <Catalogue items={requestItems.value.value} again={read} />
        </aside>
      </div>
    </Page>
  );
}

function Missing({ again }: { again: () => void }) {
  const problem = requests.problem.value;
  if (problem) return <Failed what="The requests" problem={problem} again={again} />;
  return <Waiting what="the requests" rows={6} cancel={requests.cancel} />;
}

function Board({ all }: { all: readonly Request[] }) {
  const decide = all.filter(({ may }) => may.includes('approve'));
  const open = all.filter((one) => isOpen(one) && !decide.includes(one));
  const over = all.filter((one) => !isOpen(one));
  if (all.length === 0) {
    return (
      <div class="frame">
        <h3>Nobody has asked for anything.</h3>
        <p>
          Choose at the right what you need, or report a trouble. People at their own machines ask with{' '}
          <span class="mono nowrap">fettle-agent ask</span>.
        </p>
      </div>
    );
  }
  return (
    <>
      {decide.length > 0 ? (
        <Section title="Waits for your approval" note={counted(decide.length, 'request')}>
          <RequestList items={decide} />
        </Section>
      ) : null}
      <Section title="Open" note={counted(open.length, 'request')}>
        {open.length === 0 ? <p class="quiet dense">None.</p> : <RequestList items={open} />}
      </Section>
      {over.length > 0 ? (
        <Section title="What became of the others" note="newest first">
          <RequestList items={over.slice(0, 100)} />
        </Section>
      ) : null}
    </>
  );
}

function Catalogue({ items, again }: { items: readonly RequestItem[] | undefined; again: () => void }) {
  const shown = items?.filter(({ enabled }) => enabled) ?? [];
  const problem = requestItems.problem.value;
  return (
    <Section
      title="What may be asked for"
      aside={
        hasRole('operator') ? (
          <a class="aside b bare" href="/request-items">
            Change the list…
          </a>
        ) : null
      }
    >
      {items && shown.length === 0 ? <p class="quiet dense">Nothing yet. An operator writes the list.</p> : null}
      {!items && problem ? <Failed what="The list" problem={problem} again={again} /> : null}
      <ul class="rows catalogue">
        {shown.map(({ id, name, description }) => (
          <li key={id}>
            <div class="top">
              <a class="ask" href={askPath(id)}>
                {plain(name, 100)}
              </a>
            </div>
            {description === '' ? null : <p class="quiet dense">{plain(description, 300)}</p>}
          </li>
        ))}
      </ul>
    </Section>
  );
}
