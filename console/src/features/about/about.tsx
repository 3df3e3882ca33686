import { aboutRoutes } from '@contract/about.ts';
import { useTranslation } from 'react-i18next';
import { urlOf } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';
import { useMayEverywhere } from '@/app/session.ts';
import { Card, Page } from '@/ui/card.tsx';
import { useFormat } from '@/ui/format.ts';
import { Loaded } from '@/ui/states.tsx';

export default function About() {
  const { t } = useTranslation('about');
  const format = useFormat();
  const query = useRoute(aboutRoutes.about);
  const may = useMayEverywhere();
  return (
    <Page title={t('title')} description={t('description')}>
      <Loaded query={query}>
        {({ version, node, database, blobs, shared, startedAt }) => (
          <Card className="grid gap-6">
            <dl className="grid grid-cols-[auto_1fr] gap-x-8 gap-y-3 text-sm">
              <Fact name={t('version')} value={version} />
              <Fact name={t('node')} value={node} />
              <Fact name={t('database')} value={t(`stores.${database}`)} />
              <Fact name={t('blobs')} value={t(`stores.${blobs}`)} />
              <Fact name={t('shared')} value={t(`stores.${shared}`)} />
              <Fact name={t('started')} value={format.time(startedAt)} />
            </dl>
            {may('settings:read') && <Diagnostics />}
          </Card>
        )}
      </Loaded>
    </Page>
  );
}

/** For questions to those who build the gateway. */
function Diagnostics() {
  const { t } = useTranslation('about');
  return (
    <div className="grid justify-items-start gap-2">
      <a
        href={urlOf(aboutRoutes.diagnostics, {})}
        download="axonhub-diagnostics.json"
        className="text-sm font-medium text-primary underline"
      >
        {t('diagnostics')}
      </a>
      <p className="text-xs text-muted-foreground">{t('diagnosticsHint')}</p>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt className="text-muted-foreground">{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
