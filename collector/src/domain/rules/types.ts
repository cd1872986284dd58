import type { DeviceId, RuleId } from '@fettle/shared/ids';
import type { Attributes } from '@fettle/shared/metrics/metric';
import type { RuleBody } from '@fettle/shared/rules/rule';
import type { Table } from '@fettle/shared/protocol/frame';
import type { Severity } from '@fettle/shared/severity';

/** A rule as it is kept. */
export interface Rule extends RuleBody {
  /** A slug that people choose; files and incidents name it. */
  readonly id: RuleId;
  /** `default`: shipped, and replaced by newer versions until somebody edits it. */
  readonly origin: 'default' | 'person' | 'file';
  readonly createdAt: number;
  readonly changedAt: number;
  readonly version: number;
}

/** Why a finding came. */
export type FindingReason =
  | 'value'
  | 'change'
  | 'state'
  | 'absent'
  | 'device'
  | 'trend'
  | 'formula'
  /** A person or another part of the collector found it. */
  | 'told'
  /** An objective of a service. */
  | 'level'
  /** The rule was edited, switched off or deleted, or the device left its scope. */
  | 'rule_gone'
  /** The series or its device is not there any more. */
  | 'instance_gone';

/** What evaluation says of one rule on one instance of one device, told when it changed. */
export interface Finding {
  readonly rule: RuleId;
  readonly device: DeviceId;
  /** Attributes as in `seriesText`, without the metric: `a=1,b=2`; empty for the device as a whole. */
  readonly instance: string;
  readonly metric: string | null;
  readonly attributes: Attributes;
  /** Null: clear. */
  readonly severity: Severity | null;
  /** Of the frame (or of the tick) that decided; ms. */
  readonly time: number;
  /** When it began to hold. */
  readonly since: number;
  readonly value: number | null;
  readonly limit: number | null;
  /** What is so, for people: `/var is 96.2 % full`. */
  readonly words: string;
  readonly reason: FindingReason;
  /** Of the very frame that decided, where it had some. */
  readonly tables?: readonly Table[];
}
