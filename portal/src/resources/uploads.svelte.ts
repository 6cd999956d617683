// How many files are on their way to the suite. A form that lists its files by name waits for them: sent before, it would go without them.
let count = $state(0);

export const uploading = (): boolean => count > 0;

// underWay counts `work` for as long as it lasts, and answers what it answers.
export async function underWay<T>(work: () => Promise<T>): Promise<T> {
  count += 1;
  try {
    return await work();
  } finally {
    count -= 1;
  }
}
