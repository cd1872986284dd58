import type { DraftTarget, OrderDraft } from '@fettle/shared/api/orders';
import { useEffect, useState } from 'preact/hooks';
import { counted, number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { TextField } from '../../parts/fields.tsx';
import { Segment } from '../../parts/segment.tsx';
import { SelectorField } from '../../parts/selector-field.tsx';
import { Step } from '../../parts/step.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { devicePath } from '../../routes.ts';
import { fleet } from '../../state/fleet.ts';
import type { PushDraft } from './draft.ts';
import type { Part } from './part.ts';

const ways = [
  { value: 'selector', name: 'By labels' },
  { value: 'devices', name: 'These devices' },
] as const;

/** Who exactly: by labels or one by one, with who is left out and why. */
export function Who({ draft, errors, change, reckoned }: Part & { reckoned: OrderDraft | undefined }) {
  return (
    <Step no={2} title="Who, exactly">
      <Segment label="Who" choices={ways} chosen={draft.who} choose={(who) => change({ who })} />
      {draft.who === 'selector' ? (
        <SelectorField value={draft.selector} set={(selector) => change({ selector })} />
      ) : (
        <Devices draft={draft} error={errors.get('devices')} change={change} reckoned={reckoned} />
      )}
      {reckoned ? <Targets reckoned={reckoned} /> : null}
    </Step>
  );
}

interface DevicesProps {
  readonly draft: PushDraft;
  readonly error: string | undefined;
  readonly change: Part['change'];
  readonly reckoned: OrderDraft | undefined;
}

const shownChips = 60;

function Devices({ draft: { devices }, error, change, reckoned }: DevicesProps) {
  const [typed, setTyped] = useState('');
  useEffect(() => {
    if (fleet.value.peek() === undefined) void fleet.load();
  }, []);
  const all = [...(fleet.value.value?.devices.values() ?? [])];
  const names = new Map([
    ...(reckoned?.targets.items ?? []).map(({ id, name }) => [id, name] as const),
    ...all.map(({ id, name }) => [id, name] as const),
  ]);
  const add = (name: string) => {
    const found = all.find((one) => one.name === name);
    setTyped(found ? '' : name);
    if (found && !devices.includes(found.id)) change({ devices: [...devices, found.id] });
  };
  return (
    <>
      <div class="fields">
        <TextField
          label="Add a device"
          value={typed}
          set={add}
          known={all.filter(({ id }) => !devices.includes(id)).map(({ name }) => name)}
          error={error}
          note="Its name, whole."
        />
      </div>
      <ul class="chips">
        {devices.slice(0, shownChips).map((id) => (
          <li key={id} class="chip">
            {plain(names.get(id) ?? id, 64)}
            <button
              type="button"
              onClick={() => change({ devices: devices.filter((one) => one !== id) })}
              aria-label={`Leave out ${plain(names.get(id) ?? id, 64)}`}
            >
              ×
            </button>
          </li>
        ))}
        {devices.length > shownChips ? <li class="quiet">and {number(devices.length - shownChips)} more</li> : null}
      </ul>
    </>
  );
}

const ways3 = (target: DraftTarget) => (target.leftOut !== null ? 0 : target.online ? 2 : 1);
const drawnFirst = 8;

/** Who is left out and why comes first, then who is away, then the others. */
export const inOrder = (items: readonly DraftTarget[]) => items.toSorted((a, b) => ways3(a) - ways3(b));

function Targets({ reckoned: { targets } }: { reckoned: OrderDraft }) {
  const [most, setMost] = useState(drawnFirst);
  const { count, leftOut, offline, items } = targets;
  const ordered = inOrder(items);
  return (
    <>
      <p class="dense" role="status">
        <b>{counted(count, 'device is', 'devices are')} named in the order, one by one</b>
        {leftOut > 0 ? `; ${counted(leftOut, 'is', 'are')} left out` : ''}
        {offline > 0 ? `; ${counted(offline, 'is', 'are')} not online now, and may still run it in time` : ''}.
      </p>
      {items.length > 0 ? (
        <table class="t targets">
          <thead>
            <tr>
              <th scope="col">State</th>
              <th scope="col">Device</th>
              <th scope="col" class="opt">
                Site
              </th>
              <th scope="col" class="opt">
                System
              </th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {ordered.slice(0, most).map((target) => (
              <Target key={target.id} target={target} />
            ))}
          </tbody>
        </table>
      ) : null}
      {ordered.length > most ? (
        <p>
          <button class="b bare" type="button" onClick={() => setMost(most + 200)}>
            {number(ordered.length - most)} more
          </button>
        </p>
      ) : null}
    </>
  );
}

function Target({ target: { id, name, site, platform, online, leftOut } }: { target: DraftTarget }) {
  const [icon, shape, word] =
    leftOut !== null
      ? (['lock', 'off', 'left out'] as const)
      : online
        ? (['order', 'order', 'ready'] as const)
        : (['unknown', 'unknown', 'queued'] as const);
  return (
    <tr>
      <td class="s">
        <span class={`st ${shape}`}>
          <Icon name={icon} />
          <span class="w">{word}</span>
        </span>
      </td>
      <td class="name">
        <a href={devicePath(id)}>{plain(name, 64)}</a>
      </td>
      <td class="opt">{plain(site, 64)}</td>
      <td class="opt quiet">{plain(platform, 32)}</td>
      <td class="wrapped">
        {leftOut === null ? (
          <span class="quiet">{online ? '' : 'not online; runs it when it is back, until it expires'}</span>
        ) : (
          plain(leftOut, 200)
        )}
      </td>
    </tr>
  );
}
