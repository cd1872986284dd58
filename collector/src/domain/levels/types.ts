import type { CalendarBody, Level, ObjectiveBody } from '@fettle/shared/api/levels';
import type { DeviceId, PersonId, RunId } from '@fettle/shared/ids';
import type { Severity } from '@fettle/shared/severity';
import type { Scope } from '../access/index.ts';

/** `file`: a file made it, and may take it away again. */
export type Origin = 'person' | 'file';

/** Business hours. */
export interface Calendar extends CalendarBody {
  /** A slug that people choose. */
  readonly id: string;
  /** Of whoever made it: who shares a site sees it, who covers it changes it. */
  readonly scope: Scope;
  readonly origin: Origin;
  readonly version: number;
}

/** What a service is to reach. It is seen by who sees its service. */
export interface Objective extends ObjectiveBody {
  /** A slug that people choose. */
  readonly id: string;
  readonly origin: Origin;
  readonly createdAt: number;
  readonly version: number;
}

/** A run of `backup-freshness` that had something to say. */
export interface BackupLook {
  readonly run: RunId;
  readonly device: DeviceId;
  /** When it ended. */
  readonly time: number;
  /** Whether the newest backup was no older than the run was told that it may be. */
  readonly fresh: boolean;
  /** The first line of its output. */
  readonly words: string;
}

/** A backup was tried: restored somewhere, and looked at. */
export interface RestoreTest {
  readonly id: string;
  readonly device: DeviceId;
  readonly time: number;
  readonly ok: boolean;
  readonly words: string;
  /** Who told it; null: a run. */
  readonly person: PersonId | null;
  readonly run: RunId | null;
}

/** What was last told of an objective, so that it is told once. */
export interface LevelTold {
  readonly objective: string;
  /** How fast its budget burns, and on which device its incident stands; null: in order. */
  readonly burning: { readonly severity: Severity; readonly device: DeviceId; readonly since: number } | null;
  /** Since when the rates have been below where burning ends; null: they are not, or it does not burn. */
  readonly calmSince: number | null;
  /** Beginning of the newest period of which was told that it is missed; of a rolling one since when it is. */
  readonly missed: number | null;
  /** Beginning of the newest period that was over and was looked at. */
  readonly judged: number | null;
  readonly version: number;
}

export type { Level };
