import type { ScriptDetail } from '@fettle/shared/api/scripts';
import { useState } from 'preact/hooks';
import { restoreScript } from '../../api/scripts.ts';
import { counted } from '../../format/count.ts';
import { shortHash } from '../../format/hash.ts';
import { plain } from '../../format/text.ts';
import { date as dateWords, exact } from '../../format/time.ts';
import { SelectField } from '../../parts/fields.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { tell } from '../../parts/toast.tsx';
import { go, scriptPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { hasRole } from '../../state/people.ts';
import { useSaving } from '../../state/saving.ts';
import { readDetail } from '../../state/scripts.ts';

/** Its versions, any two of which can be compared, and each brought back. */
export function Versions({ detail }: { detail: ScriptDetail }) {
  const { name, versions, waiting, published } = detail;
  const saving = useSaving();
  const restore = (from: number) =>
    saving.run(async () => {
      await restoreScript(name, from, waiting?.version ?? 0);
      await readDetail(name);
      tell(`Version ${from} waits to be published again.`);
    });
  if (versions.length === 0) return null;
  return (
    <Section title="Versions" note={counted(versions.length, 'version')}>
      <SaidProblem problem={saving.problem} readAgain={() => void readDetail(name)} />
      <ol class="rows">
        {versions.map(({ version, statement, publishedAt, signers, runs }) => (
          <li key={version}>
            <div class="top">
              <span>
                <b>{version}</b>
                {version === published ? ' newest' : ''} <span class="mono quiet">{shortHash(statement)}</span>
              </span>
              {version !== published && hasRole('operator') ? (
                <button class="b bare" type="button" disabled={saving.busy} onClick={() => void restore(version)}>
                  Bring back<span class="hide"> version {version}</span>
                </button>
              ) : null}
            </div>
            <small title={exact(publishedAt)}>
              {plain(signers.join(' and '), 120)}, {dateWords(publishedAt, now.value)}, {counted(runs, 'run')}
            </small>
          </li>
        ))}
      </ol>
      {versions.length > 1 || waiting ? <Compare detail={detail} /> : null}
    </Section>
  );
}

function Compare({ detail: { name, versions, waiting } }: { detail: ScriptDetail }) {
  const all = [
    ...(waiting ? [{ value: 'draft', name: 'what waits' }] : []),
    ...versions.map(({ version }) => ({ value: String(version), name: `version ${version}` })),
  ];
  const [after, setAfter] = useState(all[0]?.value ?? '');
  const [before, setBefore] = useState(all[1]?.value ?? '');
  const older = all.filter(({ value }) => value !== 'draft');
  return (
    <form
      class="between"
      onSubmit={(event) => {
        event.preventDefault();
        go(`${scriptPath(name)}?diff=${before}..${after}`);
      }}
    >
      <SelectField label="Compare" value={before} set={setBefore} choices={older} />
      <SelectField label="with" value={after} set={setAfter} choices={all} />
      <button class="b" type="submit">
        Compare
      </button>
    </form>
  );
}
