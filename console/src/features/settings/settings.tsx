import { SECTIONS, type SectionId, settingsRoutes } from '@contract/settings.ts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { useMay, useMayEverywhere } from '@/app/session.ts';
import { useUrlState } from '@/app/url-state.ts';
import { Page } from '@/ui/card.tsx';
import { Loaded, Skeleton } from '@/ui/states.tsx';
import { SectionForm } from './section-form.tsx';

const IDS = Object.keys(SECTIONS) as SectionId[];

/** Every section the gateway knows of; which one is shown stands in the address. */
export default function SettingsPage() {
  const { t } = useTranslation('settings');
  const query = useRoute(settingsRoutes.list);
  const [{ section }] = useUrlState();
  const shown = IDS.find((id) => id === section) ?? (IDS[0] as SectionId);
  const may = useMay();
  const mayEverywhere = useMayEverywhere();
  // Whoever decides which provider vouches for people could become any of them.
  const isForOwners = shown === 'oidc' && !mayEverywhere('owners:write');
  return (
    <Page title={t('title')} description={t('description')}>
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[13rem_1fr]">
        <nav
          aria-label={t('sectionsLabel')}
          className="-m-1 flex gap-1 overflow-x-auto p-1 lg:sticky lg:top-8 lg:grid"
        >
          {IDS.map((id) => (
            <Link
              key={id}
              to="."
              search={{ section: id } as never}
              aria-current={id === shown ? 'page' : undefined}
              className="rounded-md px-3 py-2 text-sm whitespace-nowrap hover:bg-muted aria-[current=page]:bg-primary/10 aria-[current=page]:font-medium aria-[current=page]:text-primary"
            >
              {t(`sections.${id}.title`, { defaultValue: id })}
            </Link>
          ))}
        </nav>
        <Loaded query={query} skeleton={<Skeleton className="h-72 w-full" />}>
          {(all) => (
            <SectionForm
              key={shown}
              id={shown}
              shown={all[shown]}
              disabled={!may('settings:write') || isForOwners}
              note={isForOwners ? t('ownersOnly') : undefined}
            />
          )}
        </Loaded>
      </div>
    </Page>
  );
}
