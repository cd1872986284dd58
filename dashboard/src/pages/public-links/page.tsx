import type { PublicLink } from '@fettle/shared/api/services';
import { useState } from 'preact/hooks';
import { deletePublicLink, type LinkDraft, makePublicLink } from '../../api/services.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { date, moment } from '../../format/time.ts';
import { Ask } from '../../parts/ask.tsx';
import { CopyLine } from '../../parts/copy-line.tsx';
import { Checks, SelectField, TextField } from '../../parts/fields.tsx';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { tell } from '../../parts/toast.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { hasRole } from '../../state/people.ts';
import { useSaving } from '../../state/saving.ts';
import { publicLinks, serviceName, services } from '../../state/services.ts';
import { Tabs } from '../services/tabs.tsx';

const read = () => {
  publicLinks.renew();
  services.renew();
};

function sentenceOf(all: readonly PublicLink[]): Piece[] {
  if (all.length === 0) {
    return [
      { text: 'Nothing is shown to anybody without a login. ' },
      {
        text: 'A status page tells those who use a service how it is; a calendar tells when work is planned.',
        lesser: true,
      },
    ];
  }
  return [
    { text: counted(all.length, 'address shows', 'addresses show'), strong: true },
    { text: ' something to whoever has it. ' },
    { text: 'No names of devices and no texts of incidents are on them.', lesser: true },
  ];
}

/** Status pages and calendars for people without a login. */
export function PublicLinksPage() {
  const all = publicLinks.value.value;
  return (
    <Page
      name="public links"
      crumb={<b>Public links</b>}
      pieces={all ? sentenceOf(all) : [{ text: 'Reading the public links.', lesser: true }]}
      read={read}
      heeds={['public-link.', 'service.']}
    >
      <Tabs />
      <div class="split">
        <div>
          {all && all.length > 0 ? <List all={all} /> : null}
          {all?.length === 0 ? (
            <div class="frame">
              <h3>No address is public.</h3>
              <p>Make the first beside this: it is shown once, for whoever should have it.</p>
            </div>
          ) : null}
          {!all && publicLinks.problem.value ? (
            <Failed what="The list of public links" problem={publicLinks.problem.value} again={read} />
          ) : null}
          {!all && !publicLinks.problem.value ? (
            <Waiting what="the public links" rows={4} cancel={publicLinks.cancel} />
          ) : null}
        </div>
        <aside aria-label="A new address">{hasRole('manager') ? <Make /> : null}</aside>
      </div>
    </Page>
  );
}

const kindWords = { status: 'status page', calendar: 'calendar' } as const;

