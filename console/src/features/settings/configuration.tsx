import { configurationRoutes } from '@contract/configuration.ts';
import { useTranslation } from 'react-i18next';
import type { CallReply } from '@/api/call.ts';
import { useRoute } from '@/api/use-route.ts';
import { Badge } from '@/ui/badge.tsx';
import { Card } from '@/ui/card.tsx';
import { Loaded, Skeleton } from '@/ui/states.tsx';
import { Cell, Head, Table } from '@/ui/table.tsx';

type Item = CallReply<typeof configurationRoutes.get>['items'][number];

/** What can be changed by a restart only: its value, where that comes from, and where it would be written. */
export function Configuration() {
  const { t } = useTranslation('settings');
  const query = useRoute(configurationRoutes.get);
  return (
    <Card className="grid grid-cols-1 gap-4">
      <header className="grid gap-1">
        <h2 className="text-lg font-semibold">{t('configuration.title')}</h2>
        <p className="text-sm text-muted-foreground">{t('configuration.description')}</p>
      </header>
      <Loaded query={query} skeleton={<Skeleton className="h-72 w-full" />}>
        {({ file, items }) => (
          <>
            <p className="text-sm break-words">
              {file === null ? t('configuration.noFile') : t('configuration.file', { file })}
            </p>
            <Table
              label={t('configuration.title')}
              head={
                <>
                  <Head>{t('configuration.what')}</Head>
                  <Head>{t('configuration.value')}</Head>
                  <Head>{t('configuration.from')}</Head>
                  <Head>{t('configuration.where')}</Head>
                </>
              }
            >
              {items.map((item) => (
                <Row key={item.name} item={item} />
              ))}
            </Table>
          </>
        )}
      </Loaded>
    </Card>
  );
}

function Row({ item: { name, value, unit, from, variable, flag, description } }: { readonly item: Item }) {
  const { t } = useTranslation('settings');
  return (
    <tr>
      <Cell className="min-w-48">{t(`configured.${name}`, { defaultValue: description })}</Cell>
      <Cell className="min-w-28 font-mono text-xs break-words">
        {value === null || value === '' ? t('none') : value}
        {unit !== null && value !== null && ` ${t(`units.${unit}`)}`}
      </Cell>
      <Cell>
        <Badge tone={from === 'default' ? 'neutral' : 'accent'}>{t(`origins.${from}`)}</Badge>
      </Cell>
      <Cell>
        <span className="grid gap-0.5 font-mono text-xs">
          {[name, variable, flag].map((each) => each !== null && <code key={each}>{each}</code>)}
        </span>
      </Cell>
    </tr>
  );
}
