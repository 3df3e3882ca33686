import type { OpenIdPerson } from '../../accounts/openid.ts';
import { newId } from '../../lib/new-id.ts';
import type { UserRow } from '../../storage/ports.ts';
import type { OIDC_PROBLEMS } from '../contract/oidc.ts';
import type { SettingsOf } from '../contract/settings.ts';
import { join, joinProjects } from './join.ts';
import type { People } from './people.ts';

/** Why somebody whom the provider vouches for is not let in. */
export class OidcProblem extends Error {
  readonly problem: (typeof OIDC_PROBLEMS)[number];

  constructor(problem: (typeof OIDC_PROBLEMS)[number]) {
    super(problem);
    this.problem = problem;
  }
}

type OidcSettings = SettingsOf<'oidc'>;

/**
 * The user somebody is: known from before, else by their e-mail address; else they join by an invitation for it, or because everybody may.
 * @throws OidcProblem
 */
export async function userOf(people: People, settings: OidcSettings, person: OpenIdPerson): Promise<UserRow> {
  const { users } = people.records;
  const email = vouchedEmail(settings, person);
  const identity = await users.findIdentity(person.issuer, person.subject);
  const known = identity ? await users.find(identity.userId) : await users.findByEmail(email);
  const user = known ?? (await newcomer(people, settings, { email, name: person.name }));
  if (!user.enabled) throw new OidcProblem('oidc-disabled');
  if (!identity) {
    const { issuer, subject } = person;
    await users.insertIdentity({ issuer, subject, userId: user.id, createdAt: people.now() });
  }
  return user;
}

function vouchedEmail(
  { requireVerifiedEmail, allowedDomains }: OidcSettings,
  { email, emailVerified }: OpenIdPerson,
): string {
  if (email === undefined || (requireVerifiedEmail && !emailVerified)) throw new OidcProblem('oidc-no-email');
  const domain = email.slice(email.lastIndexOf('@') + 1);
  if (allowedDomains.length > 0 && !allowedDomains.includes(domain)) throw new OidcProblem('oidc-domain');
  return email;
}

interface Newcomer {
  readonly email: string;
  readonly name: string | undefined;
}

async function newcomer(people: People, settings: OidcSettings, { email, name }: Newcomer): Promise<UserRow> {
  const { records, now } = people;
  const called = (name ?? email).slice(0, 100);
  const invitations = (await records.invitations.open(now())).filter((each) => each.email === email);
  for (const invitation of invitations) {
    const user = await join(people, invitation, { name: called, passwordHash: null, isVouchedFor: true });
    if (user) return user;
  }
  if (!settings.autoCreate) throw new OidcProblem('oidc-not-invited');
  const user: UserRow = {
    id: newId('usr'),
    ...{ email, name: called, passwordHash: null, enabled: true, signedInAt: null, createdAt: now() },
    role: settings.defaultRole,
  };
  if (!(await records.users.insert(user))) return (await records.users.findByEmail(email)) ?? user;
  await joinProjects(people, user, settings.defaultMemberships);
  return user;
}
