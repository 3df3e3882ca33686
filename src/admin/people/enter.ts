import type { z } from 'zod';
import { OWNER } from '../../accounts/owner.ts';
import type { UserRow } from '../../storage/ports.ts';
import type { me } from '../contract/me.ts';
import type { CallFacts } from '../serving/handler.ts';
import { setSessionCookie } from '../serving/session-cookie.ts';
import { describeUser } from './me.ts';
import type { People } from './people.ts';

/** Signs somebody in who has proved who they are: a session, its cookie, and what they may do. */
export async function enter(people: People, call: CallFacts, user: UserRow): Promise<z.input<typeof me>> {
  const { sessions, records, limits, now } = people;
  const browser = { ip: call.ip, userAgent: String(call.headers['user-agent'] ?? '') };
  const { token } = await sessions.open(user.id, browser);
  await records.users.update(user.id, { signedInAt: now() }, OWNER);
  setSessionCookie(call, token, limits().mostMs / 1000);
  call.identify({ kind: 'user', id: user.id, name: user.name });
  return describeUser(people, user);
}
