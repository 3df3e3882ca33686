import { SECTIONS, type SectionId, sectionRoutes, settingsRoutes } from '../contract/settings.ts';
import type { Actor } from '../serving/actor.ts';
import { type Handler, handle } from '../serving/handler.ts';
import type { Settings } from './settings-store.ts';

/** Looks at a change before it is made: what a section decides may be more than its schema can say. Throws GatewayErrors. */
export type SettingsCheck = (actor: Actor, value: { readonly [member: string]: unknown }) => Promise<void>;

export function settingsHandlers(
  settings: Settings,
  checks: { readonly [id in SectionId]?: SettingsCheck },
): Handler[] {
  const ids = Object.keys(SECTIONS) as SectionId[];
  const all = () => Object.fromEntries(ids.map((id) => [id, settings.shown(id)]));
  const ofSection = (id: SectionId): Handler[] => [
    handle(sectionRoutes[id].get, async () => settings.shown(id)),
    handle(sectionRoutes[id].update, async ({ actor, body, call }) => {
      await checks[id]?.(actor, body.value);
      call.note({ changed: Object.keys(body.value).join(' ') });
      return settings.change(id, body, actor.id);
    }),
  ];
  return [
    handle(settingsRoutes.list, async () => all() as { [id in SectionId]: ReturnType<Settings['shown']> }),
    ...ids.flatMap(ofSection),
  ];
}
