import type { IncidentDetail } from '@fettle/shared/api/incidents';
import { exact } from '../../../format/time.ts';
import { Icon } from '../../../parts/symbols.tsx';
import { now } from '../../../state/clock.ts';
import { stepsOf } from './steps-model.ts';

/** How far it is: opened, acknowledged, worked on, resolved. */
export function Steps({ incident }: { incident: IncidentDetail }) {
  return (
    <ol class="steps" aria-label="Progress">
      {stepsOf(incident, Math.floor(now.value / 5_000) * 5_000).map(({ state, title, at, note, late }) => (
        <li key={title} class={state} title={at === undefined ? undefined : exact(at)}>
          <b class={state === 'open' ? 'quiet' : undefined}>
            {state === 'done' ? <Icon name="right" label="done" /> : null}
            {state === 'here' ? <Icon name="running" label="now" /> : null}
            {title}
          </b>
          <small class={late ? 'hurtv critical' : undefined}>{note}</small>
        </li>
      ))}
    </ol>
  );
}
