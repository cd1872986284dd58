import type { OrderDraft, RunItem, StandingItem } from '@fettle/shared/api/orders';
import { useMemo } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { readDraft, readRuns } from '../../api/orders.ts';
import { counted, number } from '../../format/count.ts';
import { durationText } from '../../format/duration.ts';
import { plain } from '../../format/text.ts';
import { date as dateWords, exact } from '../../format/time.ts';
import { Level } from '../../parts/level.tsx';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go, rulePath, standingPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { useSigned } from '../../state/followed.ts';
import { standingOrders } from '../../state/orders.ts';
import { resource } from '../../state/resource.ts';
import { readAllRules } from '../../state/rules.ts';
import { readLibrary } from '../../state/script-bodies.ts';
import { trust } from '../../state/trust.ts';
import { SignLine } from '../push/sign-line.tsx';
import { RunTable } from '../runs/table.tsx';
import { StopSwitch } from '../trust/stop-switch.tsx';
import { newStanding, nextVersion, standingDraft, type StandingDraft } from './draft.ts';
import { StandingForm } from './form.tsx';
import { standingLooks } from './page.tsx';

const gone = new ApiProblem('not_found', 404, 'There is no standing order at this address.');

/** One standing order, or one to be composed. */
export function StandingOrderPage({ id }: { id: string }) {
  return id === 'new' ? <Compose /> : <One id={id} />;
}

function useStart(draft: OrderDraft | undefined, search: string): StandingDraft | undefined {
  const query = new URLSearchParams(search);
  const replaced = standingOrders.value.value?.find((one) => one.id === query.get('replaces'));
  return useMemo(() => {
    if (query.has('draft')) return draft?.what.kind === 'standing' ? standingDraft(draft, draft.what) : undefined;
    if (query.has('replaces')) return replaced && nextVersion(replaced);
    return newStanding(query);
  }, [draft, replaced, query.has('draft') ? '' : search]);
}

function Compose() {
  const search = address.value.search;
  const id = new URLSearchParams(search).get('draft') ?? '';
  const kept = useMemo(() => resource<OrderDraft>((signal) => readDraft(id, signal)), [id]);
  const draft = id === '' ? undefined : kept.value.value;
  const start = useStart(draft, search);
  const read = () => {
    readLibrary();
    readAllRules();
    trust.renew();
    standingOrders.renew();
    if (id !== '') kept.renew();
  };
  useSigned(id, (standing) => go(standingPath(standing), true));
  const problem = kept.problem.value;
  return (
    <Page
      name={`standing new ${id}`}
      crumb={
        <>
          <a href="/orders">Orders</a>
          <span class="sep">/</span>
          <a href="/standing">Standing orders</a>
          <span class="sep">/</span>
          <b>{start?.replaces ? 'Next version' : 'New standing order'}</b>
        </>
      }
      pieces={[
        { text: 'Devices will fire this by themselves. ' },
        {
          text: `Nothing holds until ${trust.value.value?.solo ? 'your key has' : 'two people have'} signed it; the collector can deliver it, not trigger it.`,
          lesser: true,
        },
      ]}
      read={read}
      heeds={['script.', 'rule.', 'trust.']}
      keys={{ Escape: () => go('/standing') }}
      told={[[['Esc'], 'standing orders']]}
    >
      {start ? (
        <StandingForm
          key={`${id} ${draft?.version ?? 0} ${start.replaces ?? ''}`}
          kept={draft}
          start={start}
          fill={() => void kept.load()}
        />
      ) : problem ? (
        <Failed what="This draft" problem={problem} again={read}>
          <a class="b main" href="/standing">
            To the standing orders
          </a>
        </Failed>
      ) : (
        <Waiting what="this draft" rows={8} />
      )}
    </Page>
  );
}

function headOf(item: StandingItem | undefined): Piece[] {
  if (!item) return [{ text: 'Reading this standing order.', lesser: true }];
  const { words, state, kind, runs, failed, cleared } = item;
  const said = plain(words, 400);
  const helped = kind === 'rule' ? `, ${number(cleared)} put it right` : '';
  const ran: Piece = {
    text:
      runs === 0
        ? 'It has not fired yet.'
        : `It fired ${counted(runs, 'time')}${helped}, ${failed === 0 ? 'none' : number(failed)} failed.`,
    lesser: true,
  };
  if (state === 'in-force') return [{ text: `${said} ` }, ran];
  if (state === 'waiting-approval')
    return [{ text: 'Waits for a second signature', shape: 'warning' }, { text: `. ${said}` }];
  return [
    { text: state === 'expired' ? 'Its time is over' : 'It is ended', shape: 'off' },
    { text: `. ${said} ` },
    ran,
  ];
}

