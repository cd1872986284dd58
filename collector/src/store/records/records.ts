import { type Kysely, sql } from 'kysely';
import type { Records } from '../stores.ts';
import { AccessRecords } from './access.ts';
import { CapacityRecords } from './capacity.ts';
import { ChangeRecords } from './changes.ts';
import { DeviceRecords } from './devices.ts';
import { EventRecords } from './events.ts';
import { IncidentRecords } from './incidents.ts';
import { InventoryRecords } from './inventory.ts';
import { ManpowerRecords } from './manpower.ts';
import { ImprovementRecords } from './improvements.ts';
import { LevelRecords } from './levels.ts';
import { PlanRecords } from './plans.ts';
import { PeopleRecords } from './people.ts';
import { ProblemRecords } from './problems.ts';
import { RequestRecords } from './requests.ts';
import { RuleRecords } from './rules.ts';
import type { Schema } from './schema.ts';
import { ChannelRecords } from './channels.ts';
import { NoticeRecords } from './notices.ts';
import { OrderRecords } from './orders.ts';
import { RunRecords } from './runs.ts';
import { ReportRecords } from './reports.ts';
import { ScriptRecords } from './scripts.ts';
import { StandingRecords } from './standing.ts';
import { ServiceRecords } from './services.ts';
import { TrustRecords } from './trust.ts';
import { ValueRecords } from './value.ts';
import { ViewRecords } from './views.ts';
import { WindowRecords } from './windows.ts';

/** The ports over one database. `file`: where it is, if that is a file. */
export function records(db: Kysely<Schema>, file: string | null = null): Records {
  return {
    file,
    access: new AccessRecords(db),
    people: new PeopleRecords(db),
    devices: new DeviceRecords(db),
    inventory: new InventoryRecords(db),
    events: new EventRecords(db),
    incidents: new IncidentRecords(db),
    problems: new ProblemRecords(db),
    rules: new RuleRecords(db),
    windows: new WindowRecords(db),
    channels: new ChannelRecords(db),
    notices: new NoticeRecords(db),
    trust: new TrustRecords(db),
    scripts: new ScriptRecords(db),
    orders: new OrderRecords(db),
    runs: new RunRecords(db),
    standing: new StandingRecords(db),
    changes: new ChangeRecords(db),
    capacity: new CapacityRecords(db),
    plans: new PlanRecords(db),
    reports: new ReportRecords(db),
    manpower: new ManpowerRecords(db),
    value: new ValueRecords(db),
    services: new ServiceRecords(db),
    requests: new RequestRecords(db),
    improvements: new ImprovementRecords(db),
    levels: new LevelRecords(db),
    views: new ViewRecords(db),
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    close: () => db.destroy(),
  };
}
