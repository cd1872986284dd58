export type { ChannelStore, DeliveryQuery, NoticeStore } from './store.ts';
export type * from './types.ts';
