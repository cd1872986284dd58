/** The statements that exist, each with its strict reader. */
export { type DeviceRecord, readDevice } from './device.ts';
export { type Grant, readGrant } from './grant.ts';
export { readRoot, roles, type RoleRule, type Root, type RootKey, type RootStatement, type TrustRole } from './root.ts';
export { readToken, type TokenStatement } from './token.ts';
export type { Action, ActionClass, ParameterValue, RunMode, RunOutcome, ScriptRef, Step } from './action.ts';
export { type FreshStatement, readFresh } from './fresh.ts';
export { type OrderStatement, readOrder } from './order.ts';
export { type Firing, readReceipt, type ReceiptStatement, type StepReceipt } from './receipt.ts';
export { readRevoke, type RevokeStatement } from './revoke.ts';
export { type Parameter, type Program, readScript, type ScriptStatement } from './script.ts';
export { readStanding, type StandingStatement, type Trigger } from './standing.ts';
export type { Target, TargetPath } from './targets.ts';
