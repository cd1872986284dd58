import type { RetentionPlan } from '../../domain/series/types.ts';
import type { DeviceFrames } from './journal/device-frames.ts';
import { Writes } from './files/writes.ts';
import { KeeperClient } from './keeper/client.ts';
import type { Segment } from './keeper/messages.ts';
import type { Dictionaries } from './names/dictionaries.ts';

/** The keeper as the collector's thread sees it: it is started when it is first needed, and anew after it died. */
export class Keeping {
  /** What it wrote, for who reads beside it. */
  readonly writes = new Writes();
  readonly #folder: string;
  readonly #dictionaries: Dictionaries;
  readonly #say: (error: Error) => void;
  #client: KeeperClient | null = null;
  /** The highest dictionary that it was told of. */
  #told = 0;

  constructor(folder: string, dictionaries: Dictionaries, say: (error: Error) => void) {
    this.#folder = folder;
    this.#dictionaries = dictionaries;
    this.#say = say;
  }

  get runs(): boolean {
    return this.#client !== null;
  }

  /**
   * Seals what is with the keeper of some devices. @returns the highest block of each file that was written
   * @throws FettleError; what of it is in blocks all the same only the files tell
   */
  async seal(devices: readonly DeviceFrames[]): Promise<Readonly<Record<string, number>>> {
    const segments = devices.flatMap(({ number, sealing }): Segment[] =>
      sealing === null ? [] : [{ device: number, through: sealing.through, records: sealing.records.slice() }],
    );
    return (await this.#ready().seal(segments)).confirm;
  }

  maintain(now: number, plan: RetentionPlan, confirmed: Readonly<Record<string, number>>) {
    return this.#ready().maintain(now, plan, confirmed);
  }

  /** From when it resolves the keeper writes nothing until `goOn`. */
  hold(): Promise<void> {
    return this.#ready().hold();
  }

  async goOn(): Promise<void> {
    await this.#client?.goOn();
  }

  async close(): Promise<void> {
    await this.#client?.close();
    this.#client = null;
  }

  #ready(): KeeperClient {
    const client = this.#client ?? this.#start();
    for (; this.#told < this.#dictionaries.highest; this.#told++) {
      const stored = this.#dictionaries.byId.get(this.#told + 1);
      if (stored) client.dictionary(stored);
    }
    return client;
  }

  #start(): KeeperClient {
    const client = new KeeperClient(
      this.#folder,
      (error) => {
        if (this.#client === client) this.#client = null;
        this.#say(error);
      },
      this.writes,
    );
    this.#client = client;
    this.#told = 0;
    return client;
  }
}
