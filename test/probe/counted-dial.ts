/** Counts connections on our side: the other learns of a close when it gets round to it. */
import type { ByteStream, Dial } from '../../src/probe/ports.ts';

export interface CountedDial {
  readonly dial: Dial;
  /** In all. */
  readonly made: () => number;
  /** The most that stood at once. */
  readonly atOnce: () => number;
  /** Now. */
  readonly open: () => number;
}

export function counted(dial: Dial): CountedDial {
  const open = new Set<ByteStream>();
  let most = 0;
  let made = 0;
  return {
    made: () => made,
    atOnce: () => most,
    open: () => open.size,
    dial: async (...asked) => {
      made++;
      const dialled = await dial(...asked);
      if (dialled.kind !== 'connected') return dialled;
      const { stream } = dialled;
      open.add(stream);
      most = Math.max(most, open.size);
      const close = (): void => {
        open.delete(stream);
        stream.close();
      };
      return {
        kind: 'connected',
        stream: { read: (ms) => stream.read(ms), write: (bytes) => stream.write(bytes), close },
      };
    },
  };
}
