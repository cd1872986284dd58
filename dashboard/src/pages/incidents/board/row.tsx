import type { Incident } from '@fettle/shared/api/incidents';
import { plain } from '../../../format/text.ts';
import { exact, moment, span } from '../../../format/time.ts';
import { Level } from '../../../parts/level.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { devicePath, incidentPath } from '../../../routes.ts';
import { isSelected, toggleSelected } from '../selection.ts';
import { clockOf, leftOf } from '../target.ts';

interface RowProps {
  readonly incident: Incident;
  readonly now: number;
}

/** What is left of the clock that counts, as a vial and in words. */
export function ClockLeft({ incident, now }: RowProps) {
  const { share, shape, figure, what } = leftOf(clockOf(incident), now);
  const words = shape ? <span class={`hurtv ${shape}`}>{figure}</span> : figure;
  return (
    <span class="clock-left">
      <Level share={share} shape={shape} limits={[0.75]} label={`${Math.round(share * 100)} % of the time used`} />
      <span>
        {words} <span class="quiet">{what}</span>
      </span>
    </span>
  );
}

/** One incident of the board. */
export function Row({ incident, now }: RowProps) {
  const { id, severity, state, words, deviceName, device, site, openedAt, owner, cause, affected, ruleName } = incident;
  return (
    <tr class={isSelected(id) ? 'one selected' : 'one'} data-incident={id}>
      <td class="pick">
        <input
          type="checkbox"
          checked={isSelected(id)}
          onChange={() => toggleSelected(id)}
          aria-label={`Select: ${plain(deviceName, 64)}, ${plain(words)}`}
        />
      </td>
      <td class="s">
        <StateMark shape={severity} word={severity} />
        {state === 'acknowledged' ? <span class="quiet ack"> acknowledged</span> : null}
      </td>
      <td class="name what">
        <a href={incidentPath(id)} title={plain(ruleName, 128)}>
          {plain(words)}
        </a>
        {affected > 0 ? <span class="quiet"> {affected} follow from it</span> : null}
      </td>
      <td class="of">
        <a href={devicePath(device)}>{plain(deviceName, 64)}</a>
        {site === '' ? null : <span class="quiet xl-in"> {plain(site, 64)}</span>}
      </td>
      <td class="n since" title={exact(openedAt)}>
        {moment(openedAt, now)} <span class="quiet age">{span(now - openedAt)}</span>
      </td>
      <td class="left main-v">
        <ClockLeft incident={incident} now={now} />
      </td>
      <td class="who-c">{owner ? plain(owner.name, 64) : <span class="quiet">nobody</span>}</td>
      <td class={cause === null ? 'why none' : 'why'}>
        {cause === null ? <span class="quiet">not known</span> : plain(cause)}
      </td>
    </tr>
  );
}
