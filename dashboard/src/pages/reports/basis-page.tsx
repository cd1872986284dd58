import type { BasisView } from '@fettle/shared/api/reports';
import { useMemo } from 'preact/hooks';
import { readBasis } from '../../api/reports.ts';
import { basisPath, ownPath } from '../../document/paper.ts';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment, span } from '../../format/time.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { devicePath, go, incidentPath, runPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { resource } from '../../state/resource.ts';

function headOf(basis: BasisView | undefined): Piece[] {
  if (!basis) return [{ text: 'Reading where this number comes from.', lesser: true }];
  const how = basis.how === 'count' ? ' Counted: it is as many as stand below.' : ' Reckoned from what stands below.';
  return [
    { text: `${plain(basis.title, 200)}. `, strong: true },
    { text: plain(basis.formula, 2_000) },
    { text: how, lesser: true },
  ];
}

/** What a number of a kept report was reckoned from. */
export function BasisPage({ id, part }: { id: string; part: string }) {
  const shown = useMemo(() => resource<BasisView>((signal) => readBasis(id, part, signal)), [id, part]);
  const basis = shown.value.value;
  const back = `/reports/${encodeURIComponent(id)}`;
  return (
    <Page
      name={`basis ${id} ${part}`}
      crumb={
        <>
          <a href="/reports">Reports</a>
          <span class="sep">/</span>
          <a href={back}>the report</a>
          <span class="sep">/</span>
          <b>{plain(basis?.title ?? part, 80)}</b>
        </>
      }
      pieces={headOf(basis)}
      read={shown.renew}
      keys={{ Escape: () => go(back) }}
      told={[[['Esc'], 'the report']]}
    >
      {basis ? (
        <Lists id={id} basis={basis} />
      ) : shown.problem.value ? (
        <Failed what="Where this number comes from" problem={shown.problem.value} again={shown.renew}>
          <a class="b main" href={back}>
            To the report
          </a>
        </Failed>
      ) : (
        <Waiting what="where this number comes from" rows={8} cancel={shown.cancel} />
      )}
    </Page>
  );
}

function Lists({ id, basis }: { id: string; basis: BasisView }) {
  const { incidents, runs, series, services, changes, pages, bases, more } = basis;
  const count =
    incidents.length + runs.length + series.length + services.length + changes.length + pages.length + bases.length;
  return (
    <>
      {bases.length === 0 ? null : (
        <Section title="Other numbers of this report" note={counted(bases.length, 'number')}>
          <ul class="basis-links">
            {bases.map(({ key, title }) => (
              <li key={key}>
                <a href={basisPath(id, key)}>{plain(title, 120)}</a>
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Incidents all={incidents} />
      <Runs all={runs} />
      <Followed title="Services" all={services.map(({ id: name, link, api }) => ({ words: name, link, api }))} />
      <Followed
        title="Samples"
        all={series.map(({ device, metric, link, api }) => ({ words: metric, link, api, device }))}
      />
      <Followed title="Pages" all={pages} />
      {changes.length === 0 ? null : (
        <Section title="Changes" note={counted(changes.length, 'change')}>
          <ul class="basis-links">
            {changes.map((change) => (
              <li key={change} class="mono">
                {plain(change, 64)}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {count === 0 ? <p class="quiet dense">Nothing lies behind it: the number says that there was nothing.</p> : null}
      {more > 0 ? <p class="quiet dense">and {number(more)} more, which the report’s JSON names.</p> : null}
    </>
  );
}

/** What is not kept any more, or lies outside one's sites. */
const Gone = () => <span class="quiet">not kept any more, or outside your sites</span>;

function Incidents({ all }: { all: BasisView['incidents'] }) {
  if (all.length === 0) return null;
  return (
    <Section title="Incidents" note={counted(all.length, 'incident')}>
      <table class="t pile">
        <thead>
          <tr>
            <th scope="col">Device</th>
            <th scope="col">What was wrong</th>
            <th scope="col" class="n">
              Opened
            </th>
            <th scope="col" class="n opt">
              Lasted
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map(({ id, words, deviceName, openedAt, resolvedAt, gone }) => (
            <tr key={id}>
              <td class="name">{gone ? <span class="mono">{plain(id, 40)}</span> : plain(deviceName, 80)}</td>
              <td class="why">{gone ? <Gone /> : <a href={incidentPath(id)}>{plain(words, 300)}</a>}</td>
              <td class="n main-v" title={gone ? undefined : exact(openedAt)}>
                {gone ? '' : moment(openedAt, now.value)}
              </td>
              <td class="n opt">{gone ? '' : resolvedAt === null ? 'open' : span(resolvedAt - openedAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Runs({ all }: { all: BasisView['runs'] }) {
  if (all.length === 0) return null;
  return (
    <Section title="Runs" note={counted(all.length, 'run')}>
      <table class="t pile">
        <thead>
          <tr>
            <th scope="col">Device</th>
            <th scope="col">What was run</th>
            <th scope="col">How it ended</th>
            <th scope="col" class="n">
              When
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map(({ id, title, deviceName, state, endedAt, gone }) => (
            <tr key={id}>
              <td class="name">{gone ? <span class="mono">{plain(id, 40)}</span> : plain(deviceName, 80)}</td>
              <td class="why">{gone ? <Gone /> : <a href={runPath(id)}>{plain(title, 200)}</a>}</td>
              <td class="opt">{gone ? '' : plain(state, 40)}</td>
              <td class="n main-v">{endedAt === null ? '' : moment(endedAt, now.value)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function PageLink({ link, words }: { link: string; words: string }) {
  const path = ownPath(link);
  return <b>{path === undefined ? words : <a href={path}>{words}</a>}</b>;
}

interface FollowedProps {
  readonly title: string;
  readonly all: readonly {
    readonly words: string;
    readonly link: string;
    readonly api: string;
    readonly device?: string;
  }[];
}

/** Pages that show it, each with the address at which the API gives the same. */
function Followed({ title, all }: FollowedProps) {
  if (all.length === 0) return null;
  return (
    <Section title={title} note={number(all.length)}>
      <ul class="rows followed">
        {all.map(({ words, link, api, device }, index) => (
          <li key={index}>
            <div class="top">
              <PageLink link={link} words={plain(words, 120)} />
              {device === undefined ? null : <a href={devicePath(device)}>its device</a>}
            </div>
            {ownPath(api) === undefined ? null : (
              <a class="quiet mono path" href={api} target="_blank" rel="noreferrer">
                {plain(api, 400)}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
