import type { Rule } from '@fettle/shared/api/rules';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { StateMark } from '../../parts/state-mark.tsx';
import { rulePath } from '../../routes.ts';
import type { Group } from './metrics.ts';

const origins = { default: 'as shipped', person: 'made here', file: 'from a file' } as const;

/** Rules by what they watch. */
export function RuleTable({ groups }: { groups: readonly Group[] }) {
  return (
    <table class="t pile gapped">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Rule</th>
          <th scope="col">What it says</th>
          <th scope="col" class="opt">
            Origin
          </th>
          <th scope="col" class="n opt">
            Devices
          </th>
          <th scope="col" class="n">
            Open
          </th>
        </tr>
      </thead>
      {groups.map(({ title, rules }) => (
        <tbody key={title}>
          <tr class="group">
            <th scope="rowgroup" colSpan={6}>
              <b class="word">{title}</b>
              <span>{counted(rules.length, 'rule')}</span>
            </th>
          </tr>
          {rules.map((rule) => (
            <Row key={rule.id} rule={rule} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Row({ rule }: { rule: Rule }) {
  const { id, name, words, enabled, origin, devices, incidents } = rule;
  return (
    <tr class={enabled ? undefined : 'off'}>
      <td class="s">
        <StateMark shape={enabled ? 'order' : 'off'} word={enabled ? 'on' : 'off'} />
      </td>
      <td class="name">
        <a href={rulePath(id)}>{plain(name, 80)}</a>
      </td>
      <td class="why" title={plain(words, 400)}>
        {plain(words)}
      </td>
      <td class="opt nowrap quiet">{origins[origin]}</td>
      <td class="n opt">{devices === 0 ? <span class="quiet">nobody</span> : number(devices)}</td>
      <td class="n main-v">
        {incidents === 0 ? (
          <span class="quiet">none</span>
        ) : (
          <a href={`/incidents?rule=${encodeURIComponent(id)}`} title="The open incidents of this rule">
            <b>{number(incidents)}</b>
            <span class="hide"> open incidents</span>
          </a>
        )}
      </td>
    </tr>
  );
}
