import type { ScriptBody, ScriptDetail } from '@fettle/shared/api/scripts';
import { useState } from 'preact/hooks';
import { putScriptDraft } from '../../api/scripts.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { span } from '../../format/time.ts';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { tell } from '../../parts/toast.tsx';
import { go, scriptPath } from '../../routes.ts';
import { useSaving } from '../../state/saving.ts';
import { readDetail, scripts } from '../../state/scripts.ts';
import { forgetUnsaved, useUnsaved } from '../../state/unsaved.ts';
import { ParameterFields } from '../push/parameter-fields.tsx';
import { textOf, wrongWith } from '../push/parameters.ts';
import { classWords } from './class-words.ts';
import type { ScriptDraft } from './draft.ts';

interface ScriptDeedProps {
  readonly detail: ScriptDetail | undefined;
  readonly draft: ScriptDraft;
  readonly body: ScriptBody | undefined;
  /** How many things are wrong in the form. */
  readonly wrong: number;
  readonly dirty: boolean;
  readonly tried: () => void;
  readonly fill: () => void;
}

function toFirstWrong(): void {
  setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}

/** How its parameters will be asked for, what is right about it, and keeping it. */
export function ScriptDeed({ detail, draft, body, wrong, dirty, tried, fill }: ScriptDeedProps) {
  const saving = useSaving();
  // What the form was filled with: a script that is read anew meanwhile must not pass for what somebody has seen.
  const [version] = useState(detail?.waiting?.version ?? 0);
  useUnsaved(dirty);
  async function save() {
    tried();
    if (!body) return toFirstWrong();
    await saving.run(async () => {
      await putScriptDraft(draft.id, body, version);
      forgetUnsaved();
      scripts.renew();
      await readDetail(draft.id);
      tell('Saved. It waits for a publisher’s signature.');
      go(scriptPath(draft.id));
    });
  }
  return (
    <aside class="deed" aria-label="What it comes to">
      <header>
        <h2>How it will be asked for</h2>
        <span class="quiet dense">{body ? (dirty ? 'not saved yet' : '') : 'something is missing'}</span>
      </header>
      {body ? <Preview body={body} /> : <p class="quiet dense">Once every field can be read, its form stands here.</p>}
      <div class="seal">
        <ul class="found">
          {(body ? checksOf(body) : []).map(({ good, words }) => (
            <li key={words} class={good ? 'right' : 'unknown'}>
              <Icon name={good ? 'right' : 'unknown'} label={good ? 'good: ' : 'mind: '} />
              <span>{words}</span>
            </li>
          ))}
          {wrong > 0 ? (
            <li class="warning">
              <Icon name="warning" label="mind: " />
              <span>{counted(wrong, 'thing is', 'things are')} not as they must be.</span>
            </li>
          ) : null}
        </ul>
        <SaidProblem problem={saving.problem} readAgain={fill} />
        <div class="acts">
          <button class="b main" type="button" disabled={saving.busy} onClick={() => void save()}>
            {saving.busy ? 'Saving' : 'Save'}
          </button>
        </div>
        <p class="quiet dense">What is saved waits. Devices run only what a publisher signed.</p>
      </div>
    </aside>
  );
}

function Preview({ body }: { body: ScriptBody }) {
  const [values, setValues] = useState<Readonly<Record<string, string>>>({});
  return (
    <div class="preview">
      <p>
        <b>{plain(body.title, 80)}</b>
      </p>
      <ParameterFields
        parameters={body.parameters}
        values={values}
        errorOf={(name) => {
          const parameter = body.parameters.find((one) => one.name === name);
          return parameter && values[name] !== undefined ? wrongWith(parameter, textOf(parameter, values)) : undefined;
        }}
        set={(name, value) => setValues((before) => ({ ...before, [name]: value }))}
      />
      {body.parameters.length === 0 ? <p class="quiet dense">It asks for nothing.</p> : null}
    </div>
  );
}

/** What is good about a script, and what is to be minded. Pure. */
export function checksOf(body: ScriptBody): { good: boolean; words: string }[] {
  const systems = body.programs.flatMap(({ platforms }) => platforms);
  const unused = body.parameters.filter(
    ({ name }) =>
      !body.programs.some(
        (one) =>
          one.body.toUpperCase().includes(name.toUpperCase().replaceAll('_', '')) ||
          one.body.includes(`FETTLE_P_${name.toUpperCase()}`) ||
          one.body.includes(`--${name}`),
      ),
  );
  return [
    {
      good: true,
      words: `Runs on ${systems.join(', ')}, at most ${span(body.timeout * 1_000)}. ${classWords[body.class].note}`,
    },
    body.check
      ? { good: true, words: 'It has a dry run.' }
      : { good: false, words: 'It has no dry run: nobody can see beforehand what it would do.' },
    ...(body.class !== 'read' && !body.undo ? [{ good: false, words: 'It cannot be undone.' }] : []),
    ...unused.map(({ name }) => ({ good: false, words: `No program reads ${name}.` })),
  ];
}
