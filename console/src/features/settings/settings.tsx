import { type ShownSettings, settingsRoutes } from '@contract/settings.ts';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { PageLink } from '@/app/page-link.tsx';
import { useMay, useMayEverywhere } from '@/app/session.ts';
import { useUrlState } from '@/app/url-state.ts';
import { Page } from '@/ui/card.tsx';
import { Loaded, Skeleton } from '@/ui/states.tsx';
import { Backup } from './backup.tsx';
import { Configuration } from './configuration.tsx';
import { LogoForm } from './logo-form.tsx';
import { PANELS } from './panels.ts';
import { SectionForm } from './section-form.tsx';
import { Storage } from './storage.tsx';

/** On a phone the panels stand in one row that scrolls. */
const bringIntoView = (link: HTMLElement | null): void =>
  link?.scrollIntoView({ block: 'nearest', inline: 'nearest' });

type Part = (typeof PANELS)[number]['parts'][number];

/** Everything that concerns the whole installation; which panel is shown stands in the address. */
export default function SettingsPage() {
  const { t } = useTranslation('settings');
  const query = useRoute(settingsRoutes.list);
  const [{ section }] = useUrlState();
  const shown = PANELS.find(({ id }) => id === section) ?? PANELS[0];
  return (
    <Page title={t('title')} description={t('description')}>
      <div className="grid grid-cols-1 items-start gap-6 lg:grid-cols-[13rem_1fr]">
        <nav
          aria-label={t('sectionsLabel')}
          className="-m-1 flex gap-1 overflow-x-auto p-1 lg:sticky lg:top-8 lg:grid"
        >
          {PANELS.map(({ id }) => (
            <PageLink
              key={id}
              to="."
              search={{ section: id }}
              ref={id === shown?.id ? bringIntoView : undefined}
              aria-current={id === shown?.id ? 'page' : undefined}
              className="rounded-md px-3 py-2 text-sm whitespace-nowrap hover:bg-muted aria-[current=page]:bg-primary/10 aria-[current=page]:font-medium aria-[current=page]:text-primary"
            >
              {t(`panels.${id}`)}
            </PageLink>
          ))}
        </nav>
        <Loaded query={query} skeleton={<Skeleton className="h-72 w-full" />}>
          {(all) => (
            <div className="grid min-w-0 grid-cols-1 gap-6">
              {shown?.parts.map((part) => (
                <PartOf key={`${shown.id} ${JSON.stringify(part)}`} part={part} all={all} />
              ))}
            </div>
          )}
        </Loaded>
      </div>
    </Page>
  );
}

function PartOf({
  part,
  all,
}: {
  readonly part: Part;
  readonly all: { readonly [section: string]: ShownSettings };
}) {
  const { t } = useTranslation('settings');
  const may = useMay();
  const mayEverywhere = useMayEverywhere();
  switch (part.kind) {
    case 'logo':
      return <LogoForm disabled={!may('settings:write')} />;
    case 'configuration':
      return <Configuration />;
    case 'storage':
      return <Storage />;
    case 'backup':
      return <Backup />;
    case 'form': {
      const { section, members, words = section } = part;
      // Whoever decides which provider vouches for people could become any of them.
      const isForOwners = section === 'oidc' && !mayEverywhere('owners:write');
      return (
        <SectionForm
          id={section}
          words={words}
          only={members}
          shown={all[section] as ShownSettings}
          disabled={!may('settings:write') || isForOwners}
          note={isForOwners ? t('ownersOnly') : undefined}
        />
      );
    }
  }
}
