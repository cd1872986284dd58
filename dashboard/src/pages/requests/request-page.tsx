import type { Request } from '@fettle/shared/api/requests';
import { useMemo } from 'preact/hooks';
import { actOnRequest, readRequest, type RequestDeed } from '../../api/asked.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { Acts } from '../../parts/acts.tsx';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { devicePath, go, incidentPath, orderPath, runPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { requests } from '../../state/requests.ts';
import { type Resource, resource } from '../../state/resource.ts';
import { useSaving } from '../../state/saving.ts';
import { AskPage } from './ask-page.tsx';
import { deeds, requestLooks, waitsFor } from './looks.ts';

/** One request, or one to be made. */
export function RequestPage({ id }: { id: string }) {
  return id === 'new' ? <AskPage /> : <OneRequest id={id} />;
}

function headOf(request: Request | undefined): Piece[] {
  if (!request) return [{ text: 'Reading this request.', lesser: true }];
  const { state, asker, may } = request;
  const { shape, word } = requestLooks[state];
  const who: Piece = {
    text: `${plain(asker.name, 60)} asked${asker.kind === 'endpoint' ? ' at the device' : ''}.`,
    lesser: true,
  };
  if (may.includes('approve')) return [{ text: 'It waits for your approval', shape: 'warning' }, { text: '. ' }, who];
  const named = word.slice(0, 1).toUpperCase() + word.slice(1);
  // An outcome that begins with the same word says it once.
  const stands = plain(waitsFor(request), 300).replace(new RegExp(`^${named}[.] ?`), '');
  return [{ text: named, shape }, { text: `. ${stands} ` }, who];
}

function OneRequest({ id }: { id: string }) {
  const found = useMemo(() => resource<Request>((signal) => readRequest(id, signal)), [id]);
  const request = found.value.value;
  const problem = found.problem.value;
  const read = () => found.renew();
  return (
    <Page
      name={`request ${id}`}
      crumb={
        <>
          <a href="/requests">Requests</a>
          <span class="sep">/</span>
          <b>{request ? plain(request.title, 100) : id}</b>
          {request ? (
            <>
              <span class="sep">·</span>
              <StateMark shape={requestLooks[request.state].shape} word={requestLooks[request.state].word} />
            </>
          ) : null}
        </>
      }
      pieces={headOf(request)}
      wrong={request?.state === 'failed'}
      acts={request ? <Deeds request={request} found={found} /> : null}
      read={read}
      heeds={['request.', 'order.', 'incident.resolved']}
      keys={{ Escape: () => go('/requests') }}
      told={[[['Esc'], 'requests']]}
    >
      {request ? <Body request={request} /> : null}
      {!request && problem ? (
        <Failed what="This request" problem={problem} again={read}>
          <a class="b main" href="/requests">
            To the requests
          </a>
        </Failed>
      ) : null}
      {!request && !problem ? <Waiting what="this request" rows={6} cancel={found.cancel} /> : null}
    </Page>
  );
}

function Deeds({ request, found }: { request: Request; found: Resource<Request> }) {
  const saving = useSaving();
  const act = (deed: RequestDeed, words: string) =>
    void saving.run(async () => {
      await actOnRequest(request.id, deed, words, request.version);
      found.renew();
      requests.renew();
    });
  const may = deeds.filter((one) => request.may.includes(one.act));
  return <Acts may={may} saving={saving} readAgain={() => found.renew()} act={act} />;
}

function Body({ request }: { request: Request }) {
  const { text, outcome, timeline, attached, answers } = request;
  return (
    <div class="split">
      <div>
        {outcome === '' ? null : (
          <Section title="What came of it">
            <p class="why-line">{plain(outcome, 2_000)}</p>
          </Section>
        )}
        {text === '' ? null : (
          <Section title="In their words">
            <p class="why-line">{plain(text, 4_000)}</p>
          </Section>
        )}
        {Object.keys(answers).length === 0 ? null : (
          <Section title="Answers">
            <dl class="facts">
              {Object.entries(answers).map(([question, answer]) => (
                <>
                  <dt key={`${question} asked`}>{plain(question, 60)}</dt>
                  <dd key={question}>{plain(answer, 1_000)}</dd>
                </>
              ))}
            </dl>
          </Section>
        )}
        <Section title="What happened">
          <ul class="rows">
            {timeline.toReversed().map((entry, index) => (
              <li key={index}>
                <div class="top">
                  <span>{plain(entry.words, 2_000)}</span>
                  <span class="quiet nowrap" title={exact(entry.time)}>
                    {entry.actor === null ? '' : `${plain(entry.actor.name, 60)}, `}
                    {moment(entry.time, now.value)}
                  </span>
                </div>
              </li>
            ))}
          </ul>
        </Section>
      </div>
      <aside aria-label="About it">
        <About request={request} />
        {attached.length > 0 ? (
          <Section title="How the device stood" note="when it was asked">
            {attached.map(({ title, lines }) => (
              <div key={title} class="stood">
                <h3 class="quiet dense">{plain(title, 80)}</h3>
                <ul class="plain dense">
                  {lines.map((line, index) => (
                    <li key={index}>{plain(line, 200)}</li>
                  ))}
                </ul>
              </div>
            ))}
          </Section>
        ) : null}
      </aside>
    </div>
  );
}

function About({ request }: { request: Request }) {
  const { asker, askedAt, device, deviceName, decidedBy, decidedAt, draft, order, run, incident, owner, dueAt } =
    request;
  return (
    <Section title="About it">
      <dl class="facts">
        <dt>Asked</dt>
        <dd title={exact(askedAt)}>
          {plain(asker.name, 64)}, {moment(askedAt, now.value)}
        </dd>
        <dt>Device</dt>
        <dd>
          {device === null ? (
            <span class="quiet">none in particular</span>
          ) : (
            <a href={devicePath(device)}>{plain(deviceName ?? device, 80)}</a>
          )}
        </dd>
        <dt>Approved</dt>
        <dd>
          {decidedBy === null ? (
            <span class="quiet">nobody yet</span>
          ) : (
            `${plain(decidedBy.name, 64)}${decidedAt === null ? '' : `, ${moment(decidedAt, now.value)}`}`
          )}
        </dd>
        {owner === null ? null : <dt>Taken on by</dt>}
        {owner === null ? null : <dd>{plain(owner.name, 64)}</dd>}
        {draft === null ? null : <dt>To be signed</dt>}
        {draft === null ? null : (
          <dd>
            <a href={`/push?draft=${encodeURIComponent(draft)}`}>the draft</a>, or{' '}
            <span class="mono">fettle order sign {draft}</span>
          </dd>
        )}
        {order === null ? null : <dt>Order</dt>}
        {order === null ? null : (
          <dd>
            <a href={orderPath(order)}>{order}</a>
            {run === null ? null : (
              <>
                , <a href={runPath(run)}>its run</a>
              </>
            )}
          </dd>
        )}
        {incident === null ? null : <dt>Incident</dt>}
        {incident === null ? null : (
          <dd>
            <a href={incidentPath(incident)}>{incident}</a>
          </dd>
        )}
        {dueAt === null ? null : <dt>Promised for</dt>}
        {dueAt === null ? null : <dd title={exact(dueAt)}>{moment(dueAt, now.value)}</dd>}
      </dl>
    </Section>
  );
}
