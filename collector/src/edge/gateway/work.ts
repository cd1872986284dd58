/** What of orders and trust an agent's words ask for; `app` gives it. */
import type { DeviceId } from '@fettle/shared/ids';
import type {
  Ask,
  Blob,
  FromCollector,
  Holds,
  Kept,
  OutputMessage,
  Progress,
  Remedied,
  Result,
  Want,
  Wonder,
} from '@fettle/shared/protocol/messages';
import type { Static } from '@fettle/shared/protocol/schema';

export interface WorkVerbs {
  /** Keeps what the device holds; gives what it lacks, in the order in which it is to be sent. */
  holds(device: DeviceId, message: Static<typeof Holds>): Promise<readonly FromCollector[]>;
  want(device: DeviceId, message: Static<typeof Want>): Promise<Static<typeof Blob>>;
  progress(device: DeviceId, message: Static<typeof Progress>): Promise<void>;
  output(device: DeviceId, message: Static<typeof OutputMessage>): Promise<void>;
  /** Null: there is more to come, or it is to come again later. @throws TrustError, FettleError what cannot be taken */
  result(device: DeviceId, message: Static<typeof Result>): Promise<Static<typeof Kept> | null>;
  remedied(device: DeviceId, message: Static<typeof Remedied>): Promise<Static<typeof Kept> | null>;
  /** Takes what somebody there asks; what became of it is answered. */
  ask(device: DeviceId, message: Static<typeof Ask>): Promise<FromCollector>;
  wonder(device: DeviceId, message: Static<typeof Wonder>): Promise<readonly FromCollector[]>;
  /** Its connection is gone: what is half there is forgotten. */
  gone(device: DeviceId): void;
}
