import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go, requestItemPath } from '../../routes.ts';
import { hasRole } from '../../state/people.ts';
import { requestItems } from '../../state/requests.ts';

const names = () => [...document.querySelectorAll<HTMLElement>('td.name a')];

/** What may be asked for, for who writes it. */
export function RequestItemsPage() {
  const all = requestItems.value.value;
  const read = () => requestItems.renew();
  return (
    <Page
      name="request items"
      crumb={
        <>
          <a href="/requests">Requests</a>
          <span class="sep">/</span>
          <b>What may be asked for</b>
        </>
      }
      pieces={
        all
          ? [
              { text: counted(all.filter(({ enabled }) => enabled).length, 'thing'), strong: true },
              { text: ' may be asked for. ' },
              { text: 'Each is done by a signed script or by a person.', lesser: true },
            ]
          : [{ text: 'Reading the list.', lesser: true }]
      }
      acts={
        hasRole('operator') ? (
          <a class="b main" href={requestItemPath('new')}>
            Add one
          </a>
        ) : null
      }
      read={read}
      heeds={['request-item.']}
      keys={{
        n: () => go(requestItemPath('new')),
        j: () => step(names(), 1),
        k: () => step(names(), -1),
        Escape: () => go('/requests'),
      }}
      told={[
        [['j', 'k'], 'next, previous'],
        [['n'], 'add one'],
        [['Esc'], 'requests'],
      ]}
    >
      {all ? (
        <List />
      ) : requestItems.problem.value ? (
        <Failed what="The list" problem={requestItems.problem.value} again={read} />
      ) : (
        <Waiting what="the list" rows={5} cancel={requestItems.cancel} />
      )}
    </Page>
  );
}

const approvers = { none: 'nobody', technician: 'a technician', manager: 'a manager' } as const;

function List() {
  const all = requestItems.value.value ?? [];
  if (all.length === 0) {
    return (
      <div class="frame">
        <h3>Nothing may be asked for yet.</h3>
        <p>
          Give people what they ask for again and again: a restart, room on a disk, a program. Somebody else approves
          it, and a signed script does it.
        </p>
      </div>
    );
  }
  return (
    <table class="t pile">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">What</th>
          <th scope="col">What it does</th>
          <th scope="col">Done by</th>
          <th scope="col">Approved by</th>
          <th scope="col" class="opt">
            At the device
          </th>
        </tr>
      </thead>
      <tbody>
        {all.map(({ id, name, description, enabled, script, approval, fromEndpoint }) => (
          <tr key={id} class={enabled ? undefined : 'off'}>
            <td class="s">
              <StateMark shape={enabled ? 'right' : 'off'} word={enabled ? 'on' : 'off'} />
            </td>
            <td class="name">
              <a href={requestItemPath(id)}>{plain(name, 80)}</a>
            </td>
            <td class="why">{plain(description, 200)}</td>
            <td class="nowrap">{script === null ? 'a person' : <span class="mono">{script.name}</span>}</td>
            <td class="nowrap">{approvers[approval]}</td>
            <td class="opt">{fromEndpoint ? 'yes' : 'no'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
