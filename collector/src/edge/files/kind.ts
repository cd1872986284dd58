import type { AccessStore, Actor } from '../../domain/access/index.ts';
import type { DeviceStore } from '../../domain/devices/index.ts';
import type { LevelStore } from '../../domain/levels/index.ts';
import type { ChannelStore } from '../../domain/notifications/index.ts';
import type { ReportStore } from '../../domain/reports/index.ts';
import type { RequestStore } from '../../domain/requests/index.ts';
import type { RuleStore } from '../../domain/rules/index.ts';
import type { ScriptStore } from '../../domain/scripts/index.ts';
import type { ServiceStore } from '../../domain/services/index.ts';
import type { Written } from '@fettle/shared/rules/write';
import type { Field, Source } from './source.ts';

/** What files are held against and applied to. A kind that needs more adds it here. */
export interface World {
  readonly rules: RuleStore;
  readonly scripts: ScriptStore;
  readonly devices: DeviceStore;
  readonly services: ServiceStore;
  readonly access: Pick<AccessStore, 'person'>;
  readonly levels: LevelStore;
  readonly reports: ReportStore;
  readonly requests: RequestStore;
  readonly channels: Pick<ChannelStore, 'channel'>;
  readonly now: number;
}

/** Files that lie beside a manifest, by name. */
export type Beside = Readonly<Record<string, string>>;

/** One thing of a file as it was read, and where it stands. */
export interface Item<Body> {
  readonly id: string;
  readonly body: Body;
}

/** What becomes of one thing; null: there was none, or there will be none. */
export interface Step<Body> {
  readonly id: string;
  readonly before: Body | null;
  readonly after: Body | null;
  /** It is as it is wanted. */
  readonly same: boolean;
}

/** How things are applied: `prune` also deletes those that an earlier file made and no file has any more. */
export interface Way {
  readonly prune: boolean;
  readonly dryRun: boolean;
}

/** Whether the same files make a thing of a kind (`calendars`) with an id. */
export type Made = (key: string, id: string) => boolean;

/** A kind of thing that files hold. */
export interface Kind<Body> {
  /** The key under which they stand in a file, by id. */
  readonly key: string;
  /** What one is called. */
  readonly one: string;
  /** Undefined, and told, where it cannot be read. */
  read(source: Source, id: string, field: Field, beside?: Beside): Body | undefined;
  write(body: Body): Written;
  /** Tells what is wrong by what the collector knows, and what is right and yet odd. */
  look?(world: World, actor: Actor, source: Source, field: Field, body: Body, made: Made): Promise<void>;
  kept(world: World, actor: Actor): Promise<Item<Body>[]>;
  /** All or nothing. */
  apply(world: World, actor: Actor, wanted: readonly Item<Body>[], way: Way): Promise<Step<Body>[]>;
}
