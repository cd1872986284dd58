import type { Evidence } from '@fettle/shared/api/incidents';
import { plain } from '../../../format/text.ts';
import { Section } from '../../../parts/section.tsx';

type Causes = Extract<Evidence, { kind: 'causes' }>;

/** Only a place of ours may be led to. */
const ownLink = (link: string | null) => (link !== null && /^\/(?![/\\])/.test(link) ? link : undefined);

function Follow({ link, words }: { link: string | null; words: string }) {
  const href = ownLink(link);
  if (href === undefined) return null;
  return (
    <a class="src" href={href}>
      follow<span class="hide">: {plain(words)}</span>
    </a>
  );
}

/** Why, most likely: each line with what shows it. */
export function Causes({ items }: Pick<Causes, 'items'>) {
  return (
    <Section title="Why, most likely" note="worked out from rules that you can read, not guessed">
      {items.length === 0 ? (
        <p class="quiet dense">
          Nothing points anywhere: nothing changed on this device before, and nothing else broke.
        </p>
      ) : (
        <ol class="cause">
          {items.map(({ words, shownBy, link }) => (
            <li key={words}>
              <div>
                <span class="say-l">{plain(words)}</span>
                <small>{plain(shownBy, 500)}</small>
              </div>
              <Follow link={link} words={words} />
            </li>
          ))}
        </ol>
      )}
    </Section>
  );
}
