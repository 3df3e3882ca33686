import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with the list of tests that did not run, each with its reason (`context.skip('python3 is not installed')`). */
export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap(skippedIn);
    if (lines.length > 0) console.log(`Skipped:\n${lines.join('\n')}\n`);
  }
}

function skippedIn(module: TestModule): string[] {
  return [...module.children.allTests('skipped')].map((test) => {
    const result = test.result();
    const reason = (result.state === 'skipped' && result.note) || 'no reason given';
    return `  ${module.relativeModuleId} > ${test.fullName}: ${reason}`;
  });
}
