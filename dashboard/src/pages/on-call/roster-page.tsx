import type { Roster, RosterPut } from '@fettle/shared/api/notices';
import { useState } from 'preact/hooks';
import { deleteRoster, putRoster } from '../../api/notices.ts';
import { addDays, weekdayOf } from '../../format/zoned.ts';
import { ownZone, isZone, zones } from '../../format/zones.ts';
import { plain } from '../../format/text.ts';
import { clock, date as dateWords, exact, weekday } from '../../format/time.ts';
import { Deed } from '../../parts/deed.tsx';
import { SelectField, TextField } from '../../parts/fields.tsx';
import { Named } from '../../parts/named.tsx';
import { type NamedDraft, namedErrors } from '../../parts/named-errors.ts';
import { Step } from '../../parts/step.tsx';
import { clockNow, now } from '../../state/clock.ts';
import { people, personName, rosters } from '../../state/notices.ts';
import { isSame } from '../../state/unsaved.ts';
import { dateOf } from '../windows/calendar.ts';
import { EditPage } from '../../parts/edit-page.tsx';
import { Order } from './order.tsx';
import { onCallSentence } from './page.tsx';
import { nextTurns } from './turn-words.ts';

type RosterBody = Omit<RosterPut, 'version'>;
interface Draft extends NamedDraft, Omit<RosterBody, 'name' | 'turn'> {
  readonly every: 'day' | 'week';
  readonly count: string;
}

function bodyOf({ name, zone, start, turn, people: ids }: Roster): RosterBody {
  return { name, zone, start, turn, people: ids };
}

/** A new one begins on Monday morning. */
function newDraft(): Draft {
  const today = dateOf(clockNow());
  const monday = addDays(today, (8 - weekdayOf(today)) % 7);
  return { id: '', name: '', zone: ownZone(), start: `${monday}T08:00`, every: 'week', count: '1', people: [] };
}

function draftOf({ id, name, zone, start, turn, people: ids }: Roster): Draft {
  return { id, name, zone, start, every: turn.every, count: String(turn.count), people: ids };
}

function readDraft(draft: Draft): { errors: ReadonlyMap<string, string>; body: RosterBody | undefined } {
  const errors = namedErrors(draft);
  const { name, zone, start, every, count, people: ids } = draft;
  if (!isZone(zone)) errors.set('zone', 'There is no such zone. Write one such as Europe/Berlin.');
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(start)) errors.set('start', 'Choose a day and a time.');
  if (!/^([1-9]|[1-4]\d|5[0-2])$/.test(count)) errors.set('count', 'From 1 to 52.');
  if (ids.length === 0) errors.set('people', 'Choose at least one person.');
  if (errors.size > 0) return { errors, body: undefined };
  return { errors, body: { name: name.trim(), zone, start, turn: { every, count: Number(count) }, people: [...ids] } };
}

/** One roster, or one to be made. */
export function RosterPage({ id }: { id: string }) {
  return (
    <EditPage
      id={id}
      list={rosters}
      home="/on-call"
      homeName="On call"
      what="roster"
      also={people.renew}
      head={(roster, time) => onCallSentence([roster], time)}
      form={(roster: Roster | undefined, fill) => <Form roster={roster} fill={fill} />}
    />
  );
}

function Form({ roster, fill }: { roster: Roster | undefined; fill: () => void }) {
  const [start] = useState(() => (roster ? draftOf(roster) : newDraft()));
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const { errors: all, body } = readDraft(draft);
  const errors = tried ? all : new Map([...all].filter(([path]) => !['name', 'id', 'people'].includes(path)));
  const change = (some: Partial<Draft>) => setDraft((before) => ({ ...before, ...some }));
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The roster">
        <Step no={1} title="Name">
          <Named draft={draft} errors={errors} change={change} made={roster !== undefined} />
        </Step>
        <Step no={2} title="Who takes turns" note="in this order">
          <Order chosen={draft.people} set={(ids) => change({ people: ids })} error={errors.get('people')} />
        </Step>
        <Turns draft={draft} errors={errors} change={change} />
      </form>
      <Deed
        kept={roster && { id: roster.id, name: roster.name, version: roster.version, body: bodyOf(roster) }}
        id={draft.id}
        body={body}
        dirty={!isSame(draft, start)}
        tried={() => setTried(true)}
        fill={fill}
        list={rosters}
        home="/on-call"
        below="/on-call/rosters"
        put={(at, some, version) => putRoster(at, { ...some, version })}
        remove={deleteRoster}
        make="Make the roster"
        losing="Routes that name it then reach nobody by it."
      >
        {body ? <Next body={body} /> : <p class="prose">Once every field can be read, the next turns stand here.</p>}
      </Deed>
    </div>
  );
}

interface TurnsProps {
  readonly draft: Draft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<Draft>) => void;
}

function Turns({ draft, errors, change }: TurnsProps) {
  return (
    <Step no={3} title="When they change">
      <div class="fields">
        <TextField
          label="A turn is"
          type="number"
          value={draft.count}
          set={(count) => change({ count })}
          error={errors.get('count')}
        />
        <SelectField
          label="Days or weeks"
          value={draft.every}
          set={(every) => change({ every: every as Draft['every'] })}
          choices={[
            { value: 'week', name: 'weeks' },
            { value: 'day', name: 'days' },
          ]}
        />
        <TextField
          label="First turn begins"
          type="datetime-local"
          value={draft.start}
          set={(start) => change({ start })}
          error={errors.get('start')}
          note="Hand-overs are at this time of day."
        />
        <TextField
          label="Zone"
          value={draft.zone}
          set={(zone) => change({ zone })}
          error={errors.get('zone')}
          known={zones()}
        />
      </div>
    </Step>
  );
}

function Next({ body }: { body: RosterBody }) {
  const time = Math.floor(now.value / 60_000) * 60_000;
  return (
    <div>
      <ol class="facts openings turns">
        {nextTurns(body, time, 5).map(({ person, from }) => (
          <li key={from} title={exact(from)}>
            <span>
              {weekday(from).slice(0, 3)} {dateWords(from, time)} {clock(from)}
            </span>
            <b>{plain(personName(person), 60)}</b>
          </li>
        ))}
      </ol>
      <p class="quiet dense">In your time, without swaps.</p>
    </div>
  );
}
