import type { Person } from '@fettle/shared/api/people';
import type { Problem } from '@fettle/shared/api/problems';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { readPeople, readProblems } from '../../api/incidents.ts';
import { plain } from '../../format/text.ts';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { type Resource, resource } from '../../state/resource.ts';
import { session } from '../../state/session.ts';
import { Submit } from './ask-forms.tsx';
import type { AskFormProps } from './asking.ts';

interface ChooseProps<Item> {
  readonly from: Resource<readonly Item[]>;
  readonly what: string;
  readonly children: (items: readonly Item[]) => preact.VNode;
}

/** What one chooses from, once it is read. */
function Choose<Item>({ from, what, children }: ChooseProps<Item>) {
  useEffect(() => void from.load(), [from]);
  const items = from.value.value;
  if (items) return children(items);
  if (from.problem.value) return <Failed what={what} problem={from.problem.value} again={() => void from.load()} />;
  return <Waiting what={what} rows={3} />;
}

export function OwnerForm(props: AskFormProps) {
  const people = useMemo(() => resource<readonly Person[]>((signal) => readPeople(signal)), []);
  const [owner, setOwner] = useState(props.incidents[0]?.owner?.id ?? '');
  const me = session.value?.person?.id;
  return (
    <Choose from={people} what="the people">
      {(items) => (
        <Submit {...props} word="Hand over" deed={() => ({ kind: 'own', owner: owner === '' ? null : owner })}>
          <label class="l">
            Owner
            <select class="f" value={owner} onChange={(event) => setOwner(event.currentTarget.value)}>
              <option value="">Nobody</option>
              {items
                .filter(({ state }) => state === 'active')
                .map(({ id, name }) => (
                  <option key={id} value={id}>
                    {plain(name, 64)}
                    {id === me ? ' (you)' : ''}
                  </option>
                ))}
            </select>
          </label>
        </Submit>
      )}
    </Choose>
  );
}

export function LinkForm(props: AskFormProps) {
  const problems = useMemo(() => resource<readonly Problem[]>((signal) => readProblems(signal)), []);
  const [problem, setProblem] = useState(props.incidents[0]?.problem ?? '');
  return (
    <Choose from={problems} what="the problems">
      {(items) => (
        <Submit {...props} word="Link" deed={() => ({ kind: 'link', problem: problem === '' ? null : problem })}>
          <label class="l">
            Problem
            <select class="f" value={problem} onChange={(event) => setProblem(event.currentTarget.value)}>
              <option value="">None</option>
              {items
                .filter(({ id, state }) => id === problem || (state !== 'dismissed' && state !== 'closed'))
                .map(({ id, title }) => (
                  <option key={id} value={id}>
                    {plain(title, 80)}
                  </option>
                ))}
            </select>
          </label>
        </Submit>
      )}
    </Choose>
  );
}
