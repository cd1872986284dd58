/** The `grant` statement: a device's site and labels as an enroller signed them, the only scope of standing orders. */
import { type DeviceId, isDeviceId } from '../ids.ts';
import { TrustError } from './errors.ts';
import { formVersion, integer, labels, name, object, only, text } from './fields.ts';
import { tenantForm } from './root.ts';

export interface Grant {
  readonly v: 1;
  readonly tenant: string;
  readonly device: DeviceId;
  /** Counts up; a device keeps the highest it was given. */
  readonly version: number;
  readonly site: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** @throws TrustError `version` or `fields` */
export function readGrant(value: unknown): Grant {
  const v = formVersion(object(value, 'grant')['v']);
  const grant = only(value, 'grant', ['v', 'tenant', 'device', 'version', 'site', 'labels']);
  const device = text(grant.device, 'device');
  if (!isDeviceId(device)) throw new TrustError('fields', 'device is not a device id');
  return {
    v,
    tenant: text(grant.tenant, 'tenant', tenantForm),
    device,
    version: integer(grant.version, 'version', 1, Number.MAX_SAFE_INTEGER),
    site: name(grant.site, 'site', 64),
    labels: labels(grant.labels),
  };
}
