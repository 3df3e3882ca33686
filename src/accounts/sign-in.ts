import { GatewayError } from '../contract/error.ts';
import type { UserRecords, UserRow } from '../storage/ports.ts';
import { type Attempts, addressGroup } from './attempts.ts';
import { OWNER } from './owner.ts';
import { hashPassword, isOutdated, isPassword } from './password-hash.ts';

const LIMITS = { account: 10, address: 60 };

/** Recognises people by their passwords. */
export interface SignIn {
  /**
   * The answer tells, by words and by time, nothing about who has an account here.
   * @throws GatewayError `sign_in_failed`, `rate_limited`
   */
  byPassword(given: {
    readonly email: string;
    readonly password: string;
    readonly ip: string;
  }): Promise<UserRow>;
  /** Asks somebody who is signed in for their password again. @throws GatewayError `sign_in_failed`, `rate_limited` */
  confirm(user: UserRow, password: string, ip: string): Promise<void>;
}

export function createSignIn(users: UserRecords, attempts: Attempts): SignIn {
  const verify = async (email: string, user: UserRow | undefined, password: string, ip: string) => {
    const succeeded = await attempts.begin([
      { name: `account ${email}`, limit: LIMITS.account },
      { name: `address ${addressGroup(ip)}`, limit: LIMITS.address },
    ]);
    const isRight = await isPassword(password, user?.passwordHash ?? null);
    if (isRight) await succeeded();
    return isRight;
  };
  return {
    async byPassword({ email, password, ip }) {
      const user = await users.findByEmail(email);
      const isRight = await verify(email, user, password, ip);
      if (!user?.enabled || !isRight) throw refusal('The e-mail address or the password is wrong.');
      if (user.passwordHash !== null && isOutdated(user.passwordHash)) {
        await users.update(user.id, { passwordHash: await hashPassword(password) }, OWNER);
      }
      return user;
    },
    async confirm(user, password, ip) {
      if (!(await verify(user.email, user, password, ip))) throw refusal('The password is wrong.');
    },
  };
}

const refusal = (message: string): GatewayError => new GatewayError('sign_in_failed', message);
