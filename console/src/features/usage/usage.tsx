import { ChartNoAxesCombined, Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { InProject } from '@/app/in-project.tsx';
import { type MyProject, useMe } from '@/app/session.ts';
import { buttonClass } from '@/ui/button.tsx';
import { Card, Page } from '@/ui/card.tsx';
import { Empty, Loaded, Skeleton } from '@/ui/states.tsx';
import { useKeyNames, useUserNames } from '../names/use-names.ts';
import type { Dimension } from './measures.ts';
import { PicturesTable } from './pictures-table.tsx';
import { UsageChart } from './usage-chart.tsx';
import { UsageFilters } from './usage-filters.tsx';
import { UsageTable } from './usage-table.tsx';
import { UsageTotals } from './usage-totals.tsx';
import { useUsageQuery } from './use-usage-query.ts';

export default function UsagePage() {
  return <InProject>{(project) => <Usage key={project.id} project={project} />}</InProject>;
}

function Usage({ project }: { readonly project: MyProject }) {
  const { t } = useTranslation('usage');
  const asked = useUsageQuery(project.id);
  const nameOf = useDimensionNames(project.id);
  const { by, measure, overTime, sums } = asked;
  const description = asked.everywhere ? t('descriptionAll') : t('description', { project: project.name });
  const csv = (
    <a href={asked.csv} download className={buttonClass()}>
      <Download aria-hidden />
      {t('export')}
    </a>
  );
  return (
    <Page title={t('title')} description={description} actions={csv}>
      <UsageFilters asked={asked} zone={project.timeZone} />
      <Loaded query={sums} skeleton={<Skeleton className="h-24 w-full" />}>
        {(report) => (
          <div className="grid grid-cols-1 gap-6">
            <UsageTotals totals={report.totals} />
            {report.totals.requests === 0 ? (
              <Empty icon={ChartNoAxesCombined} title={t('empty.title')}>
                {t('empty.text')}
              </Empty>
            ) : (
              <>
                <Card className="grid grid-cols-1 gap-4">
                  <h2 className="font-medium">
                    {by[0] === undefined
                      ? t(`measures.${measure}`)
                      : t('measureBy', {
                          measure: t(`measures.${measure}`),
                          dimension: t(`dimensions.${by[0]}`),
                        })}
                  </h2>
                  <Loaded query={overTime} skeleton={<Skeleton className="h-72 w-full" />}>
                    {(buckets) => (
                      <UsageChart report={buckets} by={by[0]} measure={measure} nameOf={nameOf} />
                    )}
                  </Loaded>
                </Card>
                <UsageTable report={report} by={by} measure={measure} nameOf={nameOf} />
                <PicturesTable pictures={report.pictures} />
              </>
            )}
          </div>
        )}
      </Loaded>
    </Page>
  );
}

export type NameOf = (dimension: Dimension, value: string) => string;

/** Ids of keys, users and projects as people know them. */
function useDimensionNames(project: string): NameOf {
  const { t } = useTranslation('usage');
  const keys = useKeyNames(project);
  const users = useUserNames(project);
  const { projects } = useMe();
  return (dimension, value) => {
    if (value === '') return t('nothing');
    if (dimension === 'keyId') return keys.get(value) ?? value;
    if (dimension === 'userId') return users.get(value) ?? value;
    if (dimension === 'project') return projects.find(({ id }) => id === value)?.name ?? value;
    return value;
  };
}
