import type { Person } from '@fettle/shared/api/people';
import { plain } from '../../format/text.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { me } from '../../state/people.ts';
import { where } from '../people/words.ts';
import { PasswordForm } from './password-form.tsx';
import { ProfileForm } from './profile-form.tsx';

const sentence = (person: Person): Piece[] => [
  { text: 'You are ' },
  { text: plain(person.name, 60), strong: true },
  { text: `, ${person.role} of ${where(person)}.` },
  ...(person.teams.length > 0
    ? [{ text: ` In the ${person.teams.length === 1 ? 'team' : 'teams'} ${person.teams.join(', ')}.`, lesser: true }]
    : []),
];

/** What somebody may change of themselves. */
export function MePage() {
  const person = me.value.value;
  return (
    <Page
      name="me"
      crumb={<b>You</b>}
      pieces={person ? sentence(person) : [{ text: 'Reading who you are.', lesser: true }]}
      read={me.renew}
      heeds={['person.', 'team.']}
    >
      {person ? <ProfileForm key={person.version} person={person} /> : null}
      {person ? <PasswordForm /> : null}
      {!person && me.problem.value ? <Failed what="Who you are" problem={me.problem.value} again={me.renew} /> : null}
      {!person && !me.problem.value ? <Waiting what="who you are" rows={3} cancel={me.cancel} /> : null}
    </Page>
  );
}
