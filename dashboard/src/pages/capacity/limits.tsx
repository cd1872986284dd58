import type { Limit } from '@fettle/shared/api/capacity';
import { useMemo, useState } from 'preact/hooks';
import { deleteLimit, putLimit } from '../../api/capacity.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { Ask } from '../../parts/ask.tsx';
import { SelectField, TextField } from '../../parts/fields.tsx';
import { Figure } from '../../parts/figure.tsx';
import { Named } from '../../parts/named.tsx';
import { SaidProblem } from '../../parts/said-problem.tsx';
import { Section } from '../../parts/section.tsx';
import { SelectorField } from '../../parts/selector-field.tsx';
import { tell } from '../../parts/toast.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { forecasts, limits } from '../../state/capacity.ts';
import { fleet } from '../../state/fleet.ts';
import { hasRole } from '../../state/people.ts';
import { useSaving } from '../../state/saving.ts';
import { useUnsaved } from '../../state/unsaved.ts';
import { draftOf, emptyLimit, type LimitDraft, readLimit } from './limit-draft.ts';

/** Licences and lines: what no device measures the limit of. */
export function LimitsSection() {
  const [edited, setEdited] = useState<Limit | 'new'>();
  const all = limits.value.value;
  const problem = limits.problem.value;
  if (!all && problem) return <Failed what="The list of limits" problem={problem} again={limits.renew} />;
  if (!all) return <Waiting what="the limits" rows={3} cancel={limits.cancel} />;
  const may = hasRole('manager');
  return (
    <Section
      title="Licences and lines"
      note="limits that no device measures; each is forecast as soon as it is set"
      aside={
        may && edited === undefined ? (
          <button class="b aside" type="button" onClick={() => setEdited('new')}>
            Add a limit
          </button>
        ) : undefined
      }
    >
      {all.length === 0 && edited === undefined ? (
        <p class="quiet dense">
          None yet. {may ? 'Add the seats of a licence, or what a line carries.' : 'A manager can add them.'}
        </p>
      ) : null}
      {all.length === 0 ? null : <LimitTable all={all} edit={may ? setEdited : undefined} />}
      {edited === undefined ? null : (
        <LimitForm
          key={edited === 'new' ? '' : `${edited.id} ${edited.version}`}
          limit={edited === 'new' ? undefined : edited}
          close={() => setEdited(undefined)}
        />
      )}
    </Section>
  );
}

