import type { Evidence } from '@fettle/shared/api/incidents';
import { plain } from '../../../format/text.ts';
import { clock, exact } from '../../../format/time.ts';
import { Section } from '../../../parts/section.tsx';

type Suspects = Extract<Evidence, { kind: 'suspects' }>['items'];

const ownLink = (link: string | null) => (link !== null && /^\/(?![/\\])/.test(link) ? link : undefined);

/** What changed on the device shortly before it broke. */
export function Suspects({ items }: { items: Suspects }) {
  if (items.length === 0) return null;
  return (
    <Section title="Changed shortly before" note="on this device, within 30 minutes">
      <ul class="suspects">
        {items.map(({ change, time, words, by, link }) => {
          const href = ownLink(link);
          return (
            <li key={change}>
              <time dateTime={new Date(time).toISOString()} title={exact(time)}>
                {clock(time)}
              </time>
              <span>
                {plain(words, 300)}
                {by === null ? null : <small>by {plain(by, 80)}</small>}
              </span>
              {href === undefined ? null : (
                <a class="src" href={href}>
                  follow<span class="hide">: {plain(words, 80)}</span>
                </a>
              )}
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
