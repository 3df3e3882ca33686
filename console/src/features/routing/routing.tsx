import { routingRoutes } from '@contract/routing.ts';
import { Waypoints } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useRoute } from '@/api/use-route.ts';
import { InProject } from '@/app/in-project.tsx';
import { useUrlState } from '@/app/url-state.ts';
import { Page } from '@/ui/card.tsx';
import { Empty, Loaded } from '@/ui/states.tsx';
import { Answer } from './answer.tsx';
import { type Question, QuestionForm } from './question-form.tsx';

const REFRESH_MS = 10_000;

/** Which channel would serve a model for a key, and why. The question stands in the address, so that it can be passed on. */
export default function Routing() {
  const { t } = useTranslation('routing');
  return (
    <InProject>
      {({ id }) => (
        <Page title={t('title')} description={t('description')}>
          <Explanation key={id} project={id} />
        </Page>
      )}
    </InProject>
  );
}

function Explanation({ project }: { readonly project: string }) {
  const { t } = useTranslation('routing');
  const [{ model = '', key = '', trace = '' }, change] = useUrlState();
  const question: Question = { model, key, trace };
  const query = useRoute(
    routingRoutes.explain,
    { query: { ...question, project } },
    { enabled: question.model !== '', refetchInterval: REFRESH_MS, keepPrevious: true },
  );
  const ask = (next: Question): void => change({ ...next }, { push: true });
  return (
    <>
      <QuestionForm key={JSON.stringify(question)} project={project} question={question} onAsk={ask} />
      {question.model === '' ? (
        <Empty icon={Waypoints} title={t('empty.title')}>
          {t('empty.text')}
        </Empty>
      ) : (
        <Loaded query={query}>{(explanation) => <Answer explanation={explanation} />}</Loaded>
      )}
    </>
  );
}
