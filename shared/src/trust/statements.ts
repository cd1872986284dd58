/** The statements that exist, each with its strict reader. */
export { type DeviceRecord, readDevice } from './device.ts';
export { type Grant, readGrant } from './grant.ts';
export { readRoot, roles, type RoleRule, type Root, type RootStatement, type TrustRole } from './root.ts';
export { readToken, type TokenStatement } from './token.ts';
