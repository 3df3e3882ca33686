import { channelTrialRoutes } from '@contract/channel-trials.ts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallInput, call } from '@/api/call.ts';
import type { Failure } from '@/api/failure.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Select } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import type { Draft, TrialModel, TrialResult } from './draft.ts';
import { TrialAnswer } from './trial-result.tsx';

type Question = CallInput<typeof channelTrialRoutes.test>['body'];
type Kind = Question['kind'];

interface TrialProps {
  /** As the form stands: what is not saved yet counts. */
  readonly channel: Draft;
  readonly models: readonly TrialModel[];
  /** Id of the one credential to use; absent: the first that is enabled. */
  readonly credential?: string;
}

/** The one that is tried first: a small one that draws, where there is any. */
export const firstChoice = (models: readonly TrialModel[]): TrialModel | undefined =>
  models.find(({ id, draws }) => draws && /mini|flash|fast|lite|demo/i.test(id)) ??
  models.find(({ draws }) => draws) ??
  models[0];

export const kindOf = ({ draws, talks, id }: TrialModel): Kind =>
  draws && !(talks && id.includes('chat')) ? 'image' : 'text';

/** A channel of the configuration cannot be changed, and so has no drafts: without changes it is tried as it stands. */
function useTest(channel: Draft) {
  const client = useQueryClient();
  return useMutation<TrialResult, Failure, Question>({
    mutationFn: (question) =>
      channel.id !== undefined && Object.keys(channel).length === 1
        ? call(channelTrialRoutes.test, { params: { id: channel.id }, body: question })
        : call(channelTrialRoutes.testDraft, { body: { channel, ...question } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['channels'] }),
  });
}

/** Makes one small real call and shows the answer. */
export function Trial({ channel, models, credential }: TrialProps) {
  const { t } = useTranslation('channels');
  const id = useId();
  const test = useTest(channel);
  const [written, setWritten] = useState<string>();
  const [chosenKind, setKind] = useState<Kind>();
  const model = written ?? firstChoice(models)?.id ?? '';
  const known = models.find((each) => each.id === model);
  const kind = chosenKind ?? (known ? kindOf(known) : 'text');
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-end gap-3">
        <Field label={t('trial.model')} className="min-w-48 flex-1">
          <Input
            list={`${id}-models`}
            value={model}
            onChange={({ target }) => {
              setWritten(target.value);
              setKind(undefined);
            }}
          />
        </Field>
        <datalist id={`${id}-models`}>
          {models.map((each) => (
            <option key={each.id} value={each.id} />
          ))}
        </datalist>
        <Field label={t('trial.kind')} className="w-32">
          <Select value={kind} onChange={({ target }) => setKind(target.value as Kind)}>
            <option value="image">{t('trial.image')}</option>
            <option value="text">{t('trial.text')}</option>
          </Select>
        </Field>
        <Button
          busy={test.isPending}
          disabled={model === ''}
          onClick={() => test.mutate({ model, kind, ...(credential !== undefined && { credential }) })}
        >
          <FlaskConical aria-hidden />
          {t('trial.test')}
        </Button>
      </div>
      <p className="text-xs text-muted-foreground">{t('trial.hint')}</p>
      {test.isPending && <p className="animate-pulse text-sm text-muted-foreground">{t('trial.running')}</p>}
      {test.error && <FailureNote error={test.error} />}
      {test.data && !test.isPending && <TrialAnswer result={test.data} />}
    </div>
  );
}
