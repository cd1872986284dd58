import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Turnstile } from './turnstile.ts';

/** argon2id (RFC 9106). */
export interface PasswordCost {
  readonly memoryKiB: number;
  readonly passes: number;
}

/** About 100 ms on one core of a small server; twice what OWASP asks for at least (46 MiB, 1 pass). */
const usualCost: PasswordCost = { memoryKiB: 65_536, passes: 2 };
const keyBytes = 32;
const derive = promisify(argon2);

/** Hashes and checks passwords, off the main thread, few at once: each takes its memory. */
export class Passwords {
  readonly #cost: PasswordCost;
  readonly #turnstile: Turnstile;

  constructor(cost: PasswordCost = usualCost, turnstile: Turnstile = new Turnstile(2, 16)) {
    this.#cost = cost;
    this.#turnstile = turnstile;
  }

  /** In PHC form: `$argon2id$v=19$m=65536,t=2,p=1$salt$key`. @throws FettleError `too_many_requests` */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const key = await this.#derive(password, salt, this.#cost);
    const { memoryKiB, passes } = this.#cost;
    return `$argon2id$v=19$m=${memoryKiB},t=${passes},p=1$${unpadded(salt)}$${unpadded(key)}`;
  }

  /**
   * Whether the password fits. With null (nobody has that name) it takes as long and says no, so that names cannot be
   * told apart by time. @throws FettleError `too_many_requests`, RangeError when the hash is not in PHC form
   */
  async verify(password: string, phc: string | null): Promise<boolean> {
    if (phc === null) {
      await this.#derive(password, randomBytes(16), this.#cost);
      return false;
    }
    const { salt, key, cost } = parsePhc(phc);
    return timingSafeEqual(await this.#derive(password, salt, cost), key);
  }

  #derive(password: string, nonce: Buffer, { memoryKiB: memory, passes }: PasswordCost): Promise<Buffer> {
    const message = Buffer.from(password.normalize('NFKC'));
    return this.#turnstile.pass(() =>
      derive('argon2id', { message, nonce, memory, passes, parallelism: 1, tagLength: keyBytes }),
    );
  }
}

/** The process has one, so that the bound holds for all who sign in. */
export const passwords = new Passwords();

function parsePhc(phc: string): { salt: Buffer; key: Buffer; cost: PasswordCost } {
  const [, memory, passes, salt = '', key = ''] =
    /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=1\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{43})$/.exec(phc) ?? [];
  if (memory === undefined) throw new RangeError('a stored password hash is not in PHC form');
  return {
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
    cost: { memoryKiB: Number(memory), passes: Number(passes) },
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
