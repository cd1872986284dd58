import type { Calendar, Level, Objective } from '@fettle/shared/api/levels';
import type { PublicLink, Service, ServiceMap } from '@fettle/shared/api/services';
import type { ValueSettings } from '@fettle/shared/api/value';
import { textOf, written } from '@fettle/shared/reports/format';
import { readCalendars, readLevels, readObjectives } from '../api/levels.ts';
import { get } from '../api/request.ts';
import { readPublicLinks, readServiceMap, readServices } from '../api/services.ts';
import { hasRole } from './people.ts';
import { resource } from './resource.ts';

/** Business services, worst first. */
export const services = resource<readonly Service[]>((signal) => readServices(signal));
/** What depends on what. */
export const serviceMap = resource<ServiceMap>((signal) => readServiceMap(signal));
/** Every objective over the period that lasts. */
export const levels = resource<readonly Level[]>((signal) => readLevels({}, signal));
export const objectives = resource<readonly Objective[]>((signal) => readObjectives(signal));
export const calendars = resource<readonly Calendar[]>((signal) => readCalendars(signal));
export const publicLinks = resource<readonly PublicLink[]>((signal) => readPublicLinks(signal));
/** What money is counted in; only managers may read what else stands there. */
const money = resource<ValueSettings>((signal) => get<ValueSettings>('/value-settings', {}, signal));

/** Reads what pages over services show. */
export function readAllServices(): void {
  services.renew();
  levels.renew();
  if (hasRole('manager') && money.value.peek() === undefined) money.renew();
}

/** The name of a service, where the list of them came. */
export const serviceName = (id: string): string => services.value.value?.find((one) => one.id === id)?.name ?? id;
export const calendarName = (id: string | null): string =>
  id === null ? 'always' : (calendars.value.value?.find((one) => one.id === id)?.name ?? id);

/** Minor units with the currency, where it is known: `€ 1,430.00`. */
export function moneyText(minor: number): string {
  const currency = money.value.value?.currency;
  if (currency === undefined)
    return written(minor / 100, { format: 'number', unit: '', decimals: 2 }, frame('EUR')).parts[0]?.figure ?? '';
  return textOf(written(minor, { format: 'money' }, frame(currency)));
}
const frame = (currency: string) => ({ currency, zone: 'UTC' });

/** What money is counted in; empty where the asker may not know. */
export const currencyNow = (): string => money.value.value?.currency ?? '';
