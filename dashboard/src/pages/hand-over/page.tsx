import type { HandOver } from '@fettle/shared/api/manpower';
import { handOverText } from '@fettle/shared/manpower/hand-over-text';
import { useMemo, useState } from 'preact/hooks';
import { readHandOver } from '../../api/manpower.ts';
import { plain } from '../../format/text.ts';
import { moment } from '../../format/time.ts';
import { ownZone } from '../../format/zones.ts';
import { Page } from '../../parts/page.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { rosters } from '../../state/notices.ts';
import { resource } from '../../state/resource.ts';
import { PeopleTabs } from '../load/tabs.tsx';
import { ItemSection } from './items.tsx';
import { Notes } from './notes.tsx';
import { handOverSentence } from './words.ts';

/** What whoever takes over has to know; on paper and as text as well. */
export function HandOverPage() {
  const roster = new URLSearchParams(address.value.search).get('roster') ?? '';
  const handOver = useMemo(
    () => resource<HandOver>((signal) => readHandOver(roster === '' ? {} : { roster }, signal)),
    [roster],
  );
  const [writing, setWriting] = useState(false);
  const [copied, setCopied] = useState('Copy as text');
  const found = handOver.value.value;
  async function copy() {
    if (!found) return;
    try {
      await navigator.clipboard.writeText(handOverText(found, ownZone()));
      setCopied('Copied');
    } catch {
      setCopied('The browser keeps the clipboard from this page'); // print it, or `fettle hand-over`
    }
    setTimeout(() => setCopied('Copy as text'), 4_000);
  }
  const read = () => {
    handOver.renew();
    rosters.renew();
  };
  return (
    <Page
      name={`hand-over ${roster}`}
      crumb={<Crumb found={found} />}
      pieces={found ? handOverSentence(found) : [{ text: 'Reading what is handed over.', lesser: true }]}
      wrong={found?.open.some(({ state }) => state === 'critical') ?? false}
      acts={
        <>
          <button class="b" type="button" disabled={!found} onClick={() => print()}>
            Print
          </button>
          <button class="b main" type="button" disabled={!found} onClick={() => void copy()}>
            <span role="status">{copied}</span>
          </button>
        </>
      }
      read={read}
      heeds={['incident.', 'order.', 'plan.', 'request.', 'hand-over.', 'roster.']}
      keys={{ n: () => setWriting(true), c: () => void copy() }}
      told={[
        [['n'], 'note'],
        [['c'], 'copy'],
      ]}
    >
      <PeopleTabs>
        <Rosters chosen={roster} />
      </PeopleTabs>
      {found ? (
        <>
          <Notes notes={found.notes} writing={writing} write={setWriting} added={() => handOver.load()} />
          <ItemSection title="Open, and what is next" items={found.open} empty="Nothing is open." />
          <ItemSection title="Under way" items={found.underWay} empty="No order, planned change or window." />
          <ItemSection title="Soon" items={found.soon} empty="Nothing begins, fills up or ends." ahead />
          <ItemSection title="Requests" items={found.requests} empty="Nobody waits for anything." />
          <ItemSection
            title="Done in the turn"
            next="How"
            items={found.done}
            empty="Nothing opened in this turn and was put right in it."
          />
        </>
      ) : null}
      {!found && handOver.problem.value ? (
        <Failed what="The hand-over" problem={handOver.problem.value} again={() => void handOver.load()} />
      ) : null}
      {!found && !handOver.problem.value ? <Waiting what="the hand-over" rows={8} cancel={handOver.cancel} /> : null}
    </Page>
  );
}

function Crumb({ found }: { found: HandOver | undefined }) {
  return (
    <>
      <b>Hand-over</b>
      {found ? (
        <>
          <span class="sep">·</span>
          {moment(found.from, now.value)} to {moment(found.to, now.value)}
        </>
      ) : null}
    </>
  );
}

/** Whose turn it is about: a roster’s, or the last twelve hours. */
function Rosters({ chosen }: { chosen: string }) {
  const all = rosters.value.value ?? [];
  if (all.length === 0) return null;
  return (
    <label class="by">
      <span class="hide">Turn of</span>
      <select
        class="f"
        value={chosen}
        onChange={({ currentTarget: { value } }) =>
          go(value === '' ? '/hand-over' : `/hand-over?roster=${value}`, true)
        }
      >
        <option value="">the last 12 hours</option>
        {all.map(({ id, name }) => (
          <option key={id} value={id}>
            {plain(name, 60)}
          </option>
        ))}
      </select>
    </label>
  );
}
