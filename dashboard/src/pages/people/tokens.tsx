import type { Person } from '@fettle/shared/api/people';
import type { ApiToken } from '@fettle/shared/api/tokens';
import { useState } from 'preact/hooks';
import { revokeToken } from '../../api/people.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { Ask } from '../../parts/ask.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { tell } from '../../parts/toast.tsx';
import { now } from '../../state/clock.ts';
import { readAllPeople, tokens } from '../../state/people.ts';
import { useSaving } from '../../state/saving.ts';
import { TokenForm } from './token-form.tsx';
import { where } from './words.ts';

/** What programs sign in with. */
export function Tokens({ people }: { people: readonly Person[] }) {
  const [making, setMaking] = useState(false);
  const all = tokens.value.value ?? [];
  const names = new Map(people.map(({ id, name }) => [id, plain(name, 40)]));
  return (
    <Section
      title="API tokens"
      note={`${counted(all.length, 'token')}: programs sign in with them`}
      aside={
        <button class="b aside" type="button" onClick={() => setMaking(true)}>
          New token…
        </button>
      }
    >
      {making ? <TokenForm close={() => setMaking(false)} /> : null}
      {all.length === 0 && !making ? <p class="quiet">There is no token.</p> : null}
      {all.length === 0 ? null : (
        <table class="t tokens">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">May</th>
              <th scope="col" class="opt">
                Made by
              </th>
              <th scope="col" class="n opt">
                Until
              </th>
              <th scope="col" class="n opt">
                Last used
              </th>
              <th scope="col" class="n">
                <span class="hide">Revoke</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map((token) => (
              <Row key={token.id} token={token} maker={token.maker === null ? 'the CLI' : names.get(token.maker)} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Row({ token, maker }: { token: ApiToken; maker: string | undefined }) {
  const [asking, setAsking] = useState(false);
  const saving = useSaving();
  const name = plain(token.name, 60);
  const over = token.expiresAt !== null && token.expiresAt <= now.value;
  const revoke = () =>
    saving.run(async () => {
      await revokeToken(token.id);
      tell(`The token ${name} is ended.`);
      readAllPeople();
    });
  return (
    <tr class={over ? 'off' : undefined}>
      <td class="name">{name}</td>
      <td class="wrapped">
        {token.scopes ? token.scopes.join(', ') || 'nothing' : token.role}
        <span class="quiet">, {where(token)}</span>
        <SaidProblem problem={saving.problem} />
      </td>
      <td class="opt">{maker ?? <span class="quiet">somebody else</span>}</td>
      <td class="n opt nowrap">
        <When time={token.expiresAt} never="until it is ended" />
      </td>
      <td class="n opt nowrap">
        <When time={token.lastUsedAt} never="not yet" />
      </td>
      <td class="n">
        <button class="b bare" type="button" onClick={() => setAsking(true)} aria-label={`End the token ${name}`}>
          End…
        </button>
        {asking ? (
          <Ask
            title={`End the token ${name}?`}
            deed="End it"
            danger
            yes={() => {
              setAsking(false);
              void revoke();
            }}
            no={() => setAsking(false)}
          >
            Whatever signs in with it is refused from now on.
          </Ask>
        ) : null}
      </td>
    </tr>
  );
}

function When({ time, never }: { time: number | null; never: string }) {
  if (time === null) return <span class="quiet">{never}</span>;
  return <span title={exact(time)}>{moment(time, now.value)}</span>;
}
