import type { Request } from '@fettle/shared/api/requests';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { StateMark } from '../../parts/state-mark.tsx';
import { devicePath, requestPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { isOpen, requestLooks, waitsFor } from './looks.ts';

/** Requests, one a row. */
export function RequestList({ items }: { items: readonly Request[] }) {
  return (
    <table class="t pile">
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Request</th>
          <th scope="col">Where it stands</th>
          <th scope="col">Asked by</th>
          <th scope="col" class="opt">
            Device
          </th>
          <th scope="col" class="n">
            Asked
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((request) => (
          <Row key={request.id} request={request} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ request }: { request: Request }) {
  const { id, title, state, asker, askedAt, device, deviceName, dueAt } = request;
  const { shape, word } = requestLooks[state];
  const late = dueAt !== null && isOpen(request) && dueAt < now.value;
  return (
    <tr class={isOpen(request) ? undefined : 'off'}>
      <td class="s">
        <StateMark shape={shape} word={word} />
      </td>
      <td class="name">
        <a href={requestPath(id)}>{plain(title, 100)}</a>
      </td>
      <td class="why">
        {plain(waitsFor(request), 240)}
        {late && dueAt !== null ? <b class="hurtv warning"> It was promised for {moment(dueAt, now.value)}.</b> : null}
      </td>
      <td class="nowrap">
        {plain(asker.name, 60)}
        {asker.kind === 'endpoint' ? <span class="quiet"> at the device</span> : null}
      </td>
      <td class="opt nowrap">
        {device === null ? (
          <span class="quiet">none</span>
        ) : (
          <a href={devicePath(device)}>{plain(deviceName ?? device, 60)}</a>
        )}
      </td>
      <td class="n nowrap" title={exact(askedAt)}>
        {moment(askedAt, now.value)}
      </td>
    </tr>
  );
}
