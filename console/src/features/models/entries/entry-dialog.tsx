import { modelRoutes } from '@contract/models.ts';
import { type FormEvent, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from 'sonner';
import { useChange, useRoute } from '@/api/use-route.ts';
import { useMay } from '@/app/session.ts';
import { Button } from '@/ui/button.tsx';
import { complaintAt, complaintAtRow } from '@/ui/complaint.ts';
import { Confirm } from '@/ui/confirm.tsx';
import { Dialog } from '@/ui/dialog.tsx';
import { Field } from '@/ui/field.tsx';
import { Input, Textarea } from '@/ui/input.tsx';
import { Rows } from '@/ui/rows.tsx';
import { FailureNote } from '@/ui/states.tsx';
import { Tick } from '@/ui/tick.tsx';
import { AssociationInput } from './association-input.tsx';
import type { Association, ModelEntry } from './entry.ts';
import { Targets } from './targets.tsx';

const EMPTY = { name: '', enabled: true, developer: '', description: '', associations: [] as Association[] };

const valuesOf = ({ name, enabled, developer, description, associations }: ModelEntry): typeof EMPTY => ({
  ...{ name, enabled, developer, description },
  associations: associations as Association[],
});

/** @param entry undefined: a new one */
export function EntryDialog({
  entry,
  onClose,
}: {
  readonly entry: ModelEntry | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('models');
  const mayWrite = useMay()('models:write');
  const create = useChange(modelRoutes.create);
  const update = useChange(modelRoutes.update);
  const before = entry ? valuesOf(entry) : EMPTY;
  const [values, setValues] = useState(before);
  const [leaving, setLeaving] = useState(false);
  const set = (change: Partial<typeof EMPTY>): void => setValues({ ...values, ...change });
  const error = create.error ?? update.error;
  const changed = JSON.stringify(values) !== JSON.stringify(before);
  const done = (): void => {
    toast.success(t('entry.saved'));
    onClose();
  };
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (entry) update.mutate({ params: { id: entry.id }, body: values }, { onSuccess: done });
    else create.mutate({ body: values }, { onSuccess: done });
  };
  return (
    <Dialog
      open
      onClose={changed ? () => setLeaving(true) : onClose}
      title={entry?.name ?? t('entry.create')}
      description={t('entry.hint')}
      place="side"
      className="max-w-3xl"
    >
      <form onSubmit={save}>
        <fieldset disabled={!mayWrite} className="grid grid-cols-1 gap-5">
          <legend className="sr-only">{t('entry.create')}</legend>
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label={t('entry.name')} hint={t('entry.nameHint')} error={complaintAt(error, 'name')}>
              <Input
                required
                maxLength={200}
                value={values.name}
                onChange={({ target }) => set({ name: target.value })}
              />
            </Field>
            <Field
              label={t('entry.developer')}
              hint={t('entry.developerHint')}
              error={complaintAt(error, 'developer')}
            >
              <Input
                maxLength={100}
                value={values.developer}
                onChange={({ target }) => set({ developer: target.value })}
              />
            </Field>
          </div>
          <Field label={t('entry.description')} error={complaintAt(error, 'description')}>
            <Textarea
              className="min-h-14"
              value={values.description}
              onChange={({ target }) => set({ description: target.value })}
            />
          </Field>
          <Tick
            checked={values.enabled}
            hint={t('entry.enabledHint')}
            onChange={(enabled) => set({ enabled })}
          >
            {t('entry.enabled')}
          </Tick>
          <Rows<Association>
            title={t('entry.associations')}
            hint={t('entry.associationsHint')}
            items={values.associations}
            onChange={(associations) => set({ associations })}
            blank={{ priority: 1 }}
            add={t('entry.addAssociation')}
            remove={(number) => t('entry.removeAssociation', { number })}
            error={complaintAtRow(error, 'associations')}
          >
            {(association, setAssociation) => (
              <AssociationInput value={association} onChange={setAssociation} />
            )}
          </Rows>
          <Preview name={values.name} associations={values.associations} />
          {error && <FailureNote error={error} />}
          {mayWrite && (
            <Button
              type="submit"
              kind="primary"
              className="justify-self-end"
              disabled={!changed}
              busy={create.isPending || update.isPending}
            >
              {t('common:action.save')}
            </Button>
          )}
        </fieldset>
      </form>
      <Confirm
        open={leaving}
        onClose={() => setLeaving(false)}
        title={t('leave.title')}
        action={t('leave.action')}
        onConfirm={async () => onClose()}
      >
        {t('leave.hint')}
      </Confirm>
    </Dialog>
  );
}

/** Where the entry would lead as it is written, asked of the gateway. */
function Preview({
  name,
  associations,
}: {
  readonly name: string;
  readonly associations: readonly Association[];
}) {
  const { t } = useTranslation('models');
  const body = useDeferredValue({ name: name.trim(), associations: [...associations] });
  const query = useRoute(modelRoutes.preview, { body }, { enabled: body.name !== '', keepPrevious: true });
  return (
    <section className="grid gap-2 rounded-lg border border-dashed p-4 text-sm">
      <h3 className="font-medium">{t('entry.preview')}</h3>
      {query.error && <FailureNote error={query.error} />}
      {query.data && !query.error && <Targets targets={query.data.targets} />}
      {!query.data && !query.error && <p className="text-muted-foreground">{t('entry.previewHint')}</p>}
    </section>
  );
}
