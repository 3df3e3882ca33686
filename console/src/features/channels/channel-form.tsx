import { channelRoutes } from '@contract/channels.ts';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange } from '@/api/use-route.ts';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { showAtField } from '@/ui/form-failure.ts';
import { Input, Textarea } from '@/ui/input.tsx';
import { FailureNote } from '@/ui/states.tsx';
import type { ChannelView } from './channels.tsx';

interface Values {
  readonly name: string;
  readonly baseUrl: string;
  readonly priority: number;
  readonly weight: number;
  /** With commas between. */
  readonly tags: string;
  /** A line each: `name` or `name = upstream`. */
  readonly models: string;
  readonly note: string;
}

type ListedModel = ChannelView['modelRules']['list'][number];

const writeModels = (list: readonly ListedModel[]): string =>
  list
    .map(({ name, upstream }) =>
      upstream === undefined || upstream === name ? name : `${name} = ${upstream}`,
    )
    .join('\n');

/** What the channel knew about a model beyond its names stays with it. */
function readModels(text: string, known: readonly ListedModel[]): ListedModel[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const [name = '', upstream] = line.split('=').map((part) => part.trim());
      const like = known.find((each) => each.name === name)?.like;
      return { name, ...(upstream && { upstream }), ...(like !== undefined && { like }) };
    });
}

export function ChannelForm({ channel }: { readonly channel: ChannelView }) {
  const { t } = useTranslation('channels');
  const update = useChange(channelRoutes.update);
  const { list, source, include, exclude, prefix } = channel.modelRules;
  const { register, handleSubmit, setError, formState } = useForm<Values>({
    defaultValues: {
      name: channel.name,
      baseUrl: channel.baseUrl ?? '',
      priority: channel.priority,
      weight: channel.weight,
      tags: channel.tags.join(', '),
      models: writeModels(list),
      note: channel.note,
    },
  });
  const submit = handleSubmit(({ baseUrl, tags, models, ...rest }) => {
    const listed = readModels(models, list);
    const body = {
      ...rest,
      baseUrl: baseUrl === '' ? null : baseUrl,
      tags: tags
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
      models: {
        source: listed.length > 0 && list.length === 0 ? ('list' as const) : source,
        list: listed,
        include,
        exclude,
        prefix,
      },
    };
    update.mutate(
      { params: { id: channel.id }, body },
      {
        onSuccess: () => void toast.success(t('saved')),
        onError: (error) =>
          void showAtField(error, ['name', 'baseUrl', 'priority', 'weight', 'tags', 'note'], setError),
      },
    );
  });
  const { errors } = formState;
  return (
    <form className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <Field label={t('column.name')} error={errors.name?.message}>
        <Input required maxLength={100} {...register('name')} />
      </Field>
      <Field label={t('form.baseUrl')} hint={t('form.baseUrlHint')} error={errors.baseUrl?.message}>
        <Input type="url" {...register('baseUrl')} />
      </Field>
      <div className="grid grid-cols-2 gap-3">
        <Field label={t('column.priority')} hint={t('form.priorityHint')} error={errors.priority?.message}>
          <Input type="number" min={0} {...register('priority', { valueAsNumber: true })} />
        </Field>
        <Field label={t('column.weight')} hint={t('form.weightHint')} error={errors.weight?.message}>
          <Input type="number" min={1} {...register('weight', { valueAsNumber: true })} />
        </Field>
      </div>
      <Field label={t('form.models')} hint={t('form.modelsHint')}>
        <Textarea rows={4} className="font-mono" {...register('models')} />
      </Field>
      <Field label={t('form.tags')} error={errors.tags?.message}>
        <Input {...register('tags')} />
      </Field>
      <Field label={t('form.note')} error={errors.note?.message}>
        <Textarea {...register('note')} />
      </Field>
      {update.error && Object.keys(errors).length === 0 && <FailureNote error={update.error} />}
      <Button type="submit" kind="primary" className="justify-self-end" busy={update.isPending}>
        {t('common:action.save')}
      </Button>
    </form>
  );
}
