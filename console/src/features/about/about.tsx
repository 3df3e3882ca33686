import { aboutRoutes } from '@contract/about.ts';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { Card, Page } from '@/ui/card.tsx';
import { Loaded } from '@/ui/states.tsx';

export default function About() {
  const { t, i18n } = useTranslation('about');
  const query = useRoute(aboutRoutes.about);
  return (
    <Page title={t('title')} description={t('description')}>
      <Loaded query={query}>
        {({ version, node, database, blobs, shared, startedAt }) => (
          <Card>
            <dl className="grid grid-cols-[auto_1fr] gap-x-8 gap-y-3 text-sm">
              <Fact name={t('version')} value={version} />
              <Fact name={t('node')} value={node} />
              <Fact name={t('database')} value={t(`stores.${database}`)} />
              <Fact name={t('blobs')} value={t(`stores.${blobs}`)} />
              <Fact name={t('shared')} value={t(`stores.${shared}`)} />
              <Fact name={t('started')} value={new Date(startedAt).toLocaleString(i18n.language)} />
            </dl>
          </Card>
        )}
      </Loaded>
    </Page>
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
