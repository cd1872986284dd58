import type { Service } from '@fettle/shared/api/services';
import { useMemo } from 'preact/hooks';
import { ApiProblem } from '../../api/problem.ts';
import { plain } from '../../format/text.ts';
import { Line } from '../../parts/line.tsx';
import { Page } from '../../parts/page.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { go, servicePath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { hasRole } from '../../state/people.ts';
import { calendars, readAllServices, serviceMap, serviceName, services } from '../../state/services.ts';
import { ServiceBody } from './body.tsx';
import { serviceLine } from './history.ts';
import { around } from './map-layout.ts';
import { partsOf, type ServiceParts } from './service-parts.ts';
import { serviceSentence } from './states.ts';

const gone = new ApiProblem('not_found', 404, 'There is no service at this address, or it is outside your sites.');
const minuteNow = () => Math.floor(now.value / 60_000) * 60_000;

/** Ids of everything below a service, itself left out. */
function membersOf(id: string): { readonly devices: ReadonlySet<string>; readonly relying: readonly string[] } {
  const map = serviceMap.value.value;
  if (!map) return { devices: new Set(), relying: [] };
  const near = around(map, `service:${id}`);
  const devices = near.nodes.filter(({ kind }) => kind === 'device').map((node) => node.id.slice('device:'.length));
  const relying = map.edges
    .filter(({ to }) => to === `service:${id}`)
    .map(({ from }) => serviceName(from.slice('service:'.length)));
  return { devices: new Set(devices), relying: [...new Set(relying)] };
}

/** One service: whether people can rely on it now, why not, how it was, and what it is made of. */
export function ServicePage({ id }: { id: string }) {
  const parts = useMemo(() => partsOf(id), [id]);
  const service = services.value.value?.find((one) => one.id === id);
  const members = membersOf(id);
  const missing = services.problem.value ?? (services.value.value && !service ? gone : undefined);
  const read = () => {
    readAllServices();
    serviceMap.renew();
    calendars.renew();
    for (const part of Object.values(parts)) part.renew();
  };
  return (
    <Page
      name={`service ${id}`}
      crumb={
        <>
          <a href="/services">Services</a>
          <span class="sep">/</span>
          <b>{plain(service?.name ?? id, 80)}</b>
          {service ? (
            <>
              <span class="sep">·</span>
              {service.criticality}
            </>
          ) : null}
          {service?.ownerPerson ? (
            <>
              <span class="sep">·</span>owner {plain(service.ownerPerson.name, 60)}
            </>
          ) : null}
        </>
      }
      pieces={
        service
          ? serviceSentence(service, members.relying, minuteNow())
          : [{ text: 'Reading this service.', lesser: true }]
      }
      wrong={service?.state === 'down' || service?.state === 'degraded'}
      acts={service && hasRole('operator') ? <Acts service={service} /> : null}
      line={service ? <ServiceLine parts={parts} devices={members.devices} /> : undefined}
      read={read}
      heeds={['service.', 'incident.', 'level.', 'objective.']}
      keys={{ Escape: () => go('/services'), e: () => go(`${servicePath(id)}/edit`) }}
      told={[
        [['e'], 'change it'],
        [['Esc'], 'services'],
      ]}
    >
      {service ? <ServiceBody service={service} parts={parts} devices={members.devices} /> : null}
      {!service && missing ? (
        <Failed what="This service" problem={missing} again={read}>
          <a class="b main" href="/services">
            To the services
          </a>
        </Failed>
      ) : null}
      {!service && !missing ? <Waiting what="this service" rows={8} cancel={services.cancel} /> : null}
    </Page>
  );
}

function Acts({ service: { id } }: { service: Service }) {
  return (
    <a class="b main" href={`${servicePath(id)}/edit`}>
      Change…
    </a>
  );
}

const failed = /^(failed|timeout|unknown|refused|broken)$/;

function ServiceLine({ parts, devices }: { parts: ServiceParts; devices: ReadonlySet<string> }) {
  const history = parts.history.value.value;
  const changes = parts.changes.value.value;
  const at = minuteNow();
  const model = useMemo(() => {
    const own = (changes ?? []).filter(({ device }) => devices.has(device));
    const told = own.map((one) => ({
      time: one.time,
      words: `${one.deviceName}: ${one.words}`,
      kind: one.kind,
      failed: one.outcome !== null && failed.test(one.outcome),
    }));
    return serviceLine(history?.items ?? [], told, at);
  }, [history, changes, devices.size, at]);
  return (
    <Line model={model} now={now.value} scope="this service" missing={parts.history.problem.value !== undefined} />
  );
}
