import type { Level as LevelItem } from '@fettle/shared/api/levels';
import type { Service } from '@fettle/shared/api/services';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact, moment } from '../../format/time.ts';
import { step } from '../../parts/keys.ts';
import { Page } from '../../parts/page.tsx';
import { Section } from '../../parts/section.tsx';
import { Segment } from '../../parts/segment.tsx';
import { StateMark } from '../../parts/state-mark.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go, servicePath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { hasRole } from '../../state/people.ts';
import { levels, readAllServices, serviceMap, services } from '../../state/services.ts';
import { BudgetVial, Percent } from './budget.tsx';
import { ServiceMapView } from './map-view.tsx';
import { levelLooks, looks, servicesSentence, why, worstFirst } from './states.ts';
import { Tabs } from './tabs.tsx';

const names = () => [...document.querySelectorAll<HTMLElement>('td.name a, .service-map a')];
const minuteNow = () => Math.floor(now.value / 60_000) * 60_000;

/** What people rely on, and whether they can. */
export function ServicesPage() {
  const all = services.value.value;
  const asMap = new URLSearchParams(address.value.search).get('view') === 'map';
  const read = () => {
    readAllServices();
    if (asMap) serviceMap.renew();
  };
  return (
    <Page
      name={`services ${asMap ? 'map' : ''}`}
      crumb={<b>Services</b>}
      pieces={all ? servicesSentence(all, minuteNow()) : [{ text: 'Reading the services.', lesser: true }]}
      wrong={all?.some(({ state }) => state === 'down') ?? false}
      acts={
        hasRole('operator') ? (
          <a class="b main" href="/services/new">
            New service
          </a>
        ) : null
      }
      read={read}
      heeds={['service.', 'level.', 'objective.']}
      keys={{
        n: () => go('/services/new'),
        m: () => go(asMap ? '/services' : '/services?view=map'),
        j: () => step(names(), 1),
        k: () => step(names(), -1),
      }}
      told={[
        [['j', 'k'], 'next, previous'],
        [['m'], 'list or map'],
        [['n'], 'new service'],
      ]}
    >
      <Tabs>
        <Segment
          label="Shown as"
          choices={[
            { value: 'list', name: 'List' },
            { value: 'map', name: 'Map' },
          ]}
          chosen={asMap ? 'map' : 'list'}
          choose={(chosen) => go(chosen === 'map' ? '/services?view=map' : '/services')}
        />
      </Tabs>
      {asMap ? <WholeMap /> : null}
      {all && !asMap ? all.length === 0 ? <NoService /> : <List all={all} /> : null}
      {!all && services.problem.value ? (
        <Failed what="The list of services" problem={services.problem.value} again={read} />
      ) : null}
      {!all && !services.problem.value ? <Waiting what="the services" rows={6} cancel={services.cancel} /> : null}
    </Page>
  );
}

function WholeMap() {
  const map = serviceMap.value.value;
  if (map) return <ServiceMapView map={map} title="What depends on what" />;
  const problem = serviceMap.problem.value;
  return problem ? (
    <Failed what="The map" problem={problem} again={() => serviceMap.renew()} />
  ) : (
    <Waiting what="the map" rows={8} cancel={serviceMap.cancel} />
  );
}

function NoService() {
  return (
    <div class="frame">
      <h3>No service is described yet.</h3>
      <p>
        A service is what people rely on: order intake, mail, the web shop. Say which devices, checks and other services
        it is made of; it is down when they cannot do its work.
      </p>
      {hasRole('operator') ? (
        <div class="acts">
          <a class="b main" href="/services/new">
            Describe the first
          </a>
        </div>
      ) : null}
    </div>
  );
}

function List({ all }: { all: readonly Service[] }) {
  const byService = Map.groupBy(levels.value.value ?? [], ({ service }) => service);
  return (
    <Section title="Services" note={counted(all.length, 'service')} aside={<span class="aside">worst first</span>}>
      <table class="t pile services">
        <thead>
          <tr>
            <th scope="col">State</th>
            <th scope="col">Service</th>
            <th scope="col">Why</th>
            <th scope="col" class="opt">
              Owner
            </th>
            <th scope="col" class="opt">
              Matters
            </th>
            <th scope="col" class="n">
              Nearest objective
            </th>
            <th scope="col" class="opt lv">
              Error budget spent
            </th>
            <th scope="col" class="n opt">
              Since
            </th>
          </tr>
        </thead>
        <tbody>
          {all.map((service) => (
            <Row key={service.id} service={service} level={worstFirst(byService.get(service.id) ?? [])[0]} />
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Row({ service, level }: { service: Service; level: LevelItem | undefined }) {
  const { id, name, state, ownerPerson, criticality, since, description } = service;
  const hurts = level && (level.state === 'missed' || level.state === 'close');
  return (
    <tr>
      <td class="s">
        <StateMark {...looks[state]} />
      </td>
      <td class="name">
        <a href={servicePath(id)}>{plain(name, 80)}</a>
      </td>
      <td class="why">{why(service) || <span class="quiet">{plain(description, 160)}</span>}</td>
      <td class="opt nowrap">{ownerPerson ? plain(ownerPerson.name, 60) : <span class="quiet">nobody</span>}</td>
      <td class="opt quiet">{criticality}</td>
      <td class={hurts ? `n main-v hurtv ${levelLooks[level.state].shape}` : 'n main-v'}>
        {level ? (
          <a class="src" href={servicePath(id)} title={`${level.name}: ${levelLooks[level.state].word}`}>
            <Percent ppm={level.valuePpm} />
          </a>
        ) : (
          <span class="quiet">none yet</span>
        )}
      </td>
      <td class="opt lv">{level ? <BudgetVial level={level} /> : null}</td>
      <td class="n opt nowrap" title={since === null ? undefined : exact(since)}>
        {since === null ? <span class="quiet">not yet</span> : moment(since, now.value)}
      </td>
    </tr>
  );
}
