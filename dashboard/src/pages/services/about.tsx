import type { Service } from '@fettle/shared/api/services';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { date } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { calendarPath } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { hasRole } from '../../state/people.ts';
import { calendarName, moneyText } from '../../state/services.ts';

const nobody = <span class="quiet">nobody yet</span>;

/** Whom to ask, when it matters and what it costs. */
export function About({ service }: { service: Service }) {
  const {
    description,
    ownerPerson,
    pointPersonPerson,
    criticality,
    calendar,
    costPerHour,
    site,
    devices,
    countedFrom,
  } = service;
  return (
    <Section title="About">
      {description === '' ? null : <p class="dense about-words">{plain(description, 2_000)}</p>}
      <dl class="facts">
        <dt>Owner</dt>
        <dd>{ownerPerson ? plain(ownerPerson.name, 60) : nobody}</dd>
        <dt>Whom to call</dt>
        <dd>{pointPersonPerson ? plain(pointPersonPerson.name, 60) : nobody}</dd>
        <dt>Matters</dt>
        <dd>{criticality}</dd>
        <dt>Hours</dt>
        <dd>
          {calendar === null ? 'always' : <a href={calendarPath(calendar)}>{plain(calendarName(calendar), 80)}</a>}
        </dd>
        <dt>An hour of outage</dt>
        <dd>{costPerHour === null ? <span class="quiet">nobody reckoned it</span> : moneyText(costPerHour)}</dd>
        <dt>Site</dt>
        <dd>{site === null ? 'several' : plain(site, 80)}</dd>
        <dt>Devices</dt>
        <dd>{counted(devices, 'device')}</dd>
        <dt>Known since</dt>
        <dd>{date(countedFrom, now.value)}</dd>
        <dt>Status page</dt>
        <dd>
          {service.published ? 'published' : 'not published'}
          {hasRole('manager') ? (
            <>
              , <a href={`/public-links?service=${encodeURIComponent(service.id)}`}>links</a>
            </>
          ) : null}
        </dd>
      </dl>
    </Section>
  );
}
