import type { CatalogueMetric } from '@fettle/shared/api/catalogue';
import type { BackTest, Fired } from '@fettle/shared/api/rules';
import { useState } from 'preact/hooks';
import { plain } from '../../format/text.ts';
import { exact, moment, span } from '../../format/time.ts';
import { Figure } from '../../parts/figure.tsx';
import { Segment } from '../../parts/segment.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { devicePath } from '../../routes.ts';
import { instanceWords } from './reckoning.ts';

const few = 20;

/** Each time that a rule fired, longest first, with the way to what was measured then. */
export function Firings({ result, metric }: { result: BackTest; metric: CatalogueMetric | undefined }) {
  const [which, setWhich] = useState<'then' | 'now'>('then');
  const [all, setAll] = useState(false);
  const { fired, count } = (which === 'now' ? result.now : undefined) ?? result.then;
  const shown = all ? fired : fired.slice(0, few);
  return (
    <>
      {result.now === null ? null : (
        <Segment
          label="Which rule"
          choices={[
            { value: 'then', name: `The one tried: ${result.then.count}` },
            { value: 'now', name: `The one kept: ${result.now.count}` },
          ]}
          chosen={which}
          choose={setWhich}
        />
      )}
      {fired.length === 0 ? <p class="quiet dense gapped">It would not have fired once.</p> : null}
      {fired.length === 0 ? null : (
        <table class="t pile gapped">
          <thead>
            <tr>
              <th scope="col">Severity</th>
              <th scope="col">Device</th>
              <th scope="col">Instance</th>
              <th scope="col" class="n">
                From
              </th>
              <th scope="col" class="n">
                Lasted
              </th>
              <th scope="col" class="n opt">
                Worst
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <Row key={`${one.device} ${one.instance} ${one.from}`} fired={one} end={result.to} metric={metric} />
            ))}
          </tbody>
        </table>
      )}
      {fired.length > few ? (
        <button class="b bare" type="button" onClick={() => setAll(!all)}>
          {all ? 'Fewer' : `All ${fired.length}${count > fired.length ? ` of ${count}` : ''}`}
        </button>
      ) : null}
    </>
  );
}

function Row({ fired, end, metric }: { fired: Fired; end: number; metric: CatalogueMetric | undefined }) {
  const to = fired.to ?? end;
  const around = Math.max(600_000, (to - fired.from) / 2);
  const query = `?from=${Math.floor(fired.from - around)}&to=${Math.ceil(Math.min(end, to + around))}`;
  return (
    <tr>
      <td class="s">
        <StateMark shape={fired.severity} word={fired.severity} />
      </td>
      <td class="name">
        <a href={`${devicePath(fired.device)}${query}`}>{plain(fired.deviceName, 64)}</a>
      </td>
      <td class="why">{plain(instanceWords(fired.instance), 80)}</td>
      <td class="n" title={exact(fired.from)}>
        {moment(fired.from, end)}
      </td>
      <td class="n main-v">
        {span(to - fired.from)}
        {fired.to === null ? <span class="u">still</span> : null}
      </td>
      <td class="n opt">
        {fired.peak === null ? (
          <span class="quiet">no value</span>
        ) : (
          <Figure value={fired.peak} unit={metric?.unit ?? ''} {...(metric ? { decimals: metric.decimals } : {})} />
        )}
      </td>
    </tr>
  );
}
