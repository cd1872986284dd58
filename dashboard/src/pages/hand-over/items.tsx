import type { HandOver } from '@fettle/shared/api/manpower';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { now } from '../../state/clock.ts';
import { coming } from '../windows/coming.ts';
import { markOf } from './words.ts';

type Item = HandOver['open'][number];

interface Props {
  readonly title: string;
  readonly items: readonly Item[];
  readonly empty: string;
  /** What stands over the last column. */
  readonly next?: string;
  /** Its times are to come. */
  readonly ahead?: boolean;
}

/** A part of a hand-over: what, where, whose, and what is next. */
export function ItemSection({ title, items, empty, next = 'Next', ahead = false }: Props) {
  return (
    <Section title={title} note={items.length > 0 ? String(items.length) : undefined}>
      {items.length === 0 ? (
        <p class="quiet">{empty}</p>
      ) : (
        <table class="t pile hand-over-items">
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">What</th>
              <th scope="col" class="opt">
                Who
              </th>
              <th scope="col">{next}</th>
              <th scope="col" class="n opt">
                {ahead ? 'When' : 'Since'}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Row key={item.id} item={item} ahead={ahead} />
            ))}
          </tbody>
        </table>
      )}
    </Section>
  );
}

function Row({
  item: { words, device, site, state, since, owner, next, link },
  ahead,
}: {
  item: Item;
  ahead: boolean;
}) {
  const { shape, word } = markOf(state);
  const where = [device, site].filter((one) => one !== null).join(', ');
  return (
    <tr>
      <td class="s">
        <StateMark shape={shape} word={word} />
      </td>
      <td class="what">
        <a href={link}>{plain(words, 160)}</a>
        {where === '' ? null : <small> {plain(where, 100)}</small>}
      </td>
      <td class="opt nowrap">{owner ? plain(owner.name, 60) : <span class="quiet">nobody</span>}</td>
      <td class="next">{plain(next, 400)}</td>
      <td class="n opt nowrap" title={exact(since)}>
        {ahead ? coming(since, now.value) : moment(since, now.value)}
      </td>
    </tr>
  );
}
