import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PageLink } from '@/app/page-link.tsx';
import { Badge } from '@/ui/badge.tsx';
import { Button, buttonClass } from '@/ui/button.tsx';
import { Cell, Head, Table } from '@/ui/table.tsx';
import { PictureCost } from './picture-cost.tsx';
import { isDrawing, type ServedModel, sees } from './served-model.ts';

/** Catalogues have hundreds: so many at first, more when asked. */
const STEP = 100;

export function ModelTable({
  models,
  mayExplain,
  onOpen,
}: {
  readonly models: readonly ServedModel[];
  readonly mayExplain: boolean;
  readonly onOpen: (id: string) => void;
}) {
  const { t } = useTranslation('models');
  const [most, setMost] = useState(STEP);
  const wide = 'hidden md:table-cell';
  return (
    <>
      <Table
        label={t('title')}
        head={
          <>
            <Head>{t('column.model')}</Head>
            <Head className={wide}>{t('column.provider')}</Head>
            <Head className={wide}>{t('column.can')}</Head>
            <Head className="text-right">{t('column.picture')}</Head>
            {mayExplain && (
              <Head>
                <span className="sr-only">{t('column.route')}</span>
              </Head>
            )}
          </>
        }
      >
        {models.slice(0, most).map((model) => {
          const drawing = isDrawing(model);
          return (
            <tr key={model.id} className="hover:bg-muted/60">
              <Cell>
                <div className="flex flex-wrap items-center gap-2">
                  {drawing ? (
                    <button
                      type="button"
                      className="cursor-pointer text-left font-medium break-words underline decoration-border underline-offset-4 hover:decoration-foreground"
                      onClick={() => onOpen(model.id)}
                    >
                      {model.id}
                    </button>
                  ) : (
                    <span className="font-medium break-words">{model.id}</span>
                  )}
                  {model.retired !== null && (
                    <Badge tone="warning">{t('retired', { day: model.retired })}</Badge>
                  )}
                </div>
                <span className="text-xs text-muted-foreground md:hidden">{model.owner}</span>
              </Cell>
              <Cell className={wide}>{model.owner}</Cell>
              <Cell className={wide}>
                <Abilities model={model} />
              </Cell>
              <Cell className="text-right whitespace-nowrap">
                {drawing ? <PictureCost estimates={model.estimates} /> : '–'}
              </Cell>
              {mayExplain && (
                <Cell className="text-right">
                  <PageLink
                    to="/routing"
                    search={{ model: model.id }}
                    className={buttonClass({ kind: 'ghost', size: 'small' })}
                    aria-label={t('routeOf', { model: model.id })}
                  >
                    {t('route')}
                  </PageLink>
                </Cell>
              )}
            </tr>
          );
        })}
      </Table>
      {models.length > most && (
        <Button className="justify-self-center" onClick={() => setMost(most + STEP)}>
          {t('common:action.more')}
        </Button>
      )}
    </>
  );
}

function Abilities({ model }: { readonly model: ServedModel }) {
  const { t } = useTranslation('models');
  return (
    <span className="flex flex-wrap gap-1.5">
      {isDrawing(model) && <Badge tone="accent">{t('can.draws')}</Badge>}
      {model.text && <Badge>{t('can.talks')}</Badge>}
      {sees(model) && <Badge>{t('can.sees')}</Badge>}
    </span>
  );
}
