import { keyRoutes } from '@contract/keys.ts';
import { Search } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCallableModels } from '@/api/callable-models.ts';
import { useRoute } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';

export interface Question {
  readonly model: string;
  /** Id of a gateway key; empty: one without limits. */
  readonly key: string;
  /** A trace whose affinity counts; empty: none. */
  readonly trace: string;
}

export function QuestionForm({
  project,
  question,
  onAsk,
}: {
  readonly project: string;
  readonly question: Question;
  readonly onAsk: (question: Question) => void;
}) {
  const { t } = useTranslation('routing');
  const id = useId();
  const may = useMay();
  const [asked, setAsked] = useState(question);
  const models = useCallableModels(project, may('playground:write'));
  const keys = useRoute(
    keyRoutes.list,
    { params: { project }, query: { limit: 200, status: 'enabled' } },
    { enabled: may('keys:read') },
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onAsk({ ...asked, model: asked.model.trim() });
  };
  return (
    <form className="flex flex-wrap items-end gap-3" onSubmit={submit}>
      <Field label={t('model')} className="min-w-48 flex-1 sm:max-w-sm">
        <Input
          required
          list={id}
          value={asked.model}
          placeholder="gpt-image-2"
          onChange={({ target }) => setAsked({ ...asked, model: target.value })}
        />
      </Field>
      <datalist id={id}>
        {models.data?.map((model) => (
          <option key={model.id} value={model.id} />
        ))}
      </datalist>
      {may('keys:read') && (
        <Field label={t('key')} className="w-full sm:w-56">
          <Select value={asked.key} onChange={({ target }) => setAsked({ ...asked, key: target.value })}>
            <option value="">{t('anyKey')}</option>
            {keys.data?.items.map((key) => (
              <option key={key.id} value={key.id}>
                {key.name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <Field label={t('trace')} className="w-full sm:w-44">
        <Input value={asked.trace} onChange={({ target }) => setAsked({ ...asked, trace: target.value })} />
      </Field>
      <Button type="submit" kind="primary">
        <Search aria-hidden />
        {t('ask')}
      </Button>
    </form>
  );
}
