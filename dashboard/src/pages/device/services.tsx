import { number } from '../../format/count.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { catalogue, type DeviceState } from '../../state/device.ts';
import { type StateGroup, stateGroups } from './services-model.ts';

/** Everything that has a state: what failed first, the rest folded. */
export function Services({ state }: { state: DeviceState }) {
  const families = catalogue.value.value ?? [];
  const latest = [...(state.latest.value.value?.values() ?? [])];
  return (
    <>
      {families.map(({ id, title, metrics }) =>
        stateGroups(latest, metrics).map((group) => (
          <Group key={`${id} ${group.metric}`} title={title} group={group} />
        )),
      )}
    </>
  );
}

/** So many are named one by one. */
const mostNamed = 4;
/** A state that says that something is not there is drawn as such; nothing here hurts. */
const shapeOf = (word: string) => (/^(inactive|down|not|unknown|off)/.test(word) ? 'off' : 'order');

function Group({ title, group: { bad, calm, total } }: { title: string; group: StateGroup }) {
  const few = total <= mostNamed ? calm.flatMap(({ word, names }) => names.map((name) => [name, word] as const)) : [];
  const folded = few.length > 0 ? [] : calm;
  return (
    <Section title={title} aside={<span class="aside">{number(total)} watched</span>}>
      <ul class="rows">
        {bad.map(({ name, word, severity }) => (
          <li key={name}>
            <div class="top">
              <span class="path">{name}</span>
              <StateMark shape={severity ?? 'unknown'} word={word} />
            </div>
          </li>
        ))}
        {few.map(([name, word]) => (
          <li key={name}>
            <div class="top">
              <span class="path">{name}</span>
              <StateMark shape={shapeOf(word)} word={word} />
            </div>
          </li>
        ))}
        {folded.map(({ word, names }) => (
          <li key={word}>
            <details>
              <summary class="top">
                <span class="quiet">
                  {names.length} {bad.length > 0 ? (names.length === 1 ? 'other' : 'others') : ''}
                </span>
                <StateMark shape={shapeOf(word)} word={word} />
              </summary>
              <ul class="names-list quiet">
                {names.map((name) => (
                  <li key={name}>{name}</li>
                ))}
              </ul>
            </details>
          </li>
        ))}
      </ul>
    </Section>
  );
}
