/**
 * Who won over whom in one hello, and what that says of a server's taste: does it take the first of ours that it has, or its own favourite?
 */
export interface Contest {
  /** In the order sent. */
  readonly offered: readonly number[];
  readonly chosen: number;
}

/** What a server was seen to choose from lists of one sort. */
export class Taste {
  readonly #contests: Contest[] = [];
  /** What stood in front of a winner though the order was ours: each of them would have won, so the server does not have them. */
  readonly absent = new Set<number>();

  /** Of two that the server has, the one in front won, both ways round. */
  isOurs = false;

  note(contest: Contest): void {
    const { offered, chosen } = contest;
    if (this.#isOursTheOrder(contest)) {
      this.isOurs = true;
      for (const code of offered.slice(0, offered.indexOf(chosen))) this.absent.add(code);
    }
    this.#contests.push(contest);
  }

  /** One that stood in front of this one and won: when they stand the other way round, the winner tells whose order it is. */
  victorOver(chosen: number): number | undefined {
    return this.#contests.find((contest) => isBehind(contest.offered, contest.chosen, chosen))?.chosen;
  }

  #isOursTheOrder({ offered, chosen }: Contest): boolean {
    return this.#contests.some(
      (earlier) =>
        isBehind(earlier.offered, earlier.chosen, chosen) && isBehind(offered, chosen, earlier.chosen),
    );
  }
}

const isBehind = (list: readonly number[], first: number, second: number): boolean =>
  list.includes(first) && list.indexOf(second) > list.indexOf(first);