function LimitTable({ all, edit }: { all: readonly Limit[]; edit: ((limit: Limit) => void) | undefined }) {
  return (
    <table class="t pile">
      <thead>
        <tr>
          <th scope="col">Limit</th>
          <th scope="col" class="opt">
            Site
          </th>
          <th scope="col">Counts</th>
          <th scope="col" class="n">
            Of
          </th>
          {edit ? (
            <th scope="col">
              <span class="hide">Change</span>
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {all.map((one) => (
          <tr key={one.id}>
            <td class="name">{plain(one.name, 80)}</td>
            <td class="opt">{one.site === null ? <span class="quiet">all</span> : plain(one.site, 64)}</td>
            <td class="why">{countsWords(one)}</td>
            <td class="n main-v">
              {one.kind === 'link' ? (
                <Figure value={one.limit} unit="By/s{bit/s}" decimals={1} />
              ) : (
                counted(one.limit, 'seat')
              )}
            </td>
            {edit ? (
              <td class="n">
                <button class="b bare" type="button" onClick={() => edit(one)}>
                  Change<span class="hide"> {plain(one.name, 80)}</span>
                </button>
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function countsWords({ kind, selector, software, device, interface: port }: Limit): string {
  if (kind === 'link') return `${plain(port, 64)} of ${plain(nameOf(device ?? ''), 64)}`;
  const which = selector === '' ? 'every device' : plain(selector, 200);
  return software === '' ? which : `${which} with ${plain(software, 120)}`;
}

const nameOf = (id: string) =>
  [...(fleet.value.value?.devices.values() ?? [])].find((one) => one.id === id)?.name ?? id;

function LimitForm({ limit, close }: { limit: Limit | undefined; close: () => void }) {
  const start = useMemo(() => (limit ? draftOf(limit) : emptyLimit), [limit]);
  const [draft, setDraft] = useState<LimitDraft>(start);
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const saving = useSaving();
  const { errors: found, body } = readLimit(draft, limit?.version ?? 0);
  const errors = tried ? found : new Map<string, string>();
  const change = (some: Partial<LimitDraft>) => setDraft((before) => ({ ...before, ...some }));
  useUnsaved(JSON.stringify(draft) !== JSON.stringify(start));
  const done = async (words: string) => {
    await Promise.all([limits.load(), forecasts.load()]);
    tell(words);
    close();
  };
  async function save() {
    setTried(true);
    if (found.size > 0) return;
    await saving.run(async () => {
      await putLimit(draft.id, body);
      await done('Saved.');
    });
  }
  const remove = () =>
    void saving.run(async () => {
      if (!limit) return;
      await deleteLimit(limit.id, limit.version);
      await done('Taken away.');
    });
  return (
    <form
      class="limit-form"
      aria-label={limit ? `Change ${limit.name}` : 'A new limit'}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <SaidProblem problem={saving.problem} readAgain={() => void limits.load().then(close)} />
      <Named draft={draft} errors={errors} change={change} made={limit !== undefined} />
      <LimitFields draft={draft} errors={errors} change={change} />
      <div class="acts">
        <button class="b main" type="submit" disabled={saving.busy}>
          {saving.busy ? 'Saving' : 'Save'}
        </button>
        <button class="b" type="button" onClick={close}>
          Cancel
        </button>
        {limit ? (
          <button class="b bare" type="button" onClick={() => setAsking(true)}>
            Take it away…
          </button>
        ) : null}
      </div>
      {asking ? (
        <Ask
          title={`Take ${plain(draft.name, 60)} away?`}
          deed="Take it away"
          danger
          yes={remove}
          no={() => setAsking(false)}
        >
          <p>What was counted of it goes too.</p>
        </Ask>
      ) : null}
    </form>
  );
}

interface FieldsProps {
  readonly draft: LimitDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<LimitDraft>) => void;
}

function LimitFields({ draft, errors, change }: FieldsProps) {
  const isLink = draft.kind === 'link';
  const kinds = [
    { value: 'licence', name: 'Licence: seats' },
    { value: 'link', name: 'Line: Mbit/s' },
  ];
  return (
    <div class="fields">
      <SelectField
        label="Kind"
        value={draft.kind}
        set={(kind) => change({ kind: kind === 'link' ? 'link' : 'licence' })}
        choices={kinds}
      />
      <TextField
        label={isLink ? 'Mbit/s' : 'Seats'}
        type="number"
        value={draft.limit}
        set={(limit) => change({ limit })}
        error={errors.get('limit')}
      />
      <TextField label="Site" value={draft.site} set={(site) => change({ site })} note="Empty: of all sites." />
      <TextField
        label={isLink ? 'Cost of the next step, a month' : 'Cost of one more seat, a month'}
        value={draft.cost}
        set={(cost) => change({ cost })}
        error={errors.get('cost')}
        note="Empty: not known."
      />
      {isLink ? <LinkFields draft={draft} errors={errors} change={change} /> : null}
      {isLink ? null : (
        <TextField
          label="Software"
          value={draft.software}
          set={(software) => change({ software })}
          note="Only devices that have it: its name, or a fact such as os.description=Windows. Empty: all that fit."
        />
      )}
      {isLink ? null : <SelectorField value={draft.selector} set={(selector) => change({ selector })} />}
    </div>
  );
}

function LinkFields({ draft, errors, change }: FieldsProps) {
  const known = [...(fleet.value.value?.devices.values() ?? [])];
  const choices = known.map(({ id, name }) => ({ value: id, name: plain(name, 80) }));
  return (
    <>
      <SelectField
        label="Device"
        value={draft.device}
        set={(device) => change({ device })}
        choices={[{ value: '', name: 'choose one' }, ...choices]}
        error={errors.get('device')}
      />
      <TextField
        label="Interface"
        value={draft.port}
        set={(port) => change({ port })}
        error={errors.get('port')}
        hint="eth0"
        mono
      />
    </>
  );
}
