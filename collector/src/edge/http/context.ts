import type { Device as DeviceItem } from '@fettle/shared/api/devices';
import type { OrderSigned } from '@fettle/shared/api/orders';
import type { ReportAsk } from '@fettle/shared/api/reports';
import type { ReportId, RunId } from '@fettle/shared/ids';
import type { Clock } from '../../clock.ts';
import type { CapacityPorts, Limit, UnderUsed } from '../../domain/capacity/index.ts';
import type { ChangeStore, PlansContext } from '../../domain/changes/index.ts';
import type { AccessStore, Actor, PeopleStore, Scope } from '../../domain/access/index.ts';
import type { HandOverPorts } from '../../domain/people/index.ts';
import type { ValuePorts } from '../../domain/value/index.ts';
import type { Device, DeviceStore } from '../../domain/devices/index.ts';
import type { EventStore } from '../../domain/events/index.ts';
import type { ActPorts, GetPorts, IncidentStore } from '../../domain/incidents/index.ts';
import type { LevelPorts, ObjectivePorts } from '../../domain/levels/index.ts';
import type { InventoryStore } from '../../domain/inventory/index.ts';
import type { ProblemPorts } from '../../domain/problems/index.ts';
import type { ChannelStore, LinkContext, NoticeStore, SendContext } from '../../domain/notifications/index.ts';
import type { WindowStore } from '../../domain/windows/index.ts';
import type { ReportsContext, ReportStore } from '../../domain/reports/index.ts';
import type { ViewStore } from '../../domain/views/index.ts';
import type { RuleStore } from '../../domain/rules/index.ts';
import type { RetentionPlan, SeriesStore } from '../../domain/series/index.ts';
import type { OrderPorts, RunStore, Submitted } from '../../domain/orders/index.ts';
import type { ServicePorts } from '../../domain/services/index.ts';
import type { ImprovementPorts } from '../../domain/improvements/index.ts';
import type { RequestPorts } from '../../domain/requests/index.ts';
import type { ScriptPorts } from '../../domain/scripts/index.ts';
import type { TrustStore } from '../../domain/trust/index.ts';
import type { FileAsk, ReportFile } from '../renderers/file.ts';
import type { Hub } from '../live/hub.ts';
import type { Storage } from '../storage/storage.ts';
import type { Figure } from './exposition.ts';
import type { Credentials } from './authenticate.ts';
import type { Server } from './server.ts';

/** What the routes need; `app` gives it. */
export interface HttpContext {
  readonly access: AccessStore;
  readonly people: PeopleStore;
  readonly devices: DeviceStore;
  readonly inventory: InventoryStore;
  readonly events: EventStore;
  readonly windows: WindowStore;
  readonly incidents: IncidentStore;
  readonly channels: ChannelStore;
  readonly notices: NoticeStore;
  /** What sending and acting by links need, with the time of now. */
  readonly desk: { sending(): SendContext; links(): LinkContext };
  readonly changes: ChangeStore;
  /** Forecasts as they were reckoned last, and what reckons them. */
  readonly capacityDesk: {
    ports(): CapacityPorts;
    readonly reckoning: boolean;
    begin(): void;
    changed(limit: Limit): Promise<void>;
    underUsed(actor: Actor, days: number): Promise<UnderUsed[]>;
  };
  /** What the verbs over planned changes need, with the time of now. */
  readonly changeDesk: { plansPorts(): PlansContext };
  /** What the verbs over levels need, with the time of now. */
  readonly levelDesk: { ports(): LevelPorts & ObjectivePorts };
  /** What the verbs over people's work and value need, with the time of now. */
  readonly peopleDesk: {
    ports(): HandOverPorts & { readonly now: number };
    valuePorts(): ValuePorts & { readonly now: number };
  };
  readonly views: ViewStore;
  readonly series: SeriesStore;
  /** What the verbs of incidents need, now. */
  readonly incidentPorts: () => ActPorts & GetPorts;
  readonly problemPorts: () => ProblemPorts;
  readonly rules: RuleStore;
  /** How many incidents are open by each rule, of those that an actor may see. */
  readonly openByRule: (scope: Scope) => Promise<ReadonlyMap<string, number>>;
  /** How long samples are kept. */
  readonly plan: RetentionPlan;
  readonly trust: TrustStore;
  readonly runs: RunStore;
  /** What the verbs of scripts and orders need, now. */
  readonly scriptPorts: () => ScriptPorts;
  readonly orderPorts: () => OrderPorts;
  readonly requestPorts: () => RequestPorts;
  readonly improvementPorts: () => ImprovementPorts;
  /** Takes what was signed and begins with it. */
  readonly orderDesk: {
    submit(actor: Actor, signed: OrderSigned): Promise<Submitted>;
    approve(
      actor: Actor,
      input: { readonly id: string; readonly envelopes: readonly unknown[]; readonly fresh: unknown },
    ): Promise<Submitted>;
    publish(actor: Actor, envelope: unknown): Promise<void>;
    tend(): Promise<void>;
    readonly output: { of(run: RunId): string };
  };
  readonly reports: ReportStore;
  /** Makes reports, and what the verbs over them need, with the time of now. */
  readonly reportDesk: {
    context(): ReportsContext;
    /** As JSON. */
    preview(actor: Actor, asked: ReportAsk): Promise<string>;
    file(id: ReportId, ask: FileAsk): Promise<ReportFile | null>;
  };
  /** What the verbs of services need, with the time of now; `tell` hears what is new at once. */
  readonly serviceDesk: { ports(): ServicePorts; tell(): Promise<void> };
  readonly clock: Clock;
  readonly hub: Hub;
  readonly version: string;
  /** The folder of the built dashboard. */
  readonly pages: string;
  readonly credentials: Credentials;
  readonly storage: Storage;
  /** A device as the API shows it: what is remembered and what is known now. */
  readonly view: (device: Device) => DeviceItem;
  /** The collector's own figures, for /metrics. */
  figures(): Promise<Figure[]>;
  /** Rejects with the reason while the collector cannot do its work. */
  ready(): Promise<void>;
}

/** One capability's routes; listed in routes.ts. */
export type Routes = (app: Server, context: HttpContext) => void;
