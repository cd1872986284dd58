import type { ScriptClass, ScriptItem } from '@fettle/shared/api/scripts';
import { useRef, useState } from 'preact/hooks';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { CopyLine } from '../../parts/copy-line.tsx';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { Segment } from '../../parts/segment.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go, pushPath, scriptPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { hasRole } from '../../state/people.ts';
import { scripts } from '../../state/scripts.ts';
import { classWords } from './class-words.ts';

/** What is in the library, and what waits to be signed. Pure. */
export function librarySentence(all: readonly ScriptItem[]): Piece[] {
  const waiting = all.filter(({ draft }) => draft);
  const [first] = waiting;
  if (first && waiting.length > 1 && waiting.length === all.length) {
    return [
      { text: `None of the ${counted(all.length, 'script')} is published yet.`, strong: true },
      { text: ' They can be read, not run, until a publisher has signed them.', lesser: true },
    ];
  }
  const runnable = all.filter(({ published }) => published !== null).length;
  const ready: Piece = {
    text: `${counted(runnable, 'script is', 'scripts are')} published, and run as their publisher signed them.`,
    lesser: first !== undefined,
  };
  if (!first) return [ready];
  const more = waiting.length > 1 ? ` and ${waiting.length - 1} more` : '';
  return [
    { text: `${plain(first.title, 80)}${more}`, strong: true, href: scriptPath(first.name) },
    { text: ` ${waiting.length > 1 ? 'wait' : 'waits'} to be published. ` },
    ready,
  ];
}

export interface LibraryFilter {
  readonly text: string;
  readonly tag: string;
  readonly platform: string;
  readonly kind: ScriptClass | '';
}

/** Scripts that a filter leaves. Pure. */
export function found(all: readonly ScriptItem[], { text, tag, platform, kind }: LibraryFilter): readonly ScriptItem[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((one) => one !== '');
  return all
    .filter((one) => {
      const about = `${one.name} ${one.title} ${one.summary} ${one.tags.join(' ')}`.toLowerCase();
      return (
        words.every((word) => about.includes(word)) &&
        (tag === '' || one.tags.includes(tag)) &&
        (platform === '' || one.platforms.some((each) => each === platform)) &&
        (kind === '' || one.class === kind)
      );
    })
    .toSorted((a, b) => a.title.localeCompare(b.title));
}

const kinds = [
  { value: '', name: 'All' },
  { value: 'read', name: 'Look only' },
  { value: 'change', name: 'Change' },
  { value: 'dangerous', name: 'Dangerous' },
] as const;
const nothing: LibraryFilter = { text: '', tag: '', platform: '', kind: '' };
const names = () => [...document.querySelectorAll<HTMLElement>('td.name a')];

/** The library of scripts. */
export function ScriptsPage() {
  const all = scripts.value.value;
  const [filter, setFilter] = useState(nothing);
  const seek = useRef<HTMLInputElement>(null);
  const read = () => scripts.renew();
  const some = found(all ?? [], filter);
  return (
    <Page
      name="scripts"
      crumb={<b>Scripts</b>}
      pieces={all ? librarySentence(all) : [{ text: 'Reading the library.', lesser: true }]}
      acts={
        hasRole('operator') ? (
          <a class="b main" href="/scripts/new">
            New script
          </a>
        ) : null
      }
      read={read}
      heeds={['script.', 'run.ended']}
      keys={{
        n: () => go('/scripts/new'),
        r: () => go('/push'),
        j: () => step(names(), 1),
        k: () => step(names(), -1),
      }}
      told={[
        [['/'], 'find'],
        [['j', 'k'], 'next, previous'],
        [['r'], 'run a script'],
        [['n'], 'new script'],
      ]}
      seek={() => seek.current?.focus()}
      find="Find a script"
    >
      {all ? (
        <Section title={filter === nothing ? 'Scripts' : 'Found'} note={counted(some.length, 'script')}>
          {all.length > 1 && all.every(({ published }) => published === null) ? <PublishAll /> : null}
          <Tools all={all} filter={filter} set={setFilter} seek={seek} />
          {some.length > 0 ? <Library scripts={some} /> : <NoScript clear={() => setFilter(nothing)} />}
        </Section>
      ) : scripts.problem.value ? (
        <Failed what="The library" problem={scripts.problem.value} again={read} />
      ) : (
        <Waiting what="the library" rows={8} cancel={scripts.cancel} />
      )}
    </Page>
  );
}