function List({ all }: { all: readonly PublicLink[] }) {
  return (
    <Section title="Addresses" note="only their fingerprints are kept; an address that is lost is made anew">
      <table class="t pile">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">For whom</th>
            <th scope="col">Shows</th>
            <th scope="col" class="n opt">
              Made
            </th>
            <th scope="col" class="n">
              Last used
            </th>
            <th scope="col">
              <span class="hide">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map((link) => (
            <Row key={link.id} link={link} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

const showsWords = ({ kind, services: some, site }: PublicLink) =>
  some.length > 0
    ? some.map((id) => plain(serviceName(id), 60)).join(', ')
    : kind === 'calendar'
      ? `all windows and changes${site === null ? '' : ` of ${plain(site, 60)}`}`
      : 'no service';

function Row({ link }: { link: PublicLink }) {
  const [asks, setAsks] = useState(false);
  const saving = useSaving();
  const { id, kind, name, createdAt, lastUsedAt, version } = link;
  const drop = () =>
    saving.run(async () => {
      setAsks(false);
      await deletePublicLink(id, version);
      await publicLinks.load();
      tell(`The ${kindWords[kind]} for “${plain(name, 60)}” is closed.`);
    });
  return (
    <tr>
      <td class="s nowrap">{kindWords[kind]}</td>
      <td class="name">{plain(name, 80)}</td>
      <td class="why">
        {showsWords(link)}
        <SaidProblem problem={saving.problem} readAgain={read} />
      </td>
      <td class="n opt nowrap">{date(createdAt, now.value)}</td>
      <td class="n main-v nowrap">
        {lastUsedAt === null ? <span class="quiet">not yet</span> : moment(lastUsedAt, now.value)}
      </td>
      <td class="n">
        {hasRole('manager') ? (
          <button class="b bare" type="button" disabled={saving.busy} onClick={() => setAsks(true)}>
            Close…<span class="hide"> {plain(name, 60)}</span>
          </button>
        ) : null}
        {asks ? (
          <Ask
            title={`Close the ${kindWords[kind]} for “${plain(name, 60)}”?`}
            deed="Close it"
            danger
            yes={() => void drop()}
            no={() => setAsks(false)}
          >
            <p>
              Whoever has its address finds nothing there any more. It cannot be opened again; a new one has another
              address.
            </p>
          </Ask>
        ) : null}
      </td>
    </tr>
  );
}

const asked = () => {
  const id = new URLSearchParams(address.peek().search).get('service');
  return id === null ? [] : [id];
};
const start = (): LinkDraft => ({ kind: 'status', name: '', services: asked(), site: null });

/** Makes an address and shows it this once. */
function Make() {
  const saving = useSaving();
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const [made, setMade] = useState<{ address: string; name: string }>();
  const change = (some: Partial<LinkDraft>) => setDraft((before) => ({ ...before, ...some }));
  const nameless = draft.name.trim() === '';
  const empty = draft.kind === 'status' && draft.services.length === 0;
  const make = async () => {
    setTried(true);
    if (nameless || empty) return;
    await saving.run(async () => {
      const answer = await makePublicLink({ ...draft, name: draft.name.trim() });
      setMade({ address: location.origin + answer.address, name: draft.name.trim() });
      setDraft(start());
      setTried(false);
      await publicLinks.load();
    });
  };
  return (
    <Section title="A new address">
      {made ? (
        <div class="frame made-link" role="status">
          <h3>For {plain(made.name, 60)}, shown this once</h3>
          <CopyLine line={made.address} />
          <p>Only its fingerprint is kept here. Whoever has the address sees the page.</p>
          <div class="acts">
            <a class="b" href={made.address} target="_blank" rel="noreferrer">
              Look at it
            </a>
            <button class="b bare" type="button" onClick={() => setMade(undefined)}>
              I have it
            </button>
          </div>
        </div>
      ) : null}
      <form class="known" onSubmit={(event) => (event.preventDefault(), void make())} aria-label="A new address">
        <SelectField
          label="What"
          value={draft.kind}
          set={(kind) => change({ kind: kind as LinkDraft['kind'] })}
          choices={[
            { value: 'status', name: 'Status page' },
            { value: 'calendar', name: 'Calendar of planned work (iCalendar)' },
          ]}
        />
        <TextField
          label="For whom"
          value={draft.name}
          set={(name) => change({ name })}
          error={tried && nameless ? 'Say for whom it is: sales, customer Nord.' : undefined}
          note="Its title on the status page."
        />
        <Checks
          label="Services"
          choices={(services.value.value ?? []).map(({ id, name }) => ({ value: id, name: plain(name, 60) }))}
          chosen={draft.services}
          set={(chosen) => change({ services: chosen })}
          error={tried && empty ? 'A status page shows at least one service.' : undefined}
        />
        {draft.kind === 'calendar' ? (
          <p class="quiet dense">Without any service: all windows and changes that you see.</p>
        ) : null}
        <SaidProblem problem={saving.problem} readAgain={() => saving.forget()} />
        <div class="acts">
          <button class="b main" type="submit" disabled={saving.busy}>
            {saving.busy ? 'Making it' : 'Make the address'}
          </button>
        </div>
      </form>
    </Section>
  );
}
