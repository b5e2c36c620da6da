/** One line a check on stdout, a reason a line below those that failed, and the count at the end. */
export interface Checks {
  /** @param problems  empty: passed */
  record(title: string, problems: readonly string[]): void;
  /** Print the count. @returns true when nothing failed and something was checked */
  finish(): boolean;
}

/** Two documents that share little differ everywhere: the first differences tell enough. */
const longestList = 8;
const longestLine = 240;

export function createChecks(): Checks {
  let passed = 0;
  let failed = 0;
  return {
    record(title, problems) {
      if (problems.length === 0) passed++;
      else failed++;
      console.log(`${problems.length === 0 ? 'ok  ' : 'FAIL'} ${title}`);
      for (const problem of problems.slice(0, longestList))
        console.log(`       ${problem.slice(0, longestLine)}`);
      if (problems.length > longestList) console.log(`       and ${problems.length - longestList} more`);
    },
    finish() {
      console.log(`${passed} passed, ${failed} failed`);
      return failed === 0 && passed > 0;
    },
  };
}

/** Compare one value. @returns the problem as a list of none or one */
export function unequal(what: string, expected: unknown, received: unknown): readonly string[] {
  const [wanted, got] = [JSON.stringify(expected), JSON.stringify(received)];
  return wanted === got ? [] : [`${what}: expected ${wanted}, received ${got}`];
}
