import type { Service, ServiceBody } from '@fettle/shared/api/services';
import { useMemo, useState } from 'preact/hooks';
import { deleteService, putService } from '../../api/services.ts';
import { plain } from '../../format/text.ts';
import { Deed } from '../../parts/deed.tsx';
import { EditPage } from '../../parts/edit-page.tsx';
import { AreaField, SelectField, TextField } from '../../parts/fields.tsx';
import { Named } from '../../parts/named.tsx';
import { Step } from '../../parts/step.tsx';
import { fleet } from '../../state/fleet.ts';
import { people } from '../../state/notices.ts';
import { rules } from '../../state/rules.ts';
import { calendarName, calendars, currencyNow, moneyText, readAllServices, services } from '../../state/services.ts';
import { isSame } from '../../state/unsaved.ts';
import { newService, readServiceDraft, serviceDraft, type ServiceDraft } from './draft.ts';
import { PartsEditor } from './parts-editor.tsx';
import { needWords } from './part-words.ts';

function readAround(): void {
  readAllServices();
  for (const one of [people, calendars, rules, fleet]) one.renew();
}

/** Describes a service, or changes what it is made of. */
export function ServiceEditPage({ id }: { id: string }) {
  return (
    <EditPage
      id={id}
      list={services}
      home={id === 'new' ? '/services' : `/services/${id}`}
      homeName={id === 'new' ? 'Services' : 'Service'}
      what="service"
      also={readAround}
      head={(service: Service) => [
        { text: plain(service.name, 80), strong: true },
        { text: ': what is changed counts from now on. ' },
        { text: 'Its past stays as it was.', lesser: true },
      ]}
      form={(service: Service | undefined, fill) => <Form service={service} fill={fill} />}
    />
  );
}

const criticalities = [
  { value: 'vital', name: 'Vital: nothing goes on without it' },
  { value: 'important', name: 'Important: work slows down' },
  { value: 'ordinary', name: 'Ordinary: it can wait' },
] as const;

function Form({ service, fill }: { service: Service | undefined; fill: () => void }) {
  const [start] = useState(() => (service ? serviceDraft(service) : newService));
  const [draft, setDraft] = useState(start);
  const [tried, setTried] = useState(false);
  const read = useMemo(() => readServiceDraft(draft), [draft]);
  const late = (path: string) => /^(name|id)$|\.(name|devices|services|rule)$/.test(path);
  const errors = tried ? read.errors : new Map([...read.errors].filter(([path]) => !late(path)));
  const change = (some: Partial<ServiceDraft>) => setDraft((before) => ({ ...before, ...some }));
  const part = { draft, errors, change };
  return (
    <div class="wiz">
      <form onSubmit={(event) => event.preventDefault()} aria-label="The service">
        <Step no={1} title="What people rely on">
          <Named
            draft={draft}
            errors={errors}
            change={change}
            made={service !== undefined}
            note="As its users call it; status pages show it."
          />
          <AreaField
            label="In a sentence or two"
            value={draft.description}
            set={(description) => change({ description })}
            rows={2}
            note="Its users read it on the status page."
          />
          <div class="fields">
            <SelectField
              label="How much it matters"
              value={draft.criticality}
              set={(criticality) => change({ criticality: criticality as ServiceDraft['criticality'] })}
              choices={criticalities}
            />
            <TextField
              label="Site"
              value={draft.site}
              set={(site) => change({ site })}
              known={[
                ...new Set([...(fleet.value.value?.devices.values() ?? [])].map(({ site }) => site).filter(Boolean)),
              ]}
              note="The site, or the customer, that it is for; empty: several."
            />
          </div>
        </Step>
        <Step no={2} title="What it is made of" note="it is there when each part has what it needs">
          <PartsEditor parts={draft.parts} errors={errors} set={(parts) => change({ parts })} own={draft.id} />
        </Step>
        <Who {...part} />
        <Worth {...part} />
      </form>
      <ServiceDeed
        service={service}
        draft={draft}
        body={read.body}
        dirty={!isSame(draft, start)}
        tried={() => setTried(true)}
        fill={fill}
      />
    </div>
  );
}

interface FormPart {
  readonly draft: ServiceDraft;
  readonly errors: ReadonlyMap<string, string>;
  readonly change: (some: Partial<ServiceDraft>) => void;
}

function Who({ draft, change }: FormPart) {
  const choices = [
    { value: '', name: 'nobody yet' },
    ...(people.value.value ?? []).map(({ id, name }) => ({ value: id, name: plain(name, 60) })),
  ];
  return (
    <Step no={3} title="Who answers for it">
      <div class="fields">
        <SelectField
          label="Owner"
          value={draft.owner}
          set={(owner) => change({ owner })}
          choices={choices}
          note="Decides what is promised."
        />
        <SelectField
          label="Whom to call"
          value={draft.pointPerson}
          set={(pointPerson) => change({ pointPerson })}
          choices={choices}
          note="Knows how it works."
        />
      </div>
    </Step>
  );
}

function Worth({ draft, errors, change }: FormPart) {
  return (
    <Step no={4} title="When it is needed, and what an outage costs">
      <div class="fields">
        <SelectField
          label="Hours"
          value={draft.calendar}
          set={(calendar) => change({ calendar })}
          choices={[
            { value: '', name: 'always' },
            ...(calendars.value.value ?? []).map(({ id, name }) => ({ value: id, name: plain(name, 80) })),
          ]}
          note={<a href="/calendars/new">Another calendar…</a>}
        />
        <TextField
          label={`An hour of outage costs${currencyNow() === '' ? '' : `, ${currencyNow()}`}`}
          value={draft.cost}
          set={(cost) => change({ cost })}
          error={errors.get('cost')}
          hint="450"
          note="Within its hours. Empty: nobody reckoned it."
        />
      </div>
    </Step>
  );
}

interface ServiceDeedProps {
  readonly service: Service | undefined;
  readonly draft: ServiceDraft;
  readonly body: ServiceBody | undefined;
  readonly dirty: boolean;
  readonly tried: () => void;
  readonly fill: () => void;
}

function bodyOf(service: Service): ServiceBody {
  const { name, description, owner, pointPerson, criticality, calendar, costPerHour, site, parts } = service;
  return { name, description, owner, pointPerson, criticality, calendar, costPerHour, site, parts };
}

function ServiceDeed({ service, draft, body, dirty, tried, fill }: ServiceDeedProps) {
  return (
    <Deed
      kept={service && { id: service.id, name: service.name, version: service.version, body: bodyOf(service) }}
      id={draft.id}
      body={body}
      dirty={dirty}
      tried={tried}
      fill={fill}
      list={services}
      home="/services"
      put={(at, some, version) => putService(at, { ...some, version })}
      remove={deleteService}
      make="Describe the service"
      losing="Its history and its objectives go with it."
    >
      {body ? (
        <p class="prose">
          <b>{plain(body.name, 80)}</b> needs{' '}
          {body.parts.map((part, index) => (
            <span key={index}>
              {index > 0 ? '. It needs ' : ''}
              <b>{plain(part.name, 60)}</b>: {plain(needWords(part), 240)}
            </span>
          ))}
          . Needed <b>{body.calendar === null ? 'always' : plain(calendarName(body.calendar), 80)}</b>
          {body.costPerHour === null ? '.' : `; an hour of outage costs ${moneyText(body.costPerHour)}.`}
        </p>
      ) : (
        <p class="prose">Once every field can be read, it stands here when the service is down.</p>
      )}
    </Deed>
  );
}
