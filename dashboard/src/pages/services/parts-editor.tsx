import type { Part } from '@fettle/shared/api/services';
import { plain } from '../../format/text.ts';
import { Checks, SelectField, TextField } from '../../parts/fields.tsx';
import { SelectorField } from '../../parts/selector-field.tsx';
import { fleet } from '../../state/fleet.ts';
import { rules } from '../../state/rules.ts';
import { services } from '../../state/services.ts';
import { newPart, type PartDraft } from './draft.ts';

interface PartsEditorProps {
  readonly parts: readonly PartDraft[];
  readonly errors: ReadonlyMap<string, string>;
  readonly set: (parts: readonly PartDraft[]) => void;
  /** The service itself, which cannot rely on itself. */
  readonly own: string;
}

const kinds = [
  { value: 'devices', name: 'Devices, by selector' },
  { value: 'device', name: 'Devices, by name' },
  { value: 'check', name: 'A check: incidents of a rule' },
  { value: 'service', name: 'Other services' },
] as const;
const counts = [
  { value: 'away', name: 'it does not speak' },
  { value: 'critical', name: 'it does not speak, or a critical incident is open' },
  { value: 'any', name: 'it does not speak, or any incident is open' },
] as const;
const needs = [
  { value: 'all', name: 'all of them' },
  { value: 'any', name: 'any one of them' },
  { value: 'at-least', name: 'at least so many' },
] as const;
const impacts = [
  { value: 'down', name: 'the service is down' },
  { value: 'degraded', name: 'the service is degraded' },
] as const;

/** What a service is made of, part by part, with who each part's members are now. */
export function PartsEditor({ parts, errors, set, own }: PartsEditorProps) {
  const change = (at: number, some: Partial<PartDraft>) =>
    set(parts.map((part, index) => (index === at ? { ...part, ...some } : part)));
  const next = Math.max(-1, ...parts.map(({ key }) => key)) + 1;
  return (
    <>
      <ol class="many">
        {parts.map((part, at) => (
          <li key={part.key}>
            <PartFields part={part} at={at} errors={errors} change={(some) => change(at, some)} own={own} />
            {parts.length > 1 ? (
              <div class="acts">
                <button class="b bare" type="button" onClick={() => set(parts.filter((_, index) => index !== at))}>
                  Without this part<span class="hide">: {plain(part.name, 60)}</span>
                </button>
              </div>
            ) : null}
          </li>
        ))}
      </ol>
      {parts.length < 20 ? (
        <p>
          <button class="b" type="button" onClick={() => set([...parts, newPart(next)])}>
            One more part
          </button>
        </p>
      ) : null}
    </>
  );
}

interface FieldsProps {
  readonly part: PartDraft;
  readonly at: number;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<PartDraft>) => void;
  readonly own: string;
}

function PartFields(props: FieldsProps) {
  const { part, at, errors, change } = props;
  const wrong = (name: string) => errors.get(`parts.${at}.${name}`);
  return (
    <>
      <div class="fields">
        <TextField
          label="Part"
          value={part.name}
          set={(name) => change({ name })}
          error={wrong('name')}
          hint="databases"
        />
        <SelectField
          label="Made of"
          value={part.kind}
          set={(kind) => change({ kind: kind as PartDraft['kind'] })}
          choices={kinds}
        />
      </div>
      <Members {...props} />
      <div class="fields">
        <SelectField
          label="It needs"
          value={part.need}
          set={(need) => change({ need: need as Part['need']['kind'] })}
          choices={needs}
        />
        {part.need === 'at-least' ? (
          <TextField
            label="How many"
            type="number"
            value={part.count}
            set={(count) => change({ count })}
            error={wrong('count')}
          />
        ) : null}
        <SelectField
          label="Else"
          value={part.impact}
          set={(impact) => change({ impact: impact as Part['impact'] })}
          choices={impacts}
        />
      </div>
    </>
  );
}

function Members({ part, at, errors, change, own }: FieldsProps) {
  const wrong = (name: string) => errors.get(`parts.${at}.${name}`);
  const out = (
    <SelectField
      label="A device is out when"
      value={part.counts}
      set={(one) => change({ counts: one as PartDraft['counts'] })}
      choices={counts}
    />
  );
  const selector = (
    <SelectorField
      label="Which devices"
      value={part.selector}
      set={(text) => change({ selector: text })}
      error={wrong('selector')}
    />
  );
  if (part.kind === 'devices')
    return (
      <>
        {selector}
        {out}
      </>
    );
  if (part.kind === 'device')
    return (
      <>
        <NamedDevices chosen={part.devices} set={(devices) => change({ devices })} error={wrong('devices')} />
        {out}
      </>
    );
  if (part.kind === 'service') {
    const others = (services.value.value ?? []).filter(({ id }) => id !== own);
    return others.length === 0 ? (
      <p class="quiet dense">No other service is described yet.</p>
    ) : (
      <Checks
        label="Services it relies on"
        choices={others.map(({ id, name }) => ({ value: id, name: plain(name, 60) }))}
        chosen={part.services}
        set={(chosen) => change({ services: chosen })}
        error={wrong('services')}
      />
    );
  }
  return (
    <>
      <div class="fields">
        <SelectField
          label="Rule"
          value={part.rule}
          set={(rule) => change({ rule })}
          error={wrong('rule')}
          choices={[
            { value: '', name: 'Choose a rule' },
            ...(rules.value.value ?? []).map(({ id, name }) => ({ value: id, name: plain(name, 80) })),
          ]}
          note="A device is out while an incident of it is open."
        />
        <TextField
          label="Only on"
          value={part.instance}
          set={(instance) => change({ instance })}
          note="One instance, /var say; empty: any."
        />
      </div>
      {selector}
    </>
  );
}

function NamedDevices({
  chosen,
  set,
  error,
}: {
  chosen: readonly string[];
  set: (ids: readonly string[]) => void;
  error: string | undefined;
}) {
  const known = fleet.value.value?.devices;
  const names = [...(known?.values() ?? [])];
  const add = (text: string) => {
    const device = names.find(({ name, id }) => name === text && !chosen.includes(id));
    if (device) set([...chosen, device.id]);
  };
  return (
    <div class="l">
      <ul class="chips" aria-label="Devices chosen">
        {chosen.map((id) => (
          <li key={id} class="chip">
            {plain(known?.get(id)?.name ?? id, 40)}
            <button type="button" onClick={() => set(chosen.filter((one) => one !== id))}>
              <span class="hide">without {plain(known?.get(id)?.name ?? id, 40)}</span>
              <span aria-hidden="true">×</span>
            </button>
          </li>
        ))}
      </ul>
      <TextField
        key={chosen.length}
        label="Add a device"
        value=""
        set={add}
        known={names
          .filter(({ id }) => !chosen.includes(id))
          .slice(0, 1_000)
          .map(({ name }) => name)}
        hint="its name"
        error={error}
      />
    </div>
  );
}
