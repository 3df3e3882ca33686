import { CodeDialog } from '@/features/code/code-dialog.tsx';
import { pictureFile } from '@/features/code/picture-file.ts';
import { pictureSample } from '@/features/code/picture-sample.ts';
import { FORMATS } from '@/features/code/sample.ts';
import type { Picture } from './picture.ts';
import { parametersOf, type Wishes } from './wishes.ts';

/** What the form asks for, as a program. */
export function StudioCode({
  models,
  wishes,
  references,
  mask,
  onClose,
}: {
  readonly models: readonly string[];
  readonly wishes: Wishes;
  readonly references: readonly Picture[];
  readonly mask: Picture | undefined;
  readonly onClose: () => void;
}) {
  const inputs = references.map((picture, index) => pictureFile(picture, `input-${index + 1}`));
  const painted = mask && pictureFile(mask, 'mask');
  return (
    <CodeDialog
      models={models}
      formats={FORMATS}
      files={() => [...inputs, ...(painted ? [painted] : [])]}
      sample={(format, model) =>
        pictureSample(format, {
          ...{ model, prompt: wishes.prompt, parameters: parametersOf(wishes) },
          ...{ references: inputs, mask: painted },
        })
      }
      onClose={onClose}
    />
  );
}
