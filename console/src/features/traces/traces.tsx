import { useTranslation } from 'react-i18next';
import { InProject } from '@/app/in-project.tsx';
import { useUrlState } from '@/app/url-state.ts';
import { Page } from '@/ui/card.tsx';
import { Tabs } from '@/ui/tabs.tsx';
import { Threads } from './threads.tsx';
import { TraceList } from './trace-list.tsx';
import { TraceView } from './trace-view.tsx';

/** Traces and threads; one trace in full where the address names it. */
export default function TracesPage() {
  return <InProject>{({ id }) => <Traces key={id} project={id} />}</InProject>;
}

function Traces({ project }: { readonly project: string }) {
  const { t } = useTranslation('traces');
  const [{ trace, thread }] = useUrlState();
  if (trace !== undefined) return <TraceView key={trace} project={project} id={trace} />;
  return (
    <Page title={t('title')} description={t('description')}>
      <Tabs
        key={thread}
        label={t('title')}
        tabs={[
          { id: 'traces', name: t('traces'), content: <TraceList project={project} /> },
          { id: 'threads', name: t('threads'), content: <Threads project={project} /> },
        ]}
      />
    </Page>
  );
}
