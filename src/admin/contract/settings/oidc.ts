import * as z from 'zod';
import { label } from '../person.ts';
import { section } from './section.ts';

const issuer = z
  .url('must be a URL')
  .max(500)
  .refine(isSecure, { error: 'must begin with https:// (http:// only on this machine)' });

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^([a-z0-9-]+\.)+[a-z0-9-]+$/, 'must be a domain, as example.com');

const roleId = z.string().max(100);

export const oidcSettings = section({
  id: 'oidc',
  summary: 'Signing in through an OpenID Connect provider; to be changed by owners only',
  schema: z.strictObject({
    enabled: z.boolean().meta({ description: 'Whether the button is there.' }),
    label: label(60).meta({ description: 'What the button says after "Sign in with".' }),
    issuer: issuer.nullable().meta({ description: 'Where `/.well-known/openid-configuration` is found.' }),
    clientId: z
      .string()
      .min(1)
      .max(500)
      .nullable()
      .meta({ description: 'What the provider calls this gateway.' }),
    clientSecret: z.string().min(1).max(2_000).nullable().meta({ description: 'Null: a public client.' }),
    scopes: z
      .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/))
      .max(20)
      .meta({ description: 'What the provider is asked for.' }),
    allowedDomains: z.array(domain).max(100).meta({ description: 'Of e-mail addresses; empty: all.' }),
    requireVerifiedEmail: z.boolean().meta({
      description: 'Only addresses that the provider calls verified. Off: its word is taken for all of them.',
    }),
    autoCreate: z.boolean().meta({
      description: 'Whoever the provider knows may join. Off: those who have an account or an invitation.',
    }),
    defaultRole: roleId.nullable().meta({ description: 'System role of those who join that way.' }),
    defaultMemberships: z
      .array(z.strictObject({ project: z.string().max(100), role: roleId }))
      .max(100)
      .meta({ description: 'Projects of those who join that way.' }),
  }),
  defaults: {
    enabled: false,
    label: 'OpenID Connect',
    issuer: null,
    clientId: null,
    clientSecret: null,
    scopes: ['openid', 'email', 'profile'],
    allowedDomains: [],
    requireVerifiedEmail: true,
    autoCreate: false,
    defaultRole: null,
    defaultMemberships: [],
  },
  secrets: ['clientSecret'],
});

function isSecure(text: string): boolean {
  const url = URL.parse(text);
  return url?.protocol === 'https:' || /^http:\/\/(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(text);
}