/** What came with Fettle is signed in one go, once somebody has a key. */
function PublishAll() {
  return (
    <div class="enrol gapped-below">
      <p>Sign what came with Fettle, all of it at once. Where a publisher’s key is, run:</p>
      <CopyLine line="fettle script publish --shipped" />
    </div>
  );
}

interface ToolsProps {
  readonly all: readonly ScriptItem[];
  readonly filter: LibraryFilter;
  readonly set: (filter: LibraryFilter) => void;
  readonly seek: { current: HTMLInputElement | null };
}

function Tools({ all, filter, set, seek }: ToolsProps) {
  const tags = [...new Set(all.flatMap((one) => one.tags))].toSorted();
  const platforms = [...new Set(all.flatMap((one) => one.platforms))].toSorted();
  const choose = (label: string, value: string, values: readonly string[], key: 'tag' | 'platform') => (
    <label class="by">
      <span>{label}</span>
      <select class="f" value={value} onChange={(event) => set({ ...filter, [key]: event.currentTarget.value })}>
        <option value="">All</option>
        {values.map((one) => (
          <option key={one} value={one}>
            {plain(one, 32)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <div class="tools">
      <label class="hide" for="find">
        Find by title, what it does, or tag
      </label>
      <input
        ref={seek}
        class="f grow"
        id="find"
        type="search"
        placeholder="Title, what it does, or tag"
        value={filter.text}
        onInput={(event) => set({ ...filter, text: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'Enter') names()[0]?.focus();
        }}
      />
      <Segment label="Class" choices={kinds} chosen={filter.kind} choose={(kind) => set({ ...filter, kind })} />
      {choose('Tag', filter.tag, tags, 'tag')}
      {choose('System', filter.platform, platforms, 'platform')}
    </div>
  );
}

function NoScript({ clear }: { clear: () => void }) {
  return (
    <div class="frame gapped">
      <h3>No script is like that.</h3>
      <p>Words are looked for in titles, summaries and tags.</p>
      <div class="acts">
        <button class="b main" type="button" onClick={clear}>
          Show all
        </button>
      </div>
    </div>
  );
}

function Library({ scripts: some }: { scripts: readonly ScriptItem[] }) {
  return (
    <table class="t pile gapped library">
      <thead>
        <tr>
          <th scope="col">Class</th>
          <th scope="col">Script</th>
          <th scope="col">What it does</th>
          <th scope="col" class="opt">
            Systems
          </th>
          <th scope="col" class="n opt">
            Version
          </th>
          <th scope="col" class="n opt">
            Runs, 30 d
          </th>
          <th scope="col" class="n opt">
            Last
          </th>
          <th scope="col" class="n">
            <span class="hide">Run</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {some.map((one) => (
          <Row key={one.name} script={one} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ script }: { script: ScriptItem }) {
  const { name, title, summary, class: kind, platforms, published, draft, runs, failed, lastRunAt, check } = script;
  const { shape, word } = classWords[kind];
  return (
    <tr class={published === null ? 'off' : undefined}>
      <td class="s">
        <StateMark shape={shape} word={word} />
      </td>
      <td class="name">
        <a href={scriptPath(name)}>{plain(title, 80)}</a> {check ? <span class="chip">dry run</span> : null}
      </td>
      <td class="why" title={plain(summary, 500)}>
        {plain(summary, 300)}
      </td>
      <td class="opt quiet nowrap">{platforms.join(', ')}</td>
      <td class="n opt nowrap">
        {published === null ? <span class="quiet">not yet</span> : published}
        {draft ? <span class="quiet"> · one waits</span> : null}
      </td>
      <td class="n opt nowrap">
        {runs === 0 ? (
          <span class="quiet">none</span>
        ) : (
          <a href={`/runs?script=${encodeURIComponent(name)}`}>
            {number(runs)}
            <span class="hide"> runs</span>
          </a>
        )}
        {failed > 0 ? <b class="hurtv critical">, {number(failed)} failed</b> : null}
      </td>
      <td class="n opt nowrap" title={lastRunAt === null ? undefined : exact(lastRunAt)}>
        {lastRunAt === null ? <span class="quiet">not yet</span> : moment(lastRunAt, now.value)}
      </td>
      <td class="n main-v">
        {published === null ? null : (
          <a class="b bare" href={pushPath({ script: name })}>
            Run…<span class="hide"> {plain(title, 80)}</span>
          </a>
        )}
      </td>
    </tr>
  );
}
