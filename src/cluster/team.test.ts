import { channelPair } from '../../test/contract/channel-pair.ts';
import { sharedContract } from '../../test/contract/shared-contract.ts';
import { createMemoryShared } from '../storage/memory/shared-state.ts';
import { Primary, type WorkerProcess } from './primary.ts';
import { joinTeam, type Team } from './team.ts';

sharedContract('workers of one primary', async () => {
  const teams: Team[] = [];
  const primary = new Primary({
    count: 2,
    fork(number) {
      const [worker, channel] = channelPair();
      const team = joinTeam({ channel, number, onStop: () => worker.emit('exit', 0, null) });
      teams.push(team);
      void team.started('');
      return worker as unknown as WorkerProcess;
    },
    shared: createMemoryShared(),
    onStarted: () => {},
    onLoss: () => {},
  });
  void primary.run();
  while (teams.length < 2) await new Promise((resolve) => setImmediate(resolve));
  const [one, two] = teams.map(({ shared }) => shared);
  if (!one || !two) throw new Error('there are two workers');
  return [{ ...one, close: async () => primary.stop() }, two];
});
