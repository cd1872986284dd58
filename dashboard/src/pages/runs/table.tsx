import type { RunItem } from '@fettle/shared/api/orders';
import { plain } from '../../format/text.ts';
import { exact, moment, span } from '../../format/time.ts';
import { Icon } from '../../parts/symbols.tsx';
import { runPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { looks } from '../orders/states.ts';

interface RunTableProps {
  readonly runs: readonly RunItem[];
  /** What tells one run from another here. */
  readonly column: 'device' | 'title' | 'both';
}

/** Runs, each with how it ended and its last line. */
export function RunTable({ runs, column }: RunTableProps) {
  return (
    <table class="t pile run-table">
      <thead>
        <tr>
          <th scope="col">State</th>
          {column === 'title' ? null : <th scope="col">Device</th>}
          {column === 'device' ? null : <th scope="col">What</th>}
          <th scope="col">Its last line</th>
          <th scope="col" class="n">
            Exit
          </th>
          <th scope="col" class="n opt">
            Took
          </th>
          <th scope="col" class="n opt">
            Ended
          </th>
          <th scope="col" class="opt">
            Receipt
          </th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <Row key={run.id} run={run} column={column} />
        ))}
      </tbody>
    </table>
  );
}

/** The state of a run: its shape, then its word. */
export function RunMark({ state }: { state: RunItem['state'] }) {
  const { icon, shape, word } = looks[state];
  return (
    <span class={`st ${shape}`}>
      <Icon name={icon} />
      <span class="w">{word}</span>
    </span>
  );
}

export function ReceiptMark({ receipt }: { receipt: RunItem['receipt'] }) {
  if (receipt === null) return <span class="quiet">not yet</span>;
  const broken = receipt === 'broken';
  return (
    <span class={`st ${broken ? 'critical' : 'order'}`}>
      <Icon name={broken ? 'critical' : 'right'} />
      <span class="w">{receipt}</span>
    </span>
  );
}

function Row({ run, column }: { run: RunItem; column: RunTableProps['column'] }) {
  const { id, deviceName, title, state, lastLine, words, exit, code, startedAt, endedAt, receipt } = run;
  const device = <a href={runPath(id)}>{plain(deviceName, 64)}</a>;
  return (
    <tr>
      <td class="s">
        <RunMark state={state} />
      </td>
      {column === 'title' ? null : <td class="name">{device}</td>}
      {column === 'device' ? null : (
        <td class={column === 'title' ? 'name' : 'of'}>
          {column === 'title' ? <a href={runPath(id)}>{plain(title, 80)}</a> : plain(title, 80)}
        </td>
      )}
      <td class="why" title={plain(words, 400)}>
        {lastLine === null || lastLine === '' ? (
          <span class="quiet">{plain(words, 200)}</span>
        ) : (
          <span class="mono">{plain(lastLine, 200)}</span>
        )}
      </td>
      <td class="n main-v nowrap">{code === null ? (exit ?? '') : <span class="code">{plain(code, 40)}</span>}</td>
      <td class="n opt nowrap">{startedAt !== null && endedAt !== null ? span(endedAt - startedAt) : ''}</td>
      <td class="n opt nowrap" title={endedAt === null ? undefined : exact(endedAt)}>
        {endedAt === null ? <span class="quiet">not yet</span> : moment(endedAt, now.value)}
      </td>
      <td class="opt">
        <ReceiptMark receipt={receipt} />
      </td>
    </tr>
  );
}
