import type { TrustView } from '@fettle/shared/api/trust';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { date as dateWords, exact } from '../../format/time.ts';
import { CopyLine } from '../../parts/copy-line.tsx';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { now } from '../../state/clock.ts';

type Key = TrustView['keys'][number];

function standing({ revoked, until }: Key, time: number) {
  if (revoked) return { shape: 'critical', word: 'revoked' } as const;
  if (until !== null && until <= time) return { shape: 'off', word: 'over' } as const;
  return { shape: 'order', word: 'good' } as const;
}

/** Every key that the root names: whose it is, what it may sign, where, until when. */
export function Keys({ view: { keys } }: { view: TrustView }) {
  return (
    <Section title="Keys" note="each on its owner’s own machine; none of them is here">
      <table class="t pile keys">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Whose</th>
            <th scope="col">May sign as</th>
            <th scope="col" class="opt">
              Where
            </th>
            <th scope="col" class="n opt">
              Until
            </th>
            <th scope="col" class="opt">
              Key
            </th>
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => {
            const { shape, word } = standing(key, now.value);
            return (
              <tr key={key.id} class={word === 'good' ? undefined : 'off'}>
                <td class="s">
                  <StateMark shape={shape} word={word} />
                </td>
                <td class="name">{plain(key.person, 64)}</td>
                <td class="why">{key.roles.join(', ')}</td>
                <td class="opt">
                  {key.sites === null ? 'everywhere' : key.sites.map((one) => plain(one, 40)).join(', ')}
                </td>
                <td class="n opt nowrap" title={key.until === null ? undefined : exact(key.until)}>
                  {key.until === null ? <span class="quiet">no end</span> : dateWords(key.until, now.value)}
                </td>
                <td class="opt mono quiet nowrap">{plain(key.id, 20)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <details class="more-facts">
        <summary>Add or remove a key</summary>
        <p class="dense">
          Whoever gets a key makes it on their own machine and hands over only its public half; then an admin adds it.
        </p>
        <CopyLine line="fettle key new --person NAME" />
        <CopyLine line="fettle trust root add NAME=KEY --role operator" />
        <CopyLine line="fettle trust root remove KEY" />
      </details>
    </Section>
  );
}

/** What each role may sign, and how many of it must. */
export function Roles({ view: { roles } }: { view: TrustView }) {
  return (
    <Section title="Roles">
      <table class="t pile">
        <thead>
          <tr>
            <th scope="col">Role</th>
            <th scope="col">What it signs</th>
            <th scope="col" class="n">
              Must sign
            </th>
            <th scope="col" class="opt">
              Who
            </th>
          </tr>
        </thead>
        <tbody>
          {roles.map(({ role, threshold, people }) => (
            <tr key={role}>
              <td class="name">{plain(role, 40)}</td>
              <td class="why">{signs[role] ?? ''}</td>
              <td class="n main-v nowrap">
                {threshold} of {people.length}
                <span class="hide"> {counted(people.length, 'person', 'people')}</span>
              </td>
              <td class="opt wrapped">
                {people.length === 0 ? (
                  <span class="quiet">nobody</span>
                ) : (
                  people.map((one) => plain(one, 60)).join(', ')
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

const signs: Readonly<Record<string, string>> = {
  admin: 'roots, revocations, the stop of everything',
  operator: 'orders and standing orders',
  approver: 'a second time what is dangerous, and standing orders',
  publisher: 'scripts',
  enroller: 'tokens that let devices in, and their sites and labels',
};
