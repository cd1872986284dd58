import type { Evidence, IncidentDetail } from '@fettle/shared/api/incidents';
import { counted } from '../../../format/count.ts';
import { plain } from '../../../format/text.ts';
import { exact, moment } from '../../../format/time.ts';
import { Section } from '../../../parts/section.tsx';
import { StateMark } from '../../../parts/state-mark.tsx';
import { incidentPath } from '../../../routes.ts';
import { now } from '../../../state/clock.ts';

type Related = Extract<Evidence, { kind: 'related' }>;

const few = 8;

interface Item {
  readonly id: string;
  readonly deviceName: string;
  readonly words: string;
  readonly shape: 'critical' | 'warning' | 'right';
  readonly word: string;
  readonly note: string;
  readonly openedAt?: number;
}

function Items({ items }: { items: readonly Item[] }) {
  return (
    <table class="t touched">
      <tbody>
        {items.map(({ id, deviceName, words, shape, word, note, openedAt }) => (
          <tr key={id} title={openedAt === undefined ? undefined : exact(openedAt)}>
            <td class="s">
              <StateMark shape={shape} word={word} />
            </td>
            <td class="name">
              <a href={incidentPath(id)}>{plain(deviceName, 64)}</a>
            </td>
            <td>
              {plain(words)} <span class="quiet">{plain(note)}</span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What follows from it, and what else broke near it. */
export function Touched({ incident, related }: { incident: IncidentDetail; related: Related | undefined }) {
  const following = incident.affectedItems.map((one): Item => {
    const over = one.state === 'resolved' || one.state === 'closed';
    return { ...one, shape: over ? 'right' : one.severity, word: over ? 'put right' : one.severity, note: '' };
  });
  const near = (related?.items ?? []).map((one): Item => ({
    ...one,
    shape: one.severity,
    word: one.severity,
    note: `${moment(one.openedAt, now.value)}; ${one.why}`,
  }));
  if (following.length === 0 && near.length === 0) {
    return (
      <Section title="Touched by it">
        <p class="quiet dense">Nothing follows from it, and nothing else broke near it.</p>
      </Section>
    );
  }
  return (
    <>
      {following.length > 0 ? (
        <Section title="Touched by it" note={counted(following.length, 'incident follows', 'incidents follow')}>
          <Items items={following.slice(0, few)} />
          {following.length > few ? (
            <details class="more-facts">
              <summary>{following.length - few} more</summary>
              <Items items={following.slice(few)} />
            </details>
          ) : null}
        </Section>
      ) : null}
      {near.length > 0 ? (
        <Section title="Near it" note="on the same site, about that time">
          <Items items={near.slice(0, few)} />
        </Section>
      ) : null}
    </>
  );
}
