import { useState } from 'preact/hooks';
import { plain } from '../../../format/text.ts';
import { StateMark } from '../../../parts/state-mark.tsx';
import { selected, toggleAll } from '../selection.ts';
import type { Group } from './groups.ts';
import { Row } from './row.tsx';

/** So many of a group are drawn before one asks for more. */
const drawnFirst = 100;

interface GroupRowsProps {
  readonly group: Group;
  readonly now: number;
}

/** The head of a group that counts and explains, and its incidents; the quiet ones are folded away. */
function GroupRows({ group, now }: GroupRowsProps) {
  const [open, setOpen] = useState(!group.quiet);
  const [most, setMost] = useState(drawnFirst);
  const ids = group.incidents.map(({ id }) => id);
  const rest = group.incidents.length - most;
  return (
    <>
      <tr class="group">
        <td class="pick">
          {open ? (
            <input
              type="checkbox"
              aria-label={`Select all: ${group.word}`}
              checked={ids.every((id) => selected.value.has(id))}
              onChange={() => toggleAll(ids)}
            />
          ) : null}
        </td>
        <th colSpan={7} scope="rowgroup">
          <StateMark shape={group.shape} word={group.word} /> <span>{plain(group.note)}</span>
          {group.quiet ? (
            <button class="b bare" type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Fold' : 'Show'}
            </button>
          ) : null}
        </th>
      </tr>
      {open ? group.incidents.slice(0, most).map((one) => <Row key={one.id} incident={one} now={now} />) : null}
      {open && rest > 0 ? (
        <tr class="more-rows">
          <td colSpan={8}>
            <button class="b bare" type="button" onClick={() => setMost(most + 5 * drawnFirst)}>
              {rest} more
            </button>
          </td>
        </tr>
      ) : null}
    </>
  );
}

/** The incidents in their groups. */
export function Table({ groups, now }: { groups: readonly Group[]; now: number }) {
  return (
    <table class="t pile board">
      <thead>
        <tr>
          <th class="pick">
            <span class="hide">Selected</span>
          </th>
          <th>State</th>
          <th>Incident</th>
          <th>Device</th>
          <th class="n">Since</th>
          <th>Clock left</th>
          <th>Owner</th>
          <th>Likely cause</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <GroupRows key={group.key} group={group} now={now} />
        ))}
      </tbody>
    </table>
  );
}
