import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '@/ui/field.tsx';
import { Input, Textarea } from '@/ui/input.tsx';
import { Rows, type RowsError } from '@/ui/rows.tsx';
import type { ListedModel } from './values.ts';

/** Longer lists are edited as text: thousands of fields would be slow. */
const MOST_ROWS = 60;

interface ListedModelsProps {
  readonly list: readonly ListedModel[];
  /** Ids a model may be like. */
  readonly known: readonly string[];
  readonly error: RowsError | undefined;
  readonly onChange: (list: ListedModel[]) => void;
}

/** Models served whatever the source says, under names of one's own. */
export function ListedModels(props: ListedModelsProps) {
  return props.list.length > MOST_ROWS ? <AsText {...props} /> : <AsRows {...props} />;
}

function AsRows({ list, known, error, onChange }: ListedModelsProps) {
  const { t } = useTranslation('channels');
  const id = useId();
  return (
    <>
      <datalist id={id}>
        {known.map((each) => (
          <option key={each} value={each} />
        ))}
      </datalist>
      <Rows<ListedModel>
        title={t('models.list')}
        hint={t('models.listHint')}
        items={list}
        onChange={onChange}
        blank={{ name: '' }}
        add={t('models.add')}
        remove={(number) => t('models.remove', { name: list[number - 1]?.name ?? '' })}
        error={error}
      >
        {(model, set, _, complains) => (
          <div className="grid gap-2 sm:grid-cols-3">
            <Input
              aria-label={t('models.name')}
              placeholder={t('models.name')}
              {...complains('name')}
              value={model.name}
              onChange={({ target }) => set({ ...model, name: target.value })}
            />
            <Input
              aria-label={t('models.upstream')}
              placeholder={t('models.upstream')}
              {...complains('upstream')}
              value={model.upstream ?? ''}
              onChange={({ target }) => set(withText(model, 'upstream', target.value))}
            />
            <Input
              aria-label={t('models.like')}
              placeholder={t('models.like')}
              {...complains('like')}
              list={id}
              value={model.like ?? ''}
              onChange={({ target }) => set(withText(model, 'like', target.value))}
            />
          </div>
        )}
      </Rows>
    </>
  );
}

/** An empty text is left out. */
function withText(model: ListedModel, member: 'upstream' | 'like', text: string): ListedModel {
  const { [member]: _, ...rest } = model;
  return text === '' ? rest : { ...rest, [member]: text };
}

function AsText({ list, error, onChange }: ListedModelsProps) {
  const { t } = useTranslation('channels');
  return (
    <Field label={t('models.list')} hint={t('models.textHint')} error={error?.message}>
      <Textarea
        rows={10}
        className="font-mono text-xs"
        defaultValue={writeModels(list)}
        onBlur={({ target }) => onChange(readModels(target.value, list))}
      />
    </Field>
  );
}

const writeModels = (list: readonly ListedModel[]): string =>
  list.map(({ name, upstream }) => (upstream === undefined ? name : `${name} = ${upstream}`)).join('\n');

/** What was known about a model beyond its names stays with it. */
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