function One({ id }: { id: string }) {
  const all = standingOrders.value.value;
  const item = all?.find((one) => one.id === id);
  const runs = useMemo(() => resource<readonly RunItem[]>((signal) => readRuns({ standing: id }, signal)), [id]);
  const read = () => {
    standingOrders.renew();
    runs.renew();
  };
  const problem = standingOrders.problem.value ?? (all && !item ? gone : undefined);
  return (
    <Page
      name={`standing ${id}`}
      crumb={
        <>
          <a href="/orders">Orders</a>
          <span class="sep">/</span>
          <a href="/standing">Standing orders</a>
          <span class="sep">/</span>
          <b>{item ? plain(item.name, 80) : id}</b>
          {item ? (
            <>
              <span class="sep">·</span>
              <StateMark shape={standingLooks[item.state].shape} word={standingLooks[item.state].word} />
              <span class="sep">·</span>version {item.signedVersion}, signed by {plain(item.signers.join(' and '), 120)}
            </>
          ) : null}
        </>
      }
      pieces={headOf(item)}
      acts={
        <>
          {item ? (
            <a class="b main" href={`/standing/new?replaces=${encodeURIComponent(id)}`}>
              Next version…
            </a>
          ) : null}
          <StopSwitch />
        </>
      }
      read={read}
      heeds={['standing.', 'run.']}
      keys={{ Escape: () => go('/standing') }}
      told={[[['Esc'], 'standing orders']]}
    >
      {item ? (
        <div class="split">
          <div>
            <Section title="Its runs" note="newest first">
              {runs.value.value?.length ? (
                <RunTable runs={runs.value.value} column="device" />
              ) : (
                <p class="quiet dense">{runs.value.value ? 'It has not fired yet.' : 'Reading its runs.'}</p>
              )}
            </Section>
          </div>
          <aside aria-label="About it">
            <About item={item} />
          </aside>
        </div>
      ) : problem ? (
        <Failed what="This standing order" problem={problem} again={read}>
          <a class="b main" href="/standing">
            To the standing orders
          </a>
        </Failed>
      ) : (
        <Waiting what="this standing order" rows={6} cancel={standingOrders.cancel} />
      )}
    </Page>
  );
}

function About({ item }: { item: StandingItem }) {
  const { kind, trigger, selector, steps, caps, devices, held, signedAt, expires, class: harm, id, state } = item;
  return (
    <>
      <Section title="What holds">
        <dl class="facts">
          <dt>Fired by</dt>
          <dd>
            {kind === 'rule' ? (
              <a class="src" href={rulePath(trigger)}>
                {plain(trigger, 80)}
              </a>
            ) : (
              <span class="mono">{plain(trigger, 128)}</span>
            )}
          </dd>
          <dt>Steps</dt>
          <dd>{steps.map((one) => plain(one, 200)).join('; ')}</dd>
          <dt>Devices</dt>
          <dd>
            <span class="mono">{plain(selector, 200)}</span>
            <Level share={held / Math.max(1, devices)} label={`${held} of ${devices} hold it`} />
            <small>
              {number(held)} of {counted(devices, 'device')} {held === 1 ? 'holds' : 'hold'} this version
            </small>
          </dd>
          <dt>Class</dt>
          <dd>{harm}</dd>
          <dt>Caps</dt>
          <dd>
            {counted(caps.perHour, 'run')} an hour, {durationText(caps.coolDown * 1_000)} apart
            {kind === 'rule' ? `, none for ${durationText(caps.bootGuard * 1_000)} after a start` : ''}, stops after{' '}
            {counted(caps.failures, 'failure')} in a row
          </dd>
          <dt>Signed</dt>
          <dd title={exact(signedAt)}>{dateWords(signedAt, now.value)}</dd>
          <dt>Until</dt>
          <dd title={exact(expires)}>{dateWords(expires, now.value)}</dd>
        </dl>
      </Section>
      {state === 'in-force' ? (
        <details class="more-facts">
          <summary>End it before its time</summary>
          <SignLine
            signing={{ what: 'standing', id }}
            command={`fettle standing end ${id}`}
            deed="End it…"
            note="Devices drop it as soon as they hear."
          />
        </details>
      ) : null}
    </>
  );
}
