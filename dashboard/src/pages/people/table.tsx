import type { Person } from '@fettle/shared/api/people';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { StateMark } from '../../parts/state-mark.tsx';
import { now } from '../../state/clock.ts';
import { session } from '../../state/session.ts';
import type { Shape } from '../../state/standing.ts';
import { where } from './words.ts';

const marks = {
  active: { shape: 'order', word: 'active' },
  invited: { shape: 'unknown', word: 'invited' },
  disabled: { shape: 'off', word: 'shut out' },
} as const satisfies Record<Person['state'], { shape: Shape; word: string }>;

interface TableProps {
  readonly people: readonly Person[];
  /** Absent for those who may only look. */
  readonly choose: ((person: Person) => void) | undefined;
}

/** Everybody, by name. */
export function PeopleTable({ people, choose }: TableProps) {
  return (
    <table class="t pile people">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Name</th>
          <th scope="col">Role</th>
          <th scope="col">Where</th>
          <th scope="col" class="opt">
            Teams
          </th>
          <th scope="col" class="n opt">
            Last seen
          </th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <Row key={person.id} person={person} choose={choose} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ person, choose }: { person: Person; choose: TableProps['choose'] }) {
  const { id, name, role, state, teams, lastSeenAt } = person;
  const words = plain(name, 60);
  const self = session.value?.person?.id === id;
  return (
    <tr class={state === 'disabled' ? 'off' : undefined}>
      <td class="s">
        <StateMark {...marks[state]} />
      </td>
      <td class="name">
        {choose ? (
          <button class="link" type="button" onClick={() => choose(person)} aria-label={`Change ${words}`}>
            {words}
          </button>
        ) : (
          words
        )}
        {self ? <span class="quiet"> (you)</span> : null}
      </td>
      <td class="main-v nowrap">{role}</td>
      <td class="why wrapped">{where(person)}</td>
      <td class="opt wrapped">{teams.length === 0 ? <span class="quiet">none</span> : teams.join(', ')}</td>
      <td class="n opt nowrap">
        {lastSeenAt === null ? (
          <span class="quiet">not yet</span>
        ) : (
          <span title={exact(lastSeenAt)}>{moment(lastSeenAt, now.value)}</span>
        )}
      </td>
    </tr>
  );
}
