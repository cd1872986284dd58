import type { OrderDraftItem, OrderItem, StandingItem } from '@fettle/shared/api/orders';
import { readDrafts, readOrders, readStandingOrders } from '../api/orders.ts';
import { resource } from './resource.ts';

/** The newest orders within this person's sites. */
export const orders = resource<readonly OrderItem[]>((signal) => readOrders({}, signal));
/** Composed, and not signed. */
export const drafts = resource<readonly OrderDraftItem[]>((signal) => readDrafts(signal));
/** Orders that devices fire by themselves. */
export const standingOrders = resource<readonly StandingItem[]>((signal) => readStandingOrders(signal));
