/** The statements that exist, each with its strict reader. */
export { type DeviceRecord, readDevice } from './device.ts';
export { type Grant, readGrant } from './grant.ts';
export { readRoot, roles, type RoleRule, type Root, type RootStatement, type TrustRole } from './root.ts';
export { readToken, type TokenStatement } from './token.ts';
export type { Action, ActionClass, ParameterValue, RunMode, RunOutcome, ScriptRef, Step } from './action.ts';
export type { FreshStatement } from './fresh.ts';
export type { OrderStatement } from './order.ts';
export type { Firing, ReceiptStatement, StepReceipt } from './receipt.ts';
export type { RevokeStatement } from './revoke.ts';
export type { Parameter, Program, ScriptStatement } from './script.ts';
export type { StandingStatement, Trigger } from './standing.ts';
export type { Target, TargetPath } from './targets.ts';
