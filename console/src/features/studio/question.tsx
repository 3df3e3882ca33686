import { Code, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/button.tsx';
import { Field } from '@/ui/field.tsx';
import { Textarea } from '@/ui/input.tsx';
import type { ImageModel } from './image-models.ts';
import { ModelChoice } from './model-choice.tsx';
import { Parameters } from './parameters.tsx';
import { References } from './references.tsx';
import { StudioCode } from './studio-code.tsx';
import type { Desk } from './use-desk.ts';

/** What is asked for: prompt, pictures to start from, models and parameters. */
export function Question({ desk, models }: { readonly desk: Desk; readonly models: readonly ImageModel[] }) {
  const { t } = useTranslation('studio');
  const [code, setCode] = useState(false);
  const { wishes, setWishes, chosen, references, mask } = desk;
  const editing = references.length > 0;
  return (
    <form
      className="grid content-start gap-5"
      onSubmit={(event) => {
        event.preventDefault();
        desk.start();
      }}
    >
      <Field label={t('prompt')}>
        <Textarea
          rows={4}
          value={wishes.prompt}
          placeholder={t('promptHint')}
          onChange={({ target }) => setWishes({ ...wishes, prompt: target.value })}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) desk.start();
          }}
        />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" kind="primary" className="flex-1" disabled={!desk.ready}>
          <Sparkles aria-hidden />
          {editing ? t('edit') : t('generate')}
        </Button>
        <Button onClick={() => setCode(true)} disabled={chosen.length === 0}>
          <Code aria-hidden />
          {t('code.show')}
        </Button>
      </div>
      <References
        pictures={references}
        mask={mask}
        onPictures={desk.setReferences}
        onAdd={desk.addReferences}
        onMask={desk.setMask}
      />
      <ModelChoice models={models} chosen={chosen} onChange={desk.choose} />
      <Parameters
        wishes={wishes}
        onChange={setWishes}
        models={models.filter(({ id }) => chosen.includes(id))}
        editing={editing}
      />
      {code && (
        <StudioCode {...{ models: chosen, wishes, references, mask }} onClose={() => setCode(false)} />
      )}
    </form>
  );
}
