import type { Person, Team } from '@fettle/shared/api/people';
import { useState } from 'preact/hooks';
import { deleteTeam, putTeam } from '../../api/people.ts';
import { counted } from '../../format/count.ts';
import { slugOf } from '../../format/slug.ts';
import { plain } from '../../format/text.ts';
import { Ask } from '../../parts/ask.tsx';
import { Checks, TextField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { tell } from '../../parts/toast.tsx';
import { hasRole, people as everybody, readAllPeople, teams } from '../../state/people.ts';
import { useSaving } from '../../state/saving.ts';

const blank: Team = { id: '', name: '', members: [], version: 0 };

/** Teams: people who are told together. */
export function Teams({ people }: { people: readonly Person[] }) {
  const [chosen, setChosen] = useState<Team>();
  const all = teams.value.value ?? [];
  const manages = hasRole('manager');
  const names = new Map(people.map(({ id, name }) => [id, plain(name, 40)]));
  return (
    <Section
      title="Teams"
      note={`${counted(all.length, 'team')}: people who are told together`}
      aside={
        manages ? (
          <button class="b aside" type="button" onClick={() => setChosen(blank)}>
            New team…
          </button>
        ) : undefined
      }
    >
      {chosen ? (
        <TeamForm
          key={`${chosen.id} ${chosen.version}`}
          team={chosen}
          people={people}
          close={() => setChosen(undefined)}
        />
      ) : null}
      {all.length === 0 && !chosen ? (
        <p class="quiet">There is no team yet. Rosters and routes name people or teams.</p>
      ) : null}
      {all.length === 0 ? null : (
        <table class="t teams">
          <thead>
            <tr>
              <th scope="col">Team</th>
              <th scope="col">Members</th>
            </tr>
          </thead>
          <tbody>
            {all.map((team) => (
              <tr key={team.id}>
                <td class="name">
                  {manages ? (
                    <button class="link" type="button" onClick={() => setChosen(team)}>
                      {plain(team.name, 60)}
                    </button>
                  ) : (
                    plain(team.name, 60)
                  )}
                </td>
                <td class="wrapped">
                  {team.members.map((id) => names.get(id) ?? id).join(', ') || <span class="quiet">nobody</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

interface TeamFormProps {
  readonly team: Team;
  readonly people: readonly Person[];
  readonly close: () => void;
}

function TeamForm({ team, people, close }: TeamFormProps) {
  const [name, setName] = useState(team.name);
  const [members, setMembers] = useState<readonly string[]>(team.members);
  const [sure, setSure] = useState(false);
  const saving = useSaving();
  const save = () =>
    saving.run(async () => {
      const id = team.id === '' ? slugOf(name) : team.id;
      await putTeam(id, { name, members: [...members], version: team.version });
      tell(`${plain(name, 60)} is saved.`);
      readAllPeople();
      close();
    });
  const remove = () =>
    saving.run(async () => {
      await deleteTeam(team.id, team.version);
      tell(`${plain(team.name, 60)} is gone.`);
      readAllPeople();
      close();
    });
  return (
    <form
      class="person-form"
      aria-label={team.version === 0 ? 'New team' : `Change ${plain(team.name, 60)}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <SaidProblem problem={saving.problem} readAgain={() => (everybody.renew(), readAllPeople(), close())} />
      <div class="fields">
        <TextField label="Name" value={name} set={setName} note="As rosters and notices say it." />
        <Checks
          label="Members"
          choices={people
            .filter(({ state, id }) => state !== 'disabled' || members.includes(id))
            .map((person) => ({ value: person.id, name: plain(person.name, 40) }))}
          chosen={members}
          set={setMembers}
        />
      </div>
      <div class="acts">
        <button class="b" type="submit" disabled={saving.busy}>
          Save the team
        </button>
        <button class="b" type="button" onClick={close}>
          Cancel
        </button>
        {team.version === 0 ? null : (
          <button class="b aside" type="button" disabled={saving.busy} onClick={() => setSure(true)}>
            Delete…
          </button>
        )}
      </div>
      {sure ? (
        <Ask
          title={`Delete ${plain(team.name, 60)}?`}
          deed="Delete the team"
          danger
          yes={() => (setSure(false), void remove())}
          no={() => setSure(false)}
        >
          <p>Its members stay as they are. A team that a route tells is not deleted.</p>
        </Ask>
      ) : null}
    </form>
  );
}
