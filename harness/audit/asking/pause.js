/** Lets some milliseconds pass; where a sandbox lets no script run, no timer ever goes off. */
({ time }) =>
  matchMedia('(scripting: none)').matches ? true : new Promise((resolve) => setTimeout(() => resolve(true), time))
