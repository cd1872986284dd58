import type { Roster } from '@fettle/shared/api/notices';
import { plain } from '../../format/text.ts';
import { go } from '../../routes.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { now } from '../../state/clock.ts';
import { people, rosters } from '../../state/notices.ts';
import { coming } from '../windows/coming.ts';
import { RosterSection } from './roster-section.tsx';
import { Tabs } from './tabs.tsx';

/** Who is on call now, and who comes next. Pure. */
export function onCallSentence(all: readonly Roster[], time: number): Piece[] {
  const empty = all.filter((one) => one.now === null);
  const told = all.flatMap((roster, index): Piece[] => {
    if (!roster.now) return [];
    const next = roster.next ? `, then ${plain(roster.next.person.name, 60)}` : '';
    return [
      { text: index === 0 ? '' : ' ' },
      { text: plain(roster.now.person.name, 60), strong: true },
      { text: ` is on call for ${plain(roster.name, 60)} until ${coming(roster.now.until, time)}` },
      { text: `${next}.`, lesser: true },
    ];
  });
  if (all.length === 0) return [{ text: 'Nobody is on call: there is no roster yet.', shape: 'unknown' }];
  const missing: Piece[] = empty.flatMap((one) => [
    { text: ' Nobody is on call', shape: 'warning' },
    { text: ` for ${plain(one.name, 60)}.` },
  ]);
  return [...told, ...missing];
}

function readAll(): void {
  rosters.renew();
  people.renew();
}

/** Who takes turns, who has it now and who next. */
export function OnCallPage() {
  const all = rosters.value.value;
  const time = Math.floor(now.value / 60_000) * 60_000;
  return (
    <Page
      name="on-call"
      crumb={<b>On call</b>}
      pieces={all ? onCallSentence(all, time) : [{ text: 'Reading who is on call.', lesser: true }]}
      acts={
        <a class="b main" href="/on-call/rosters/new">
          New roster
        </a>
      }
      read={readAll}
      heeds={['roster.', 'person.']}
      keys={{ n: () => go('/on-call/rosters/new') }}
      told={[[['n'], 'new roster']]}
    >
      <Tabs />
      {all?.map((roster) => (
        <RosterSection key={roster.id} roster={roster} time={time} />
      ))}
      {all?.length === 0 ? (
        <div class="frame">
          <h3>There is no roster yet.</h3>
          <p>A roster says who takes turns. Routes send notices to whoever has the turn when something breaks.</p>
          <div class="acts">
            <a class="b main" href="/on-call/rosters/new">
              New roster
            </a>
          </div>
        </div>
      ) : null}
      {!all && rosters.problem.value ? (
        <Failed what="Who is on call" problem={rosters.problem.value} again={readAll} />
      ) : null}
      {!all && !rosters.problem.value ? <Waiting what="who is on call" rows={6} cancel={rosters.cancel} /> : null}
    </Page>
  );
}
