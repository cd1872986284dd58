import { plain } from '../../format/text.ts';
import { Section } from '../../parts/section.tsx';
import { catalogue } from '../../state/device.ts';
import { exploreLink, type ExploreView } from './view.ts';

/** Where one may begin: the first chart of each family. */
export function Beginnings({ view }: { view: ExploreView }) {
  const known = catalogue.value.value ?? [];
  return (
    <Section title="Begin with" note="the first of each family; the field above finds the others">
      <ul class="beginnings">
        {known.flatMap(({ id, metrics }) => {
          const first = metrics.find(({ chart, kind }) => chart !== undefined && kind !== 'state');
          if (!first) return [];
          return [
            <li key={id}>
              <a href={exploreLink({ ...view, metric: first.name })}>{first.chart?.title ?? first.name}</a>
              <span class="quiet"> {plain(first.words, 160)}</span>
            </li>,
          ];
        })}
      </ul>
    </Section>
  );
}
