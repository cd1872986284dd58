import type { Delivery, NoticeStage } from '@fettle/shared/api/notices';
import { counted } from '../../../format/count.ts';
import { plain } from '../../../format/text.ts';
import { age, clockSeconds, exact, moment } from '../../../format/time.ts';
import { Section } from '../../../parts/section.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { now } from '../../../state/clock.ts';
import { channelName } from '../../../state/notices.ts';
import type { IncidentState } from '../../../state/incident.ts';
import type { Shape } from '../../../state/standing.ts';

const shapes: Readonly<Record<Delivery['state'], Shape>> = {
  waiting: 'off',
  delivered: 'right',
  failed: 'warning',
  'given-up': 'critical',
  dropped: 'off',
};

function outcome({ state, createdAt, deliveredAt, nextAt, attempts, answer }: Delivery): string {
  if (state === 'delivered' && deliveredAt !== null) {
    const took = age(deliveredAt - createdAt);
    return `in ${took.figure} ${took.unit}`;
  }
  const next = nextAt === null ? '' : `; again at ${moment(nextAt, now.value)}`;
  return `${plain(answer, 120)}${attempts > 1 ? `, ${attempts} times` : ''}${next}`;
}

function Sent({ delivery }: { delivery: Delivery }) {
  const { to, channel, kind, createdAt, state } = delivery;
  const by = channelName(channel);
  return (
    <li>
      <div class="top">
        <span class="path">
          {plain(to, 128)} {by === to ? null : <span class="quiet">by {plain(by, 64)}</span>}
        </span>
        <StateMark shape={shapes[state]} word={state.replace('-', ' ')} />
      </div>
      <small class="quiet" title={exact(createdAt)}>
        {moment(createdAt, now.value)}, {kind} · {outcome(delivery)}
      </small>
    </li>
  );
}

function Why({ stages }: { stages: readonly NoticeStage[] }) {
  return (
    <details class="more-facts">
      <summary>Why somebody was told, or was not</summary>
      <ol class="tl stages">
        {stages.map(({ time, stage, passed, reason }) => (
          <li key={`${time} ${stage} ${reason}`}>
            <time dateTime={new Date(time).toISOString()} title={exact(time)}>
              {clockSeconds(time)}
            </time>
            <span>
              <b>{plain(stage, 32)}</b> {passed ? 'passed' : 'ended here'}: {plain(reason, 300)}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}

/** Who was told of it, what came of that, and why. */
export function Notices({ state }: { state: IncidentState }) {
  const deliveries = state.deliveries.value.value;
  const stages = state.stages.value.value ?? [];
  const problem = state.deliveries.problem.value;
  return (
    <Section
      title="Notices"
      aside={<span class="aside">{deliveries ? counted(deliveries.length, 'sent', 'sent') : ''}</span>}
    >
      {problem && !deliveries ? <p class="quiet dense">{problem.message}</p> : null}
      {deliveries?.length === 0 ? <p class="quiet dense">Nobody was told.</p> : null}
      <ul class="rows">
        {(deliveries ?? []).map((one) => (
          <Sent key={one.id} delivery={one} />
        ))}
      </ul>
      {stages.length > 0 ? <Why stages={stages} /> : null}
    </Section>
  );
}
