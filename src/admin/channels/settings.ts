import * as z from 'zod';
import { invalid } from '../../contract/error.ts';
import type { Provider } from '../../contract/provider.ts';
import type { Tree } from '../../contract/tree.ts';

type JsonSchema = { readonly [member: string]: Tree };
export type Settings = { readonly [name: string]: Tree };

/** The form of a provider's settings; null: it has none. */
export function settingsSchema({ settings }: Provider): JsonSchema | null {
  if (!settings) return null;
  // Providers write their settings as Zod objects; shared code only knows that they can be read.
  const schema = z.toJSONSchema(settings as unknown as z.ZodType, { io: 'input', unrepresentable: 'any' });
  const { $schema: _, ...rest } = schema as JsonSchema;
  return rest;
}

/** Names of the settings that are never told again. */
export function secretNames(provider: Provider): readonly string[] {
  const properties = (settingsSchema(provider)?.properties ?? {}) as { readonly [name: string]: JsonSchema };
  return Object.keys(properties).filter((name) => properties[name]?.writeOnly === true);
}

/** Settings in two parts: those anybody may see, and those that are sealed. */
export interface SplitSettings {
  readonly plain: Settings;
  readonly secret: Settings;
}

/**
 * New settings over those of before: plain ones are replaced as a whole, secret ones that are not named stay, null removes one.
 * @throws GatewayError `invalid_request`, naming the setting
 */
export function changedSettings(provider: Provider, given: Settings, secretBefore: Settings): SplitSettings {
  const names = secretNames(provider);
  const isSecret = ([name]: readonly [string, Tree]) => names.includes(name);
  const entries = Object.entries(given);
  const plain = Object.fromEntries(entries.filter((entry) => !isSecret(entry)));
  const named = { ...secretBefore, ...Object.fromEntries(entries.filter(isSecret)) };
  const secret = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== null));
  checkSettings(provider, { ...plain, ...secret });
  return { plain, secret };
}

function checkSettings({ settings: schema, title }: Provider, settings: Settings): void {
  if (!schema) {
    if (Object.keys(settings).length === 0) return;
    throw invalid('settings', `Channels of the type ${title} have no settings.`);
  }
  const read = schema.safeParse(settings);
  const [issue] = read.success ? [] : read.error.issues;
  if (!issue) return;
  const path = ['settings', ...issue.path, ...(issue.keys?.slice(0, 1) ?? [])].map(String).join('.');
  throw invalid(path, issue.keys ? `${path} is unknown.` : `${path}: ${issue.message}`);
}
