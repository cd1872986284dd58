import type { Person } from '@fettle/shared/api/people';
import { useState } from 'preact/hooks';
import { counted } from '../../format/count.ts';
import { Page } from '../../parts/page.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { Section } from '../../parts/section.tsx';
import { hasRole, people, readAllPeople } from '../../state/people.ts';
import { PeopleTabs } from '../load/tabs.tsx';
import { PersonForm } from './person-form.tsx';
import { PeopleTable } from './table.tsx';
import { Teams } from './teams.tsx';
import { Tokens } from './tokens.tsx';
import { peopleSentence } from './words.ts';

/** Who may do what, where; teams; what programs sign in with. */
export function PeoplePage() {
  const [chosen, setChosen] = useState<Person | 'new'>();
  const manages = hasRole('admin');
  const all = people.value.value;
  const invite = (
    <button class="b main" type="button" onClick={() => setChosen('new')}>
      Invite somebody…
    </button>
  );
  return (
    <Page
      name="people"
      crumb={<b>People</b>}
      pieces={all ? peopleSentence(all) : [{ text: 'Reading who is here.', lesser: true }]}
      acts={manages && !chosen ? invite : undefined}
      read={readAllPeople}
      heeds={['person.', 'team.', 'token.']}
    >
      <PeopleTabs />
      {chosen ? (
        <PersonForm
          key={chosen === 'new' ? 'new' : `${chosen.id} ${chosen.version}`}
          person={chosen === 'new' ? undefined : chosen}
          close={() => setChosen(undefined)}
        />
      ) : null}
      {all ? (
        <Section title="People" note={`${counted(all.length, 'person', 'people')} who share a site with you`}>
          <PeopleTable people={all} choose={manages ? setChosen : undefined} />
        </Section>
      ) : null}
      {!all && people.problem.value ? (
        <Failed what="The list of people" problem={people.problem.value} again={readAllPeople} />
      ) : null}
      {!all && !people.problem.value ? <Waiting what="who is here" cancel={people.cancel} /> : null}
      {all ? <Teams people={all} /> : null}
      {all && manages ? <Tokens people={all} /> : null}
    </Page>
  );
}
